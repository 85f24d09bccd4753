/**
 * Addresses that move between load balancers, servers and egresses, under the real engine: each step is one
 * update, and the last program is deployed again without a change. See egress-moves.test.ts for egresses alone.
 */
import * as assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { cliOrSkip } from "./cli";
import { answerSlowly, madeAddresses, wearers } from "./fixtures/egress-account";
import { a, b, broughtIn, x, y } from "./fixtures/egresses";
import { Fronts, fronts } from "./fixtures/fronts";
import { Backend, StackLife } from "./stack-life";

describe("addresses that move between load balancers, servers and egresses", () => {
  let backend: Backend;
  let stack: StackLife;
  let program: PulumiFn;

  beforeEach(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  afterEach(() => backend?.stop());

  async function begin(first: Fronts): Promise<void> {
    program = fronts(first);
    const current: PulumiFn = () => program();
    stack = await backend.stack({ project: "fronts", stack: "dev", program: current });
    await stack.up();
  }

  /** One update to another program, once with an AWS that answers at once, then with one that takes its time. */
  async function become(next: Fronts): Promise<void> {
    program = fronts(next);
    await stack.up();
    answerSlowly(backend);
  }

  async function staysAsItIs(): Promise<void> {
    assert.deepEqual(Object.keys((await stack.up()).summary), ["same"]);
  }

  const idOf = (name: string) => {
    const found = backend.cloud.live.find((each) => each.type === EIP && each.name === name);
    assert.ok(found, name);
    return found.id;
  };

  it("follow a renamed load balancer, change places in it, and are taken over by an egress and back", async () => {
    const egress: Fronts = { egresses: { out: { mode: "per-az", addresses: broughtIn } } };
    const balancer = (name: string, inA = x, inB = y): Fronts => ({
      balancers: {
        [name]: { addresses: { [a]: { allocationId: inA }, [b]: { allocationId: inB } } },
      },
    });
    await begin(balancer("old"));
    for (const name of ["new", "old"]) {
      await become(balancer(name));
      assert.deepEqual(wearers(backend), { [x]: name, [y]: name });
    }
    await become(balancer("old", y, x));
    await become(egress);
    assert.deepEqual(wearers(backend), { [x]: `out-gateway-${a}`, [y]: `out-gateway-${b}` });
    await become(balancer("new"));
    assert.deepEqual(wearers(backend), { [x]: "new", [y]: "new" });
    await staysAsItIs();
  });

  it("that an egress made are brought in by a load balancer, and given back", async () => {
    const addresses = { [a]: {}, [b]: {} };
    const own: Fronts = { egresses: { out: { mode: "per-az", addresses } } };
    await begin(own);
    const [inA, inB] = [idOf(`out-addresses-${a}`), idOf(`out-addresses-${b}`)];
    const taken: Fronts = {
      egresses: { out: { mode: "none", addresses } },
      balancers: {
        front: { addresses: { [a]: { allocationId: inA }, [b]: { allocationId: inB } } },
      },
    };
    await become(taken);
    assert.deepEqual(wearers(backend), { [inA]: "front", [inB]: "front" });
    await become(own);
    assert.deepEqual(wearers(backend), { [inA]: `out-gateway-${a}`, [inB]: `out-gateway-${b}` });
    await staysAsItIs();
  });

  it("that a load balancer made and no longer wears are brought in by another, and by an egress", async () => {
    const addresses = { [a]: {}, [b]: {} };
    const whole: Fronts = { balancers: { front: { addresses } } };
    await begin(whole);
    const made = madeAddresses(backend);
    const [inA, inB] = [idOf(`front-address-${a}`), idOf(`front-address-${b}`)];
    const left = { front: { addresses, zones: [b] } };
    const given = { [a]: { allocationId: inA } };
    await become({ balancers: { ...left, side: { addresses: given, zones: [a] } } });
    assert.deepEqual(wearers(backend), { [inA]: "side", [inB]: "front" });
    await become({
      balancers: left,
      egresses: { out: { mode: "regional", addresses: given, zones: [a] } },
    });
    assert.deepEqual(wearers(backend), { [inA]: "out-gateway", [inB]: "front" });
    await become(whole);
    assert.deepEqual(wearers(backend), { [inA]: "front", [inB]: "front" });
    assert.deepEqual(madeAddresses(backend), made, "none is released");
    await staysAsItIs();
  });

  it("follow a renamed server, whether they were made or brought in", async () => {
    const server = (name: string, brought: boolean): Fronts => ({
      server: { name, entrance: brought ? { allocationId: x } : {} },
    });
    for (const brought of [true, false]) {
      await begin(server("old", brought));
      const id = brought ? x : idOf("entrance");
      for (const name of ["new", "old"]) {
        await become(server(name, brought));
        assert.deepEqual(wearers(backend), { [id]: `${name}-address` });
      }
      await staysAsItIs();
      await stack.unprotectAll();
      await stack.destroy();
      backend.cloud.faults.clear();
    }
  });
});

const EIP = "aws:ec2/eip:Eip";
