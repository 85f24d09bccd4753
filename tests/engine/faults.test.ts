/** What is left, and what the next update does, when AWS or the connection fails. */
import * as aws from "@pulumi/aws";
import * as assert from "node:assert/strict";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { cliOrSkip } from "./cli";
import { chain, chainSettings } from "./fixtures/chain";
import { cutOff, fails, Held, slow, throttled } from "./providers";
import { Backend, savedAtEachStep, StackLife } from "./stack-life";

const TOPIC = "aws:sns/topic:Topic";
const CHAIN = ["aside", "first", "second", "third"];

describe("trouble during an update", () => {
  let cli: PulumiCommand;
  let backend: Backend;
  let stack: StackLife;

  const newStack = () =>
    backend.stack({ project: "chain", stack: "dev", program: chain, settings: chainSettings });
  const living = () => backend.cloud.live.map(({ name }) => name).sort();
  const inState = async () =>
    (await stack.resources())
      .flatMap(({ urn, id }) => (id && /::aws:/.test(urn) ? nameOf(urn) : []))
      .sort();

  before(async function () {
    cli = await cliOrSkip(this);
  });

  beforeEach(async () => {
    backend = await Backend.start(cli, undefined, undefined, savedAtEachStep);
    stack = await newStack();
  });

  afterEach(() => backend.stop());

  it("a create that fails leaves the rest, and the next update makes what is missing", async () => {
    const trouble = fails("AuthorizationError", "not now");
    backend.cloud.faults.add({ operation: "create", type: TOPIC, trouble });
    const text = await stack.failure(() => stack.up());
    assert.match(text, /second[^]*AuthorizationError: not now/);
    assert.deepEqual(living(), ["aside", "first"]);
    assert.deepEqual(await inState(), living());

    const { steps } = await stack.up();
    assert.deepEqual(namesOf(steps), ["second", "third"]);
    assert.deepEqual(living(), CHAIN);
    assert.deepEqual([...(await stack.up()).steps], []);
  });

  it("the third create fails, whatever it is", async () => {
    backend.cloud.faults.add({ operation: "create", nth: 3, trouble: fails() });
    await stack.failure(() => stack.up());
    assert.equal(backend.cloud.faults.count("create"), 3);
    assert.equal(living().length, 2);
    await stack.up();
    assert.deepEqual(living(), CHAIN);
  });

  it("a throttled create is tried again", async () => {
    backend.cloud.faults.add({ operation: "create", type: TOPIC, times: 3, trouble: throttled() });
    await stack.up();
    assert.equal(backend.cloud.faults.count("create", TOPIC), 4);
    assert.deepEqual(living(), CHAIN);
  });

  it("a create that is throttled for good fails with AWS's words", async () => {
    backend.cloud.faults.add({ operation: "create", type: TOPIC, times: 99, trouble: throttled() });
    const text = await stack.failure(() => stack.up());
    assert.match(text, /ThrottlingException: Rate exceeded/);
    assert.deepEqual(await inState(), living());
  });

  it("what depends on a slow create waits for it", async () => {
    backend.cloud.faults.add({ operation: "create", name: "first", trouble: slow(1_500) });
    const { steps } = await stack.up();
    assert.deepEqual(namesOf(steps), CHAIN);
    const order = backend.cloud.live.map(({ name }) => name);
    assert.deepEqual(order, ["aside", "first", "second", "third"]);
  });

  it("a connection lost before AWS acted: the next update makes the resource", async () => {
    backend.cloud.faults.add({ operation: "create", type: TOPIC, trouble: cutOff("before") });
    assert.match(await stack.failure(() => stack.up()), /second[^]*connection error/);
    assert.deepEqual(await inState(), living());
    await stack.up();
    assert.deepEqual(living(), CHAIN);
    assert.deepEqual([...(await stack.up()).steps], []);
  });

  it("a connection lost after AWS acted: Pulumi does not know, and makes another", async () => {
    backend.cloud.faults.add({ operation: "create", type: TOPIC, trouble: cutOff("after") });
    await stack.failure(() => stack.up());
    assert.deepEqual(living(), ["aside", "first", "second"]);
    assert.deepEqual(await inState(), ["aside", "first"]);
    await stack.up();
    assert.deepEqual(living(), ["aside", "first", "second", "second", "third"]);
    assert.deepEqual(await inState(), CHAIN);
  });

  it("a connection lost after AWS acted: where the name is the program's own, AWS refuses", async () => {
    const named = await backend.stack({
      project: "named",
      stack: "dev",
      program: async () => void new aws.s3.Bucket("named", { bucket: "strata-named" }),
      settings: chainSettings,
    });
    backend.cloud.faults.add({ operation: "create", name: "named", trouble: cutOff("after") });
    await named.failure(() => named.up());
    assert.match(await named.failure(() => named.up()), /BucketAlreadyOwnedByYou/);
  });

  it("an interrupted update finishes what it began; the next one makes the rest", async () => {
    const held = new Held();
    backend.cloud.faults.add({ operation: "create", name: "first", trouble: held });
    const interrupt = new AbortController();
    const update = stack.failure(() => stack.up({ signal: interrupt.signal }));
    await held.reached;
    interrupt.abort();
    setTimeout(() => held.release(), 500); // after the CLI has seen the signal
    await update;
    assert.ok(living().includes("first") && !living().includes("third"), living().join());
    assert.deepEqual(await inState(), living());
    await stack.up();
    assert.deepEqual(living(), CHAIN);
    assert.deepEqual([...(await stack.up()).steps], []);
  });

  it("of two updates at once, the second is refused", async () => {
    const held = new Held();
    backend.cloud.faults.add({ operation: "create", name: "first", trouble: held });
    const update = stack.up();
    await held.reached;
    const other = await newStack();
    const text = await other.failure(() => other.up());
    held.release();
    assert.match(text, /the stack is currently locked by 1 lock/);
    await update;
    assert.deepEqual(living(), CHAIN);
  });

  it("what somebody else deleted is noticed by a refresh and made again", async () => {
    await stack.up();
    backend.cloud.lose(TOPIC, "second");
    const refreshed = await stack.refresh();
    assert.deepEqual(
      [...refreshed.steps].map(([urn, step]) => [nameOf(urn), step]),
      [["second", "delete"]],
    );
    const { steps } = await stack.up();
    assert.deepEqual(namesOf(steps), ["second"]);
    assert.deepEqual(living(), CHAIN);
  });
});

function nameOf(urn: string): string {
  return urn.split("::")[3];
}

/** Names of the changed resources, providers and the stack left out. */
function namesOf(steps: ReadonlyMap<string, string>): string[] {
  return [...steps.keys()]
    .filter((urn) => /::aws:/.test(urn))
    .map(nameOf)
    .sort();
}
