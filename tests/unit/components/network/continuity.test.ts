/** What a partner and the traffic notice of each change of an egress: the table of docs/fixed-egress-continuity.md. */
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Environment } from "../../../../components/environment";
import {
  AddressArgs,
  EgressMode,
  egressModes,
  FixedEgress,
  FixedEgressArgs,
  Network,
  NetworkArgs,
} from "../../../../components/network";
import { comparePlans, Plan, previewStack } from "../../../../preview/testing";
import { duringWhich, Effect, effectOn, effects, wayOut } from "./ways-out";

const page = path.resolve(__dirname, "../../../../docs/fixed-egress-continuity.md");
const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] as const;
const [a, b, c] = zones;

type Addresses = Readonly<Record<string, AddressArgs>>;

const listed: Addresses = { [a]: {}, [b]: {}, [c]: {} };
const id = (letter: string) => ({ allocationId: `eipalloc-${letter.repeat(17)}` });
const broughtIn: Addresses = { [a]: id("a"), [b]: id("b"), [c]: id("c") };

const networkOf = (args: Partial<NetworkArgs>): Promise<Plan> =>
  previewStack(() => {
    const network = new Network("network", { zones, ...args });
    return Promise.resolve({ publicIps: network.egress.publicIps });
  });

const egressOf = (
  name: string,
  mode: EgressMode,
  { addresses = broughtIn, vpc = "one", aliases = [] as { name: string }[] } = {},
): Promise<Plan> =>
  previewStack(() => {
    const made = new FixedEgress(name, inVpc(vpc, mode, addresses), { aliases });
    return Promise.resolve({ publicIps: made.publicIps });
  });

const inVpc = (vpc: string, mode: EgressMode, addresses?: Addresses): FixedEgressArgs => ({
  ...{ mode, addresses, vpcId: `vpc-${vpc}`, vpcCidrBlock: "10.0.0.0/16" },
  zones: zones.map((zone) => ({
    name: zone,
    publicSubnetId: `subnet-${vpc}-${zone}`,
    privateRouteTableId: `rtb-${vpc}-${zone}`,
  })),
});

/** Two egresses, each with a VPC, of which one has the addresses. */
const heldBy = (holder: "one" | "two", mode: EgressMode): Promise<Plan> =>
  previewStack(() => {
    const parent = new Environment("dev", { region: "eu-west-1" });
    const made = ["one", "two"].map((name) => {
      const args = name === holder ? inVpc(name, mode, broughtIn) : inVpc(name, "none");
      return new FixedEgress(name, args, { parent });
    });
    const lists = pulumi.all(made.map(({ publicIps }) => publicIps));
    return Promise.resolve({ publicIps: lists.apply((all) => all.flat()) });
  });

interface Row {
  readonly change: string;
  readonly to: string;
  readonly zones: number;
  readonly publicIps: string;
  readonly shows: string;
  readonly traffic: string;
}

function rowOf(change: string, to: string, count: number, before: Plan, after: Plan): Row {
  const refused = refusal(before, after);
  if (refused !== undefined) {
    const traffic = `nothing: AWS refuses the update (${refused})`;
    return { change, to, zones: count, publicIps: "the same", shows: "the same", traffic };
  }
  const used = zones.filter((zone) => wayOut(before, zone) ?? wayOut(after, zone));
  const other = used.filter((zone) => {
    const [old, wanted] = [wayOut(before, zone)?.address, wayOut(after, zone)?.address];
    return old !== undefined && wanted !== undefined && old !== wanted;
  });
  const noticed = (zone: string) => {
    const effect = effectOn(zone, before, after);
    return [effect, inWords(effect, zone, before, after)] as const;
  };
  return {
    ...{ change, to, zones: count, publicIps: difference(before, after) },
    shows: other.length === 0 ? "the same" : `another in ${letters(other)}`,
    traffic: byZone(used.map((zone) => [zone, ...noticed(zone)] as const)),
  };
}

/** Traffic stays where it is while its address goes: each egress notices something of its own. */
function handedRow(mode: EgressMode, before: Plan, after: Plan): Row {
  const effect = (egress: string) => effectOn(a, before, after, [egress, egress]);
  return {
    ...{ change: "handed from one egress to another", to: mode, zones: zones.length },
    ...{ publicIps: difference(before, after), shows: "the same" },
    traffic: `behind the one: ${effect("one")}; behind the other: ${effect("two")} once ${duringWhich(a, before, after)}`,
  };
}

function inWords(effect: Effect, zone: string, before: Plan, after: Plan): string {
  return effect === "no way out for a while"
    ? `no way out while ${duringWhich(zone, before, after)}`
    : effect;
}

/** The worst last; zones that notice the same together. */
function byZone(noticed: readonly (readonly [string, Effect, string])[]): string {
  const groups = effects.flatMap((effect) => {
    const found = noticed.filter(([, own]) => own === effect);
    return found.length === 0 ? [] : [found];
  });
  const texts = groups.map((group) => {
    const [[, , what]] = group;
    return groups.length === 1 ? what : `${letters(group.map(([zone]) => zone))}: ${what}`;
  });
  return texts.join("; ") || "nothing";
}

/** AWS's word where the update can't be made; whatever it meets first, it makes and takes nothing before. */
function refusal(before: Plan, after: Plan): string | undefined {
  const codes = new Set(comparePlans(before, after).conflicts.map(({ code }) => code));
  return codes.has("InvalidSubnet.Conflict") ? "InvalidSubnet.Conflict" : [...codes][0];
}

const letters = (names: readonly string[]) => names.map((zone) => zone.slice(-1)).join(", ");
const listOf = ({ outputs }: Plan) => (outputs.publicIps ?? []) as string[];

