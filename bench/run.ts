/**
 * `npm run bench`: runs every `*.bench.ts` of this folder and prints a table. Figures depend on the
 * machine; compare those of one run.
 */
import * as fs from "fs";
import * as os from "os";
import * as path from "path";

/** One line of the table. */
export interface Figure {
  what: string;
  value: number;
  unit: "s" | "MB" | "KB" | "x";
  /** What DESIGN allows, in the same unit. */
  budget?: number;
}

/** What a bench file exports. */
export interface Bench {
  default(): Promise<Figure[]> | Figure[];
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const files = fs
    .readdirSync(__dirname)
    .filter((file) => file.endsWith(".bench.ts"))
    .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
    .sort();
  const processors = os.cpus().length;
  console.log(
    `Node ${process.version}, ${processors} processors, load ${os.loadavg()[0].toFixed(1)}`,
  );
  for (const file of files) {
    const bench = (await import(path.join(__dirname, file))) as Bench;
    console.log(`\n${file.replace(/\.bench\.ts$/, "")}`);
    for (const { what, value, unit, budget } of await bench.default()) {
      const shown = `${value.toFixed(unit === "MB" || unit === "KB" ? 0 : 2)} ${unit}`;
      const allowed = budget === undefined ? "" : `  (budget ${budget} ${unit})`;
      console.log(`  ${what.padEnd(52)}${shown.padStart(10)}${allowed}`);
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
