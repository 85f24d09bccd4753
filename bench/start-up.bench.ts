/**
 * Loading the program, as `pulumi preview` and `pulumi up` do before anything is registered: with
 * the type check, as Pulumi's TypeScript templates have it, and without, as Pulumi.yaml has it here.
 */
import * as path from "path";
import type { Figure } from "./run";
import { measure, median } from "./whole-process";

const ROOT = path.resolve(__dirname, "..");
const LOADER = path.join(__dirname, "start-up", "load-program.js");
const RUNS = 3;

export default async function startUp(): Promise<Figure[]> {
  const load = (tsconfig: string) =>
    median(RUNS, () => measure(process.execPath, [LOADER, tsconfig], ROOT));
  const checked = await load("tsconfig.json");
  const ours = await load("tsconfig.run.json");
  const time = ours.seconds / checked.seconds;
  const memory = ours.megabytes / checked.megabytes;
  return [
    { what: "program load with type check (stock template)", value: checked.seconds, unit: "s" },
    { what: "  memory", value: checked.megabytes, unit: "MB" },
    { what: "program load with tsconfig.run.json", value: ours.seconds, unit: "s" },
    { what: "  memory", value: ours.megabytes, unit: "MB" },
    { what: "ours / stock, time", value: time, unit: "x", budget: 0.5 },
    { what: "ours / stock, memory", value: memory, unit: "x", budget: 0.5 },
  ];
}
