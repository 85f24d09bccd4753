/** The offline preview as a user starts it. */
import * as path from "path";
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
  const [dev, prod] = [await stack("dev"), await stack("prod")];
  return [
    { what: "npm run preview, all stacks", value: all.seconds, unit: "s", budget: 10 },
    { what: "  memory of all its processes", value: all.megabytes, unit: "MB" },
    { what: "npm run preview -- --stack dev --json", value: dev.seconds, unit: "s" },
    { what: "npm run preview -- --stack prod --json", value: prod.seconds, unit: "s", budget: 5 },
    { what: "  memory of all its processes", value: prod.megabytes, unit: "MB", budget: 400 },
  ];
}
