// Where the AWS SDK comes from: the same handler with that of the runtime and with its own, started in turns.
import * as fs from "node:fs";
import * as path from "node:path";
import { newerNode } from "../../tests/handlers/newer-node";
import { coldStarts } from "./cold-start";
import { bundled, Package } from "./packages";
import { sdkSubjects } from "./sdk-subjects";

/** A bundled SDK becomes the default where it saves as much of the cold start. */
const worth = 0.15;
const ways = ["runtime", "bundle"] as const;

/** Prints the cold start of each handler both ways, and what the bundled SDK saves of it. */
export async function compareSdks(work: string, rounds: number): Promise<void> {
  const node = newerNode() ?? process.execPath;
  const rows: Record<string, Record<string, string | number>> = {};
  for (const [subject, [handler, event]] of Object.entries(sdkSubjects)) {
    const packages: Record<string, Package> = {};
    for (const sdk of ways) {
      const folder = path.join(work, "sdk", subject.replace(/\W/g, "-"), sdk);
      fs.mkdirSync(folder, { recursive: true });
      const options = { folder: path.join(work, "cache"), sdk };
      packages[sdk] = await bundled(folder, handler as never, options);
    }
    const times = await coldStarts(packages, event, node, rounds);
    const above = (sdk: (typeof ways)[number], kind: "elapsed" | "processor") =>
      times[sdk][kind] - times["bare node"][kind];
    const saved = (kind: "elapsed" | "processor") =>
      1 - above("bundle", kind) / above("runtime", kind);
    rows[subject] = {
      "runtime's ms": Math.round(above("runtime", "elapsed")),
      "bundled ms": Math.round(above("bundle", "elapsed")),
      "saved of it": percent(saved("elapsed")),
      "runtime's processor ms": Math.round(above("runtime", "processor")),
      "bundled processor ms": Math.round(above("bundle", "processor")),
      "saved of processor": percent(saved("processor")),
      "KB deflated": Math.round(packages.bundle.deflated / 1000),
    };
  }
  console.log(`\nSDK of the runtime or in the bundle: cold start above a bare node`);
  console.table(rows);
  console.log(`  the default is "bundle" where it saves ${percent(worth)} or more`);
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
