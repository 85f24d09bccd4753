/** The addresses of the egress through every change of its mode and zones, under the real engine. */
import * as assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import {
  EgressChoice,
  EgressMode,
  egressModes,
  FixedEgress,
  Network,
} from "../../components/network";
import { Plan, previewStack } from "../../preview/testing";
import { effectOn, effectSeen } from "../unit/components/network/ways-out";
import { cliOrSkip } from "./cli";
import { madeAddresses, wornIn, wornRegionally } from "./fixtures/egress-account";
import { Backend, StackLife } from "./stack-life";

const allZones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const listed = (zones: readonly string[]) => Object.fromEntries(zones.map((zone) => [zone, {}]));

describe("fixed egress", () => {
  let backend: Backend;
  let stack: StackLife;
  let zones: readonly string[];
  let egress: EgressChoice;

  before(async function () {
    await cliOrSkip(this);
  });

  /** A stack with a whole network, or with the egress alone where the VPC does not matter. */
  async function begin(program: PulumiFn): Promise<void> {
    const settings = "config:\n  aws:region: eu-west-1\n";
    stack = await backend.stack({ project: "egress", stack: "dev", settings, program });
  }

  const wholeNetwork: PulumiFn = () => {
    const network = new Network("network", { zones, egress, flowLogs: { destination: "none" } });
    return Promise.resolve({ publicIps: network.egress.publicIps });
  };

  const egressAlone: PulumiFn = () => {
    const made = new FixedEgress("network-egress", {
      ...egress,
      vpcId: "vpc-0123456789abcdef0",
      vpcCidrBlock: "10.0.0.0/16",
      zones: zones.map((name) => ({
        name,
        publicSubnetId: `subnet-${name}`,
        privateRouteTableId: `rtb-${name}`,
      })),
    });
    return Promise.resolve({ publicIps: made.publicIps });
  };

  beforeEach(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  afterEach(() => backend?.stop());

  const addresses = () => madeAddresses(backend);

  it("keeps its addresses through a walk over all changes of mode, each in one update and with the effect that the table names", async () => {
    await begin(egressAlone);
    zones = allZones;
    const plans = new Map<EgressMode, Plan>();
    for (const mode of egressModes) {
      egress = { mode, addresses: listed(allZones) };
      plans.set(mode, await previewStack(egressAlone, { config: { "aws:region": "eu-west-1" } }));
    }
    let first: readonly string[] | undefined;
    let before: EgressMode | undefined;
    for (const mode of walkOver(egressModes)) {
      egress = { mode, addresses: listed(allZones) };
      const { calls } = backend.cloud.faults;
      const earlier = calls.length;
      await stack.up();
      const outputs = await stack.outputs();
      if (before !== undefined) {
        const [old, wanted] = [plans.get(before)!, plans.get(mode)!];
        for (const zone of allZones) {
          const seen = effectSeen(zone, old, wanted, calls.slice(earlier));
          assert.equal(seen, effectOn(zone, old, wanted), `${zone}, from ${before} to ${mode}`);
        }
      }
      before = mode;
      first ??= addresses();
      assert.deepEqual(addresses(), first, mode);
      assert.equal(first.length, 3);
      assert.equal((outputs.publicIps as string[]).length, mode === "none" ? 0 : 3);
      assert.deepEqual(worn(backend), wornWith(mode), mode);
    }
    const again = await stack.up();
    assert.deepEqual(Object.keys(again.summary), ["same"]);
  }).timeout(1_200_000);

  for (const mode of ["per-az", "regional"] as const) {
    it(`adds a zone with ${mode} without touching those that are there`, async () => {
      await begin(wholeNetwork);
      egress = { mode };
      zones = allZones.slice(0, 1);
      await stack.up();
      const before = addresses();
      zones = allZones;
      const promised = await stack.preview();
      const { steps } = await stack.up();
      assert.ok(before.every((id) => addresses().includes(id)));
      for (const outcome of [promised.steps, steps]) {
        const harm = [...outcome].filter(([, step]) => /replace|delete/.test(step));
        assert.deepEqual(harm, []);
      }
    });
  }

  it("replaces a gateway without losing its address", async () => {
    await begin(wholeNetwork);
    zones = allZones.slice(0, 2);
    egress = { mode: "per-az" };
    await stack.up();
    const before = [addresses(), worn(backend)];
    backend.cloud.lose("aws:ec2/natGateway:NatGateway", "network-egress-gateway-eu-west-1a");
    await stack.refresh();
    await stack.up();
    assert.deepEqual([addresses(), worn(backend)], before);
  });

  for (const mode of ["per-az", "single", "regional", "instance"] as const) {
    it(`replaces what wears the addresses with ${mode} when its place changes`, async () => {
      let place = "one";
      await begin(() => {
        const made = new FixedEgress("network-egress", {
          mode,
          vpcId: `vpc-${place}`,
          vpcCidrBlock: "10.0.0.0/16",
          zones: allZones.slice(0, 2).map((name) => ({
            name,
            publicSubnetId: `subnet-${place}-${name}`,
            privateRouteTableId: `rtb-${name}`,
          })),
        });
        return Promise.resolve({ publicIps: made.publicIps });
      });
      await stack.up();
      const before = [addresses(), worn(backend)];
      place = "other";
      const { steps } = await stack.up();
      assert.deepEqual([addresses(), worn(backend)], before);
      assert.ok([...steps.values()].includes("replace"), "a place can't be changed in place");
    });
  }

  it("moves addresses between zones in one update", async () => {
    await begin(egressAlone);
    const [x, y] = ["eipalloc-0aaaaaaaaaaaaaaaa", "eipalloc-0bbbbbbbbbbbbbbbb"];
    const [a, b] = allZones;
    zones = [a, b];
    const places = (inA: string, inB: string) => ({
      [a]: { allocationId: inA },
      [b]: { allocationId: inB },
    });
    egress = { mode: "per-az", addresses: places(x, y) };
    await stack.up();
    assert.deepEqual(wornIn(backend), { [`subnet-${a}`]: x, [`subnet-${b}`]: y });
    egress = { mode: "per-az", addresses: places(y, x) };
    await stack.up();
    assert.deepEqual(wornIn(backend), { [`subnet-${a}`]: y, [`subnet-${b}`]: x });
    zones = [b];
    egress = { mode: "per-az", addresses: { [b]: { allocationId: y } } };
    await stack.up();
    assert.deepEqual(wornIn(backend), { [`subnet-${b}`]: y });
  });

  it("lets addresses change places within a regional gateway in one update", async () => {
    await begin(egressAlone);
    const [x, y, z] = ["a", "b", "c"].map((letter) => `eipalloc-${letter.repeat(17)}`);
    const [a, b, c] = allZones;
    zones = [a, b];
    const places = (inA: string, inB: string) => ({
      [a]: { allocationId: inA },
      [b]: { allocationId: inB },
    });
    egress = { mode: "regional", addresses: places(x, y) };
    await stack.up();
    assert.deepEqual(wornRegionally(backend), { [a]: [x], [b]: [y] });
    egress = { mode: "regional", addresses: places(y, x) };
    const promised = await stack.preview();
    const { steps } = await stack.up();
    assert.deepEqual(wornRegionally(backend), { [a]: [y], [b]: [x] });
    for (const outcome of [promised.steps, steps]) {
      assert.equal(
        [...outcome].filter(([urn]) => urn.endsWith("::network-egress-gateway")).length,
        1,
      );
    }
    // A zone that is added brings its address along and touches nothing else, in the preview too.
    zones = allZones;
    egress = { mode: "regional", addresses: { ...places(y, x), [c]: { allocationId: z } } };
    for (const { steps: taken } of [await stack.preview(), await stack.up()]) {
      assert.deepEqual(
        [...taken].filter(([, step]) => /replace|delete/.test(step)),
        [],
      );
    }
    assert.deepEqual(wornRegionally(backend), { [a]: [y], [b]: [x], [c]: [z] });
  });

  for (const mode of ["per-az", "regional"] as const) {
    it(`brings an address that was made here in for another zone with ${mode}, in one update`, async () => {
      await begin(egressAlone);
      const [a, b] = allZones;
      zones = [a, b];
      egress = { mode, addresses: listed(zones) };
      await stack.up();
      const before = addresses();
      const madeForB = backend.cloud.live.find(
        ({ type, name }) => type === "aws:ec2/eip:Eip" && name.endsWith(b),
      );
      assert.ok(madeForB);
      // The zone is given up; its address, which a partner knows, goes to the other one.
      zones = [a];
      egress = { mode, addresses: { [a]: { allocationId: madeForB.id } } };
      const refused = await stack.failure(() => stack.up());
      assert.match(refused, /network-egress-addresses-eu-west-1[ab].*cannot be deleted/);
      await stack.unprotectAll();
      await stack.up();
      assert.deepEqual(addresses(), before, "both stay in the account");
      if (mode === "per-az") {
        assert.deepEqual(wornIn(backend), { [`subnet-${a}`]: madeForB.id });
      } else {
        assert.deepEqual(wornRegionally(backend), { [a]: [madeForB.id] });
      }
      const again = await stack.up();
      assert.deepEqual(Object.keys(again.summary), ["same"]);
    });
  }

  it("does not release an address whose zone is dropped: the update fails", async () => {
    await begin(egressAlone);
    zones = allZones;
    egress = { mode: "per-az" };
    await stack.up();
    const before = addresses();
    zones = allZones.slice(0, 2);
    const text = await stack.failure(() => stack.up());
    assert.match(text, /network-egress-addresses-eu-west-1c.*cannot be deleted/);
    assert.deepEqual(addresses(), before);
    egress = { mode: "per-az", addresses: listed(allZones) };
    await stack.up();
    assert.deepEqual(addresses(), before);
  });
});

/** How many addresses are worn, and by what. */
function worn(backend: Backend): Record<string, number> {
  const count: Record<string, number> = {};
  for (const { type, values } of backend.cloud.live) {
    const zonal = type === "aws:ec2/natGateway:NatGateway" && values.allocationId !== undefined;
    const regional = (values.availabilityZoneAddresses ?? []) as unknown[];
    const instance = type === "aws:ec2/eipAssociation:EipAssociation";
    const by = zonal ? "zonal" : instance ? "instance" : "regional";
    const number = zonal || instance ? 1 : regional.length;
    if (number > 0) {
      count[by] = (count[by] ?? 0) + number;
    }
  }
  return count;
}

function wornWith(mode: EgressMode): Record<string, number> {
  const all: Record<EgressMode, Record<string, number>> = {
    "per-az": { zonal: 3 },
    single: { zonal: 1 },
    regional: { regional: 3 },
    instance: { instance: 1 },
    none: {},
  };
  return all[mode];
}

/** A walk that goes from each mode to each other one exactly once (Hierholzer's algorithm). */
function walkOver(modes: readonly EgressMode[]): EgressMode[] {
  const left = new Map(modes.map((from) => [from, modes.filter((to) => to !== from)]));
  const path: EgressMode[] = [modes[0]];
  const walk: EgressMode[] = [];
  while (path.length > 0) {
    const next = left.get(path[path.length - 1])?.pop();
    if (next === undefined) {
      walk.unshift(path.pop()!);
    } else {
      path.push(next);
    }
  }
  assert.equal(walk.length, modes.length * (modes.length - 1) + 1);
  return walk;
}
