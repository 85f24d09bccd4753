/**
 * The life of each stack under the real engine, from the first preview to what is left at its end; and the
 * offline preview says of each resource what the engine then stores.
 */
import * as assert from "node:assert/strict";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { cliOrSkip } from "../cli";
import { Cloud } from "../providers";
import { differences, planOf } from "../parity";
import { Backend, Outcome, StackLife, StateResource } from "../stack-life";
import { begin, SettingsChange, shippedStacks, StackCase } from "../stacks";

/** Production and the full stack side by side have more addresses than the 5 a new account has. */
const quotas = { AddressLimitExceeded: 10 };

export function livesThrough(cases: readonly StackCase[]): void {
  let cli: PulumiCommand;
  let backend: Backend;

  before(async function () {
    cli = await cliOrSkip(this);
  });

  beforeEach(async () => {
    backend = await Backend.start(cli, new Cloud(undefined, quotas));
  });

  afterEach(() => backend.stop());

  for (const given of cases) {
    it(`${given.project}/${given.stack}: preview, up, as the offline preview says, up, refresh, change, destroy`, async () => {
      const stack = await begin(backend, given);
      const others = new Set(backend.cloud.live);
      await comesUp(stack);
      await isAsPreviewed(given, stack, backend);
      await staysAsItIs(stack);
      await changes(stack, given.change);
      const guarded = [...given.keeps, ...(given.guards ?? [])].sort();
      await refusesToGo(stack, backend, guarded);
      await stack.unprotectAll();
      await stack.destroy();
      const left = backend.cloud.live.filter((resource) => !others.has(resource));
      assert.deepEqual(
        left.map(({ urn }) => nameOf(urn)).sort(),
        [...given.keeps, ...given.leaves].sort(),
        "what is left after destroy is what was to be retained",
      );
    });
  }
}

async function comesUp(stack: StackLife): Promise<void> {
  const promised = await stack.preview();
  const done = await stack.up();
  assert.deepEqual(foreseeable(done), foreseeable(promised), "up does what preview said");
  const others = [...done.steps].filter(([, step]) => step !== "create");
  assert.deepEqual(others, [], "a new stack only creates");
}

async function isAsPreviewed(given: StackCase, stack: StackLife, backend: Backend): Promise<void> {
  const others = shippedStacks.filter((other) => given.needs.includes(other.stack));
  const outputs: Record<string, Record<string, unknown>> = {};
  for (const other of others) {
    outputs[`${other.project}/${other.stack}`] = await (await backend.stack(other)).outputs();
  }
  const found = differences(await stack.resources(), await planOf(given, outputs));
  assert.equal(found.length, 0, `${found.length} differences:\n${found.join("\n")}`);
}

async function staysAsItIs(stack: StackLife): Promise<void> {
  assert.deepEqual([...(await stack.up()).steps], [], "a second up changes nothing");
  const before = await stateOf(stack);
  assert.deepEqual([...(await stack.refresh()).steps], [], "a refresh changes nothing");
  assert.deepEqual(await stateOf(stack), before, "nor does it find other outputs");
}

/** What the state has of each resource, in the order of their URNs. */
async function stateOf(stack: StackLife): Promise<object[]> {
  const resources = [...(await stack.resources())].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return resources.map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
}

async function changes(stack: StackLife, change: SettingsChange): Promise<void> {
  const { setting, to } = change;
  assert.notEqual(stack.setting(setting) ?? to, to, "a setting of the stack gets another value");
  stack.changeSetting(setting, to);
  // The provider of dynamic resources has all settings among its inputs, so that any change is one of it.
  const steps = withoutProviders(await stack.up());
  const changed = steps.map(([urn, step]) => [titleOf(urn), step] as const);
  assert.deepEqual(Object.fromEntries(changed), change.expected, change.what);
  assert.deepEqual([...(await stack.up()).steps], [], "and nothing more the next time");
}

async function refusesToGo(
  stack: StackLife,
  backend: Backend,
  keeps: readonly string[],
): Promise<void> {
  const resources = await stack.resources();
  const inTheWay = resources.filter(({ protect }) => protect);
  const names = inTheWay.filter(({ custom }) => custom).map(({ urn }) => nameOf(urn));
  assert.deepEqual(names.sort(), keeps, "what is to be kept is protected, and nothing else");
  if (inTheWay.length === 0) {
    return; // a stack of disposable things may go
  }
  const before = backend.cloud.live;
  const text = await stack.failure(() => stack.destroy());
  const named = inTheWay.filter(({ urn }) => text.includes(`pulumi state unprotect '${urn}'`));
  // The engine goes from the top: below a resource that stays it does not look any further.
  const staying = withDependencies(named, resources);
  const overlooked = inTheWay.filter((resource) => !staying.has(resource));
  assert.deepEqual(urnsOf(overlooked), [], "destroy names every protected resource");
  assert.equal(backend.cloud.live, before, "and deletes nothing");
}

/** `resources` and all that they depend on. */
function withDependencies(
  resources: readonly StateResource[],
  all: readonly StateResource[],
): Set<StateResource> {
  const found = new Set<StateResource>();
  const add = (resource: StateResource): void => {
    if (!found.has(resource)) {
      found.add(resource);
      const below = [...(resource.dependencies ?? []), resource.parent];
      all.filter(({ urn }) => below.includes(urn)).forEach(add);
    }
  };
  resources.forEach(add);
  return found;
}

function urnsOf(resources: readonly StateResource[]): string[] {
  return resources.map(({ urn }) => urn).sort();
}

/** awsx names an image after its repository's address, which a preview does not know: the image is not in it. */
function foreseeable(outcome: Outcome): [string, string][] {
  return withoutProviders(outcome).filter(([urn]) => !urn.includes("$docker-build:index:Image::"));
}

/** Default providers appear in an update only. */
function withoutProviders({ steps }: Outcome): [string, string][] {
  return [...steps].filter(([urn]) => !urn.includes("::pulumi:providers:")).sort();
}

function nameOf(urn: string): string {
  return urn.split("::")[3];
}

/** `urn:…::aws:sqs/queue:Queue::jobs` -> `jobs (aws:sqs/queue:Queue)` */
function titleOf(urn: string): string {
  const [, , types, name] = urn.split("::");
  return `${name} (${types.split("$").pop() ?? ""})`;
}
