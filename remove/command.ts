/** `npm run remove -- photos cdn staging`: takes features, layers and stacks out of the program. */
import * as path from "node:path";
import { apply } from "./apply";
import { planRemoval } from "./plan";
import { Refusal } from "./refusal";
import { thingsIn } from "./things";

const root = path.resolve(__dirname, "..");

async function main(names: readonly string[]): Promise<number> {
  if (names.length === 0 || names.some((name) => name.startsWith("-"))) {
    console.log("Usage: npm run remove -- NAME...\n");
    for (const kind of ["feature", "layer", "stack"] as const) {
      const its = thingsIn(root).filter((thing) => thing.kind === kind);
      console.log(`${kind}s: ${its.map(({ name }) => name).join(", ")}`);
    }
    return names.length === 0 ? 2 : 0;
  }
  const done = await apply(root, planRemoval(root, names));
  console.log(done.join("\n"));
  console.log(
    "\nNext: npm run typecheck, npm run preview, and npm run golden for the URNs that are left.",
  );
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error instanceof Refusal ? error.message : error.stack);
    process.exitCode = 1;
  },
);
