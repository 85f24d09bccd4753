/** The offline preview as a user starts it. */
import * as path from "path";
import { settings } from "../tests/stacks/shipped-stacks";
import type { Figure } from "./run";
import { measure, median } from "./whole-process";

const ROOT = path.resolve(__dirname, "..");
const RUNS = 3;

export default async function preview(): Promise<Figure[]> {
  const all = await median(RUNS, () => measure("npm", ["run", "--silent", "preview"], ROOT));
  const stack = (name: string) =>
    median(RUNS, () =>
      measure("npm", ["run", "--silent", "preview", "--", "--stack", name, "--json"], ROOT),
    );
  const small = smallest(false) ?? smallest(true)!;
  const large = smallest(true) ?? small;
  const [dev, prod] = [await stack(small), await stack(large)];
  return [
    { what: "npm run preview, all stacks", value: all.seconds, unit: "s", budget: 10 },
    { what: "  memory of all its processes", value: all.megabytes, unit: "MB" },
    { what: `npm run preview -- --stack ${small} --json`, value: dev.seconds, unit: "s" },
    {
      what: `npm run preview -- --stack ${large} --json`,
      value: prod.seconds,
      unit: "s",
      budget: 5,
    },
    { what: "  memory of all its processes", value: prod.megabytes, unit: "MB", budget: 400 },
  ];
}

/** The stack with the fewest features, of those for production or of the others. */
function smallest(production: boolean): string | undefined {
  const those = [...settings].filter(
    ([, each]) => each["strata:environment"].production === production,
  );
  const size = (each: (typeof those)[number]) => each[1]["strata:features"].length;
  return those.sort((a, b) => size(a) - size(b))[0]?.[0];
}