/** What a partner's allow-list would have to change. */
function difference(before: Plan, after: Plan): string {
  const [old, wanted] = [listOf(before), listOf(after)];
  if (old.length === 0 || wanted.length === 0) {
    return old.length === wanted.length ? "empty" : old.length === 0 ? "full again" : "empty";
  }
  const [gone, added] = [
    old.filter((address) => !wanted.includes(address)),
    wanted.filter((address) => !old.includes(address)),
  ];
  const order = wanted.filter((address) => old.includes(address));
  const isOrdered = JSON.stringify(order) === JSON.stringify(old.filter((x) => wanted.includes(x)));
  const parts = [
    ...(gone.length > 0 ? [`${gone.length} gone`] : []),
    ...(added.length > 0 ? [`${added.length} more`] : []),
    ...(isOrdered ? [] : ["in another order"]),
  ];
  return parts.join(", ") || "the same";
}

describe("continuity of an egress", () => {
  const modes: Row[] = [];
  const moves: Row[] = [];

  before(async () => {
    for (const count of [1, 2, 3]) {
      const used = zones.slice(0, count);
      const addresses = Object.fromEntries(used.map((zone) => [zone, {}]));
      const plans = new Map<EgressMode, Plan>();
      for (const mode of egressModes) {
        plans.set(mode, await networkOf({ zones: used, egress: { mode, addresses } }));
      }
      for (const [from, old] of plans) {
        for (const [to, wanted] of plans) {
          if (from !== to) {
            modes.push(rowOf(from, to, count, old, wanted));
          }
        }
      }
    }
    for (const mode of egressModes.filter((each) => each !== "none")) {
      const egress = { mode, addresses: listed };
      const [old, whole] = [await egressOf("old", mode), await networkOf({ egress })];
      const swapped = { ...broughtIn, [a]: id("b"), [b]: id("a") };
      const changes: readonly (readonly [string, Plan, Plan])[] = [
        ["renamed, on its route tables", old, await egressOf("new", mode)],
        [
          "renamed, with an alias",
          old,
          await egressOf("new", mode, { aliases: [{ name: "old" }] }),
        ],
        ["to another name in another VPC", old, await egressOf("new", mode, { vpc: "two" })],
        ["a and b change addresses", old, await egressOf("old", mode, { addresses: swapped })],
        [
          "zone c is added",
          await networkOf({ zones: [a, b], egress: { mode, addresses: { [a]: {}, [b]: {} } } }),
          whole,
        ],
        [
          "zone c is dropped, its address listed",
          whole,
          await networkOf({ zones: [a, b], egress }),
        ],
        [
          "zone a is retired, its address listed",
          whole,
          await networkOf({ retiredZones: [a], egress }),
        ],
        ["zone a is taken back", await networkOf({ retiredZones: [a], egress }), whole],
        ["a and b are reordered", whole, await networkOf({ zones: [b, a, c], egress })],
        ["zone a is dropped, not retired", whole, await networkOf({ zones: [b, c], egress })],
      ];
      changes.forEach(([what, before, after]) => moves.push(rowOf(what, mode, 3, before, after)));
      moves.push(handedRow(mode, await heldBy("one", mode), await heldBy("two", mode)));
    }
  });

  it("keeps publicIps through every change of mode but from and to none", () => {
    assert.equal(modes.length, 60);
    for (const { change, to, publicIps } of modes) {
      const expected = to === "none" ? "empty" : change === "none" ? "full again" : "the same";
      assert.equal(publicIps, expected, `${change} to ${to}`);
    }
  });

  it("never changes the order of publicIps by zone but where addresses change places", () => {
    const ordered = [...modes, ...moves].filter(({ publicIps }) => publicIps.includes("order"));
    assert.deepEqual(
      [...new Set(ordered.map(({ change }) => change))],
      ["a and b change addresses"],
    );
  });

  it("is as the page says", () => {
    const text = [
      ...heading,
      ...tableOf("from", modes),
      "",
      ...between,
      ...tableOf("change", moves),
      "",
    ];
    if (process.env.UPDATE_GOLDEN === "1") {
      fs.writeFileSync(page, text.join("\n"));
    }
    assert.equal(fs.readFileSync(page, "utf8"), text.join("\n"), "UPDATE_GOLDEN=1 writes it anew");
  });
});

const heading = [
  "# What partners and traffic notice of a change",
  "",
  "Written by `tests/unit/components/network/continuity.test.ts` from what the program would deploy before and after, in",
  "the order in which Pulumi takes its steps; `tests/engine/fixed-egress.test.ts` compares it with the order in which the engine",
  "does take them. Nothing here was measured on AWS. Addresses are listed in all of it, as",
  "[the page on fixed egress](fixed-egress.md) says. `publicIps` is what a partner's allow-list has. Where traffic has no",
  "way out, the table says during which of AWS's steps: together they take two to five minutes for a gateway, and about as long",
  "for an instance. Where connections break, a route is moved to something that stands: new ones work at once.",
  "",
  "## From one mode to another",
  "",
];

const between = ["## Moves of addresses, and zones", "", "Three zones each.", ""];

function tableOf(first: "from" | "change", rows: readonly Row[]): string[] {
  const cells = rows.map(({ change, to, zones: count, publicIps, shows, traffic }) =>
    first === "from"
      ? [change, to, String(count), publicIps, shows, traffic]
      : [change, to, publicIps, shows, traffic],
  );
  const shared = ["`publicIps`", "traffic shows", "traffic notices"];
  const titles =
    first === "from" ? ["from", "to", "zones", ...shared] : ["change", "mode", ...shared];
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => row[i].length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  return [line(titles), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)];
}
