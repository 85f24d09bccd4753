import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { EgressMode, egressModes, Network } from "../../../../components/network";
import { comparePlans, Plan, previewStack } from "../../../../preview/testing";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
/** The table of docs/fixed-egress.md, as it was measured. */
const table = path.join(__dirname, "golden", "egress-changes.txt");

/** With the addresses listed, as the page says to do before a change. */
function planOf(mode: EgressMode, count: number): Promise<Plan> {
  const used = zones.slice(0, count);
  const addresses = Object.fromEntries(used.map((zone) => [zone, {}]));
  return previewStack(() => {
    new Network("network", { zones: used, egress: { mode, addresses } });
  });
}

interface Row {
  readonly from: EgressMode;
  readonly to: EgressMode;
  readonly zones: number;
  readonly created: number;
  readonly kept: number;
  readonly released: number;
  /** What is replaced besides the hand-over, which is there to be. */
  readonly replaced: readonly string[];
  /** Routes that are neither kept, changed in place, made nor removed by name. */
  readonly movedRoutes: number;
}

const isAddress = (urn: string) => urn.includes("$aws:ec2/eip:Eip::");
const isRoute = (urn: string) => urn.includes("FixedEgress$aws:ec2/route:Route::");

function row(before: Plan, after: Plan, from: EgressMode, to: EgressMode, count: number): Row {
  const { create, delete: removed, replace, mayReplace, same } = comparePlans(before, after);
  const replaced = [...replace, ...mayReplace].map(({ urn }) => urn);
  return {
    ...{ from, to, zones: count },
    created: create.filter(isAddress).length,
    kept: same.filter(isAddress).length,
    released: [...removed, ...replaced].filter(isAddress).length,
    replaced: replaced.filter((urn) => !urn.endsWith("-handover")),
    movedRoutes: replaced.filter(isRoute).length,
  };
}

describe("changing the egress mode", () => {
  const rows: Row[] = [];

  before(async () => {
    for (const count of [1, 2, 3]) {
      const plans = new Map<EgressMode, Plan>();
      for (const mode of egressModes) {
        plans.set(mode, await planOf(mode, count));
      }
      for (const [from, before] of plans) {
        for (const [to, after] of plans) {
          if (from !== to) {
            rows.push(row(before, after, from, to, count));
          }
        }
      }
    }
  });

  it("keeps every address: none is created, replaced or released", () => {
    assert.equal(rows.length, 60);
    for (const { from, to, zones: count, created, kept, released } of rows) {
      assert.deepEqual(
        [created, kept, released],
        [0, count, 0],
        `${from} to ${to}, ${count} zones`,
      );
    }
  });

  it("replaces nothing but the hand-over, and keeps the routes", () => {
    for (const { from, to, replaced, movedRoutes } of rows) {
      assert.deepEqual([replaced, movedRoutes], [[], 0], `${from} to ${to}`);
    }
  });

  it("is as the table says", () => {
    const heading = "from      to        zones  created  kept  released";
    const lines = rows.map(({ from, to, zones: count, created, kept, released }) =>
      [
        ...[from.padEnd(10), to.padEnd(10), String(count).padEnd(7)],
        ...[String(created).padEnd(9), String(kept).padEnd(6), released],
      ].join(""),
    );
    const text = [heading, ...lines, ""].join("\n");
    if (process.env.UPDATE_GOLDEN === "1") {
      fs.writeFileSync(table, text);
    }
    assert.equal(text, fs.readFileSync(table, "utf8"), "UPDATE_GOLDEN=1 writes it anew");
  });
});
