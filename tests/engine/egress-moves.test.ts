/**
 * Addresses that move between egresses, VPCs and route tables, under the real engine. A stack goes
 * from one program to the next, there and back, with an AWS that answers at once and with one that takes
 * its time; each step is one update, and the last program is deployed again without a change.
 */
import * as assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { EgressMode } from "../../components/network";
import { cliOrSkip } from "./cli";
import { answerSlowly, madeAddresses, wearers, wornRegionally } from "./fixtures/egress-account";
import { a, b, broughtIn, c, egresses, network, Told, x, y } from "./fixtures/egresses";
import { Backend, Outcome, StackLife } from "./stack-life";

type Pace = "at once" | "slowly";

describe("addresses that move between egresses", () => {
  let backend: Backend;
  let stack: StackLife;
  let program: PulumiFn;

  beforeEach(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  afterEach(() => backend?.stop());

  async function begin(first: PulumiFn, settings = ""): Promise<void> {
    program = first;
    const current: PulumiFn = () => program();
    stack = await backend.stack({ project: "egress", stack: "dev", settings, program: current });
    await stack.up();
  }

  /** One update to another program. */
  function become(next: PulumiFn, pace: Pace): Promise<Outcome> {
    backend.cloud.faults.clear();
    if (pace === "slowly") {
      answerSlowly(backend);
    }
    program = next;
    return stack.up();
  }

  async function staysAsItIs(): Promise<void> {
    assert.deepEqual(Object.keys((await stack.up()).summary), ["same"]);
  }

  const wornBy = (name: string, mode: EgressMode): Record<string, string> => {
    const all: Record<EgressMode, Record<string, string>> = {
      "per-az": { [x]: `${name}-gateway-${a}`, [y]: `${name}-gateway-${b}` },
      regional: { [x]: `${name}-gateway`, [y]: `${name}-gateway` },
      single: { [x]: `${name}-gateway-${a}` },
      instance: { [x]: `${name}-instance` },
      none: {},
    };
    return all[mode];
  };

  for (const mode of ["per-az", "regional", "instance"] as const) {
    it(`follow a renamed egress on its route tables, and in another VPC, with ${mode}`, async () => {
      const named = (name: string, vpc = "one") =>
        egresses({ [name]: { mode, addresses: broughtIn, vpc } });
      await begin(named("old"));
      assert.deepEqual(wearers(backend), wornBy("old", mode));
      for (const [name, vpc, pace] of [
        ["new", "one", "at once"],
        ["old", "one", "slowly"],
        ["new", "two", "at once"],
        ["old", "one", "slowly"],
      ] as const) {
        await become(named(name, vpc), pace);
        assert.deepEqual(wearers(backend), wornBy(name, mode), `${name} in ${vpc}, ${pace}`);
      }
      await staysAsItIs();
    });
  }

  it("change places without touching the gateway of a third zone", async () => {
    const third = { [c]: { allocationId: "eipalloc-0cccccccccccccccc" } };
    const mode = "per-az" as const;
    const threeZones = (inA: string, inB: string) => {
      const places = { [a]: { allocationId: inA }, [b]: { allocationId: inB }, ...third };
      return egresses({ one: { mode, zones: [a, b, c], addresses: places } });
    };
    await begin(threeZones(x, y));
    for (const { steps } of [
      await become(threeZones(y, x), "at once"),
      await become(threeZones(x, y), "slowly"),
    ]) {
      const others = [...steps.keys()].filter((urn) => /(-handover|eu-west-1c)$/.test(urn));
      assert.deepEqual(others, []);
    }
    await staysAsItIs();
  });

  it("follow a renamed egress without an environment", async () => {
    const named = (name: string) =>
      egresses({ [name]: { mode: "per-az", addresses: broughtIn } }, false);
    await begin(named("old"), "config:\n  aws:region: eu-west-1\n");
    await become(named("new"), "at once");
    assert.deepEqual(wearers(backend), wornBy("new", "per-az"));
    await become(named("old"), "slowly");
    assert.deepEqual(wearers(backend), wornBy("old", "per-az"));
    await staysAsItIs();
  });

  it("stay where they are when an egress is renamed with an alias", async () => {
    const mode = "per-az" as const;
    await begin(egresses({ old: { mode, addresses: broughtIn } }));
    const aliased = egresses({ new: { mode, addresses: broughtIn, before: "old" } });
    const { steps } = await become(aliased, "slowly");
    const harm = [...steps].filter(([, step]) => /replace|delete|create/.test(step));
    assert.deepEqual(harm, []);
    await staysAsItIs();
  });

  it("follow a renamed network with a VPC of its own", async () => {
    const named = (name: string) =>
      network(name, { zones: [a, b], egress: { mode: "per-az", addresses: broughtIn } });
    await begin(named("old"));
    for (const [name, pace] of [
      ["new", "at once"],
      ["old", "slowly"],
    ] as const) {
      await become(named(name), pace);
      assert.deepEqual(wearers(backend), wornBy(`${name}-egress`, "per-az"));
    }
    await staysAsItIs();
  });

  it("stay with a network whose range changes, in each mode", async () => {
    const ranged = (mode: EgressMode, cidrBlock: string) =>
      network("network", {
        ...{ zones: [a, b], cidrBlock },
        egress: { mode, addresses: { [a]: {}, [b]: { allocationId: y } } },
      });
    await begin(ranged("per-az", "10.0.0.0/16"));
    const made = madeAddresses(backend);
    const inB: Partial<Record<EgressMode, string>> = {
      "per-az": `network-egress-gateway-${b}`,
      regional: "network-egress-gateway",
    };
    for (const [mode, cidrBlock, pace] of [
      ["per-az", "10.1.0.0/16", "at once"],
      ["per-az", "10.0.0.0/16", "slowly"],
      ["regional", "10.0.0.0/16", "at once"],
      ["regional", "10.1.0.0/16", "slowly"],
      ["instance", "10.1.0.0/16", "slowly"],
      ["instance", "10.0.0.0/16", "slowly"],
    ] as const) {
      await become(ranged(mode, cidrBlock), pace);
      assert.deepEqual(madeAddresses(backend), made);
      assert.equal(wearers(backend)[y], inB[mode], `${mode} in ${cidrBlock}`);
      assert.equal(Object.keys(wearers(backend)).length, mode === "instance" ? 1 : 2);
    }
    await staysAsItIs();
  });

  it("are handed between two egresses that stand, whatever the modes", async () => {
    const hand = (holder: string, mode: EgressMode) => {
      const taken: Told = { mode, addresses: broughtIn };
      const [one, two] = holder === "one" ? [taken, undefined] : [undefined, taken];
      return egresses({
        one: one ?? { mode: "none" },
        two: { ...(two ?? { mode: "none" }), vpc: "two" },
      });
    };
    await begin(hand("one", "per-az"));
    for (const [holder, mode, pace] of [
      ["two", "regional", "at once"],
      ["one", "per-az", "at once"],
      ["two", "regional", "slowly"],
      ["one", "per-az", "slowly"],
      ["two", "instance", "at once"],
      ["one", "regional", "slowly"],
      ["two", "instance", "slowly"],
      ["one", "single", "slowly"],
      ["two", "instance", "at once"],
    ] as const) {
      await become(hand(holder, mode), pace);
      assert.deepEqual(wearers(backend), wornBy(holder, mode), `${holder}, ${mode}, ${pace}`);
    }
    await staysAsItIs();
  });

  it("are handed on while the egress that gives one changes its kind, and given back", async () => {
    const whole = egresses({
      one: { mode: "regional", addresses: broughtIn },
      two: { mode: "none", vpc: "two", zones: [a] },
    });
    const apart = egresses({
      one: { mode: "per-az", addresses: { [b]: { allocationId: y } }, zones: [b] },
      two: { mode: "per-az", addresses: { [a]: { allocationId: x } }, vpc: "two", zones: [a] },
    });
    await begin(whole);
    for (const pace of ["at once", "slowly"] as const) {
      await become(apart, pace);
      assert.deepEqual(wearers(backend), { [x]: `two-gateway-${a}`, [y]: `one-gateway-${b}` });
      await become(whole, pace);
      assert.deepEqual(wearers(backend), wornBy("one", "regional"));
    }
    await staysAsItIs();
  });

  it("join a regional gateway that stands, and leave it", async () => {
    const two = { mode: "regional" as const, vpc: "two" };
    const apart = egresses({
      one: { mode: "per-az", addresses: { [a]: { allocationId: x } }, zones: [a] },
      two: { ...two, addresses: { [b]: { allocationId: y } }, zones: [b] },
    });
    const joined = egresses({
      one: { mode: "none", zones: [a] },
      two: { ...two, addresses: broughtIn, zones: [b, a] },
    });
    await begin(apart);
    await become(joined, "at once");
    assert.deepEqual(wornRegionally(backend), { [a]: [x], [b]: [y] });
    await become(apart, "slowly");
    assert.deepEqual(wearers(backend), { [x]: `one-gateway-${a}`, [y]: "two-gateway" });
    await become(joined, "slowly");
    assert.deepEqual(wornRegionally(backend), { [a]: [x], [b]: [y] });
    await staysAsItIs();
  });

  for (const [mode, pace, stays] of [
    ["per-az", "at once", true],
    ["regional", "slowly", true],
    ["per-az", "slowly", false],
    ["regional", "at once", false],
    ["regional", "slowly", false],
  ] as const) {
    const what = stays ? "keeps it listed" : "is gone";
    it(`that one egress made are brought in by another when the first ${what}, with ${mode}, ${pace}`, async () => {
      await begin(egresses({ one: { mode, addresses: { [a]: {}, [b]: {} } } }));
      const made = madeAddresses(backend);
      const idOf = (zone: string) => {
        const found = backend.cloud.live.find(({ name }) => name === `one-addresses-${zone}`);
        assert.ok(found);
        return found.id;
      };
      const addresses = { [a]: { allocationId: idOf(a) }, [b]: { allocationId: idOf(b) } };
      const two: Told = { mode, addresses };
      const listed: Told = { mode: "none", addresses: { [a]: {}, [b]: {} } };
      const next = egresses(stays ? { one: listed, two } : { two });
      if (!stays) {
        program = next;
        const refused = await stack.failure(() => stack.preview());
        assert.match(refused, /one-addresses-eu-west-1[ab].*cannot be deleted/);
        await stack.unprotectAll();
      }
      await become(next, pace);
      assert.deepEqual(madeAddresses(backend), made, "none is released");
      const names = Object.values(wearers(backend));
      assert.ok(names.length === 2 && names.every((name) => name.startsWith("two-")));
      await staysAsItIs();
    });
  }
});
