/**
 * The provider reads an absent argument as "keep". So every switch of every component is put in each
 * of its positions, and what one position states of a child the others state, too.
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as fs from "node:fs";
import * as path from "node:path";
import { Environment } from "../../../components/environment";
import { Plan, previewStack } from "../../../preview/testing";
import type { ComponentClass } from "./sample";
import { samples } from "./samples";
import { switchesOf } from "./switch-positions";

const load = createRequire(__filename);
const folder = path.resolve(__dirname, "../../../components");
const classes = Object.assign(
  {},
  ...fs
    .readdirSync(folder)
    .map((layer) => path.join(folder, layer, "index.ts"))
    .filter((file) => fs.existsSync(file))
    .map((file) => load(file) as object),
) as Readonly<Record<string, ComponentClass>>;

/** What only some positions state, by component, switch and argument, and why that is right. */
const unstated: Readonly<Record<string, string>> = {
  "Database blueGreenUpdates: password": "a password of the program's own, or RDS keeps it",
  "Database blueGreenUpdates: manageMasterUserPassword": "likewise: each position has one of them",
  "Queue fifo: fifoQueue": "changing it makes another queue",
  "Queue fifo: contentBasedDeduplication": "another queue; standard ones have no such argument",
  "Queue deadLetters: redrivePolicy": "the provider can't take it off: docs/upgrading.md says how",
  "Queue deadLetters: messageRetentionSeconds": "absent is the provider's own default, 4 days",
  "Topic fifo: fifoTopic": "changing it makes another topic",
  "Topic fifo: contentBasedDeduplication": "another topic; standard ones have no such argument",
};

/** Positions that are refused with nothing but the sample's arguments. */
const refusedAlone = [
  "Alb internal false",
  "Database storageType io2",
  "HttpApi disableExecuteApiEndpoint true",
  "LambdaFunction snapStart true",
  "LambdaFunction tenantIsolation true",
  "Nlb internal true",
  "RestApi disableExecuteApiEndpoint true",
  "Service exec true",
];

describe("each position of a switch", () => {
  const seen = { unstated: new Set<string>(), refused: [] as string[] };
  let walked = 0;

  for (const kind of Object.keys(samples).sort()) {
    const switches = switchesOf(kind);
    if (switches.length === 0) continue;

    it(`of ${kind} states what the others state`, async () => {
      const made: { name: string; argument: string }[] = [];
      const plan = await previewStack(() => {
        const parent = new Environment("e", { region: "eu-west-1", account: "123456789012" });
        switches.forEach(({ argument, positions }, s) => {
          positions.forEach((position, p) => {
            const name = `s${s}p${p}`;
            try {
              samples[kind](classes[kind], name, { parent }, { [argument]: position });
              made.push({ name, argument });
            } catch {
              seen.refused.push(`${kind} ${argument} ${position}`);
            }
          });
        });
      });
      for (const { argument } of switches) {
        const names = made.filter((one) => one.argument === argument).map(({ name }) => name);
        walked += 1;
        const lacking = unstatedIn(plan, names).map((key) => `${kind} ${argument}: ${key}`);
        lacking.forEach((key) => seen.unstated.add(key));
        assert.deepEqual(
          lacking.filter((key) => !(key in unstated)),
          [],
          "state it in each position",
        );
      }
    });
  }

  it("is walked, and the lists of this test have nothing more than there is", () => {
    assert.ok(walked > 50, `${walked} switches`);
    assert.deepEqual([...seen.unstated].sort(), Object.keys(unstated).sort());
    assert.deepEqual(seen.refused.sort(), refusedAlone);
  });
});

/** Arguments that the child of one component states and the same child of another one does not. */
function unstatedIn(plan: Plan, names: readonly string[]): string[] {
  const stated = new Map<string, Set<string>[]>();
  for (const name of names) {
    const own = plan.resources.find((one) => one.name === name && one.type.startsWith("strata:"));
    for (const child of plan.resources) {
      if (child.parent !== own?.urn || child.kind !== "custom") continue;
      const which = `${child.type} ${child.name.slice(name.length)}`;
      stated.set(which, [...(stated.get(which) ?? []), new Set(Object.keys(child.inputs))]);
    }
  }
  const lacking = [...stated.values()].flatMap((positions) => {
    const all = new Set(positions.flatMap((keys) => [...keys]));
    return [...all].filter((key) => positions.some((keys) => !keys.has(key)));
  });
  return [...new Set(lacking)];
}
