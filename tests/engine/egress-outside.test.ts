/** Addresses that something outside the environment wears: what refuses them, and the two steps that work. */
import * as aws from "@pulumi/aws";
import * as assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { cliOrSkip } from "./cli";
import { answerSlowly, wearers } from "./fixtures/egress-account";
import { a, b, broughtIn, egresses, x } from "./fixtures/egresses";
import { Backend, StackLife } from "./stack-life";

describe("an address that is worn outside the environment", () => {
  let backend: Backend;
  let taker: StackLife;

  beforeEach(async function () {
    backend = await Backend.start(await cliOrSkip(this));
    answerSlowly(backend);
    const program = egresses({ new: { mode: "per-az", addresses: broughtIn } });
    taker = await backend.stack({ project: "egress", stack: "taker", program });
  });

  afterEach(() => backend?.stop());

  const giver = (program: PulumiFn, settings?: string) =>
    backend.stack({ project: "egress", stack: "giver", settings, program });

  /** The second step, and a third update in which the wearer is ours. */
  async function takesThem(): Promise<void> {
    await taker.up();
    assert.deepEqual(Object.values(wearers(backend)), [`new-gateway-${a}`, `new-gateway-${b}`]);
    assert.deepEqual(Object.keys((await taker.up()).summary), ["same"]);
  }

  for (const mode of ["per-az", "instance", "regional"] as const) {
    it(`by the egress of another stack, with ${mode}`, async () => {
      let program = egresses({ old: { mode, addresses: broughtIn } });
      const old = await giver(() => program());
      await old.up();
      if (mode === "regional") {
        // Its gateway has no network interface, so AWS says whose it is only when it is too late.
        const text = await taker.failure(() => taker.up());
        assert.match(text, /Resource\.AlreadyAssociated: .*eipalloc-0[ab]+/);
      } else {
        const text = await taker.failure(() => taker.preview());
        const wearer = mode === "per-az" ? "NAT gateway nat-[0-9a-f]+" : "network interface eni-";
        assert.match(
          text,
          new RegExp(
            `addresses\\.${a}\\.allocationId is "${x}"; allowed: .*; ${wearer}.*stack giver\\) wears it`,
          ),
        );
        assert.match(text, /fix: let go of it there first/);
        assert.ok(backend.cloud.live.every(({ urn }) => !urn.includes(":taker::")));
      }
      program = egresses({ old: { mode: "none" } });
      await old.up();
      await takesThem();
    });
  }

  it("by a gateway of another program", async () => {
    const own = await giver(async () => {
      new aws.ec2.NatGateway("own", { allocationId: x, subnetId: "subnet-own" });
    }, "config:\n  aws:region: eu-west-1\n");
    await own.up();
    const text = await taker.failure(() => taker.preview());
    assert.match(text, /NAT gateway nat-[0-9a-f]+ wears it/);
    await own.destroy();
    await takesThem();
  });

  it("by an egress of the same stack is no reason to refuse: it is handed over in one update", async () => {
    let program = egresses({ old: { mode: "per-az", addresses: broughtIn } });
    const stack = await giver(() => program());
    await stack.up();
    program = egresses({ new: { mode: "instance", addresses: broughtIn, vpc: "two" } });
    await stack.up();
    assert.deepEqual(wearers(backend), { [x]: "new-instance" });
    assert.deepEqual(Object.keys((await stack.up()).summary), ["same"]);
  });
});
