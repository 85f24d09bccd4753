/** Builds components under Pulumi mocks and keeps what they registered. */
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mocks, MocksOptions } from "../../../cloud-model";

export interface Recorded {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

export class Recording<Made> {
  constructor(
    /** What `build` returned. */
    readonly made: Made,
    readonly resources: readonly Recorded[],
    readonly warnings: readonly string[],
  ) {}

  /** The inputs of the one resource of this type and name. */
  inputs<Args>(type: object | string, name: string): Args {
    const token = typeof type === "string" ? type : tokenOf(type);
    const found = this.resources.filter((r) => r.type === token && r.name === name);
    assert.equal(found.length, 1, `${found.length} of ${token} "${name}" in ${this.list()}`);
    return found[0].inputs as Args;
  }

  count(type: object): number {
    return this.resources.filter((r) => r.type === tokenOf(type)).length;
  }

  private list(): string {
    return this.resources.map((r) => `${r.type} "${r.name}"`).join("\n");
  }
}

/** Runs `build` as a program of its own, until everything is registered. */
export async function record<Made>(
  build: () => Made,
  options: MocksOptions & { config?: Record<string, string> } = {},
): Promise<Recording<Made>> {
  const resources: Recorded[] = [];
  const warnings: string[] = [];
  const onResource = ({ type, name, inputs }: Recorded) =>
    resources.push({ type, name, inputs: plain(inputs) as Record<string, unknown> });
  await pulumi.runtime.setMocks(
    mocks({ ...options, onResource }),
    "strata",
    "test",
    false,
    "organization",
  );
  pulumi.runtime.setAllConfig(options.config ?? {});
  const { warn } = pulumi.log;
  const log = pulumi.log as { warn: typeof warn };
  log.warn = (message) => {
    warnings.push(message);
    return Promise.resolve();
  };
  try {
    const made = build();
    await registered();
    return new Recording(made, resources, warnings);
  } finally {
    log.warn = warn;
  }
}

/** Resolves once every registration has been answered. */
export async function registered(): Promise<void> {
  const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
  await new Promise((resolve) => setImmediate(resolve));
  await waitForRPCs();
}

/** The value of an Output. */
export function valueOf<Value>(output: pulumi.Input<Value>): Promise<pulumi.Unwrap<Value>> {
  return new Promise((resolve) => pulumi.output(output).apply(resolve));
}

/** The message that `build` throws. */
export async function refusal(
  build: () => unknown,
  config: Record<string, string> = {},
): Promise<string> {
  try {
    await record(build, { config });
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error), String(error));
    return (error as Error).message;
  }
  assert.fail("nothing was refused");
}

function tokenOf(type: object): string {
  return (type as { __pulumiType: string }).__pulumiType;
}

/** Envelopes of secrets and outputs opened, so that tests compare plain values. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    return value; // an asset or archive
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
