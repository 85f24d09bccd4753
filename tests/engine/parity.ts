/** One form for a resource as the engine stored it and as the offline preview planned it. */
import {
  isEnvelope,
  isObject,
  Props,
  rewrite,
  SECRET,
  SIGNATURE,
  sortKeys,
  UNKNOWN,
  Value,
} from "../../cloud-model";
import { parse } from "yaml";
import { Plan, PlannedResource, previewStack } from "../../preview/testing";
import { StateResource } from "./stack-life";
import type { StackCase } from "./stacks";

const FIELDS = ["parent", "provider", "dependencies", "propertyDependencies", "inputs"] as const;
type Field = (typeof FIELDS)[number];
type View = Readonly<Record<Field, Value>>;

type StackOutputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the offline preview says of a stack; the outputs of others are those that the engine gave. */
export async function planOf(given: StackCase, stackOutputs: StackOutputs = {}): Promise<Plan> {
  const { project, stack, settings } = given;
  const { config } = parse(settings) as { config: Record<string, unknown> };
  const options = { project, stack, config, stackOutputs };
  const plan = await previewStack(given.program as () => Promise<void>, options);
  plan.assertNoErrors();
  return plan;
}

/** Every difference in words: resource, field, both sides, and the line of the program. */
export function differences(engine: readonly StateResource[], plan: Plan): string[] {
  const stored = new Map(engine.map((resource) => [resource.urn, viewOfState(resource)]));
  const planned = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const views = new Map(
    plan.stackPlan.resources.map((resource) => [resource.urn, viewOf(resource)] as const),
  );
  return [...new Set([...stored.keys(), ...planned.keys()])].sort().flatMap((urn) => {
    const [theirs, ours] = [stored.get(urn), views.get(urn)];
    const at = lineOf(planned.get(urn));
    if (!theirs || !ours) {
      return [`${urn}${at}\n  only in the ${theirs ? "engine's state" : "preview"}`];
    }
    return FIELDS.flatMap((field) => differencesIn(theirs[field], ours[field], field)).map(
      (difference) => `${urn}${at}\n  ${difference}`,
    );
  });
}

function viewOfState(resource: StateResource): View {
  return view({
    parent: resource.parent ?? "",
    provider: resource.provider ?? "",
    dependencies: [...(resource.dependencies ?? [])],
    propertyDependencies: listsOf(resource.propertyDependencies ?? {}),
    inputs: (resource.inputs ?? {}) as Props,
    type: resource.type,
  });
}

function viewOf(resource: Plan["stackPlan"]["resources"][number]): View {
  return view({
    parent: resource.parent,
    provider: resource.provider,
    dependencies: [...resource.dependencies],
    propertyDependencies: listsOf(resource.propertyDependencies),
    inputs: resource.inputs,
    type: resource.type,
  });
}

interface Raw {
  parent: string;
  provider: string;
  dependencies: string[];
  propertyDependencies: Props;
  inputs: Props;
  type: string;
}

function view(raw: Raw): View {
  return {
    parent: raw.parent,
    // The id of a provider is random.
    provider: raw.provider.slice(0, Math.max(0, raw.provider.lastIndexOf("::"))),
    dependencies: raw.dependencies.sort(),
    propertyDependencies: withoutEmpty(raw.propertyDependencies),
    inputs: raw.type.startsWith("pulumi:providers:")
      ? withoutBookkeeping(raw.inputs)
      : plainSecrets(raw.inputs),
  };
}

function listsOf(lists: { readonly [property: string]: readonly string[] }): Props {
  return Object.fromEntries(Object.entries(lists).map(([key, urns]) => [key, [...urns].sort()]));
}

function withoutEmpty(lists: Props): Props {
  return Object.fromEntries(
    Object.entries(lists).filter(([, urns]) => Array.isArray(urns) && urns.length > 0),
  );
}

/** `__internal` is where the engine notes what a provider resource was made from. */
function withoutBookkeeping(inputs: Props): Value {
  return plainSecrets(
    Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "__internal")),
  );
}

/** Secrets as one form: the state has them as JSON text. */
function plainSecrets(value: Value): Value {
  return rewrite(value, (node) => {
    if (!isEnvelope(node, SECRET)) {
      return node;
    }
    const inner =
      typeof node.plaintext === "string" ? (JSON.parse(node.plaintext) as Value) : node.value;
    return { [SIGNATURE]: SECRET, value: inner };
  });
}

/** Compares down to the values that differ; what the preview does not know is passed over. */
function differencesIn(engine: Value, preview: Value, path: string): string[] {
  if (preview === UNKNOWN || same(engine, preview)) {
    return [];
  }
  if (isObject(engine) && isObject(preview)) {
    const keys = [...new Set([...Object.keys(engine), ...Object.keys(preview)])].sort();
    return keys.flatMap((key) =>
      differencesIn(engine[key] ?? null, preview[key] ?? null, `${path}.${key}`),
    );
  }
  if (Array.isArray(engine) && Array.isArray(preview) && engine.length === preview.length) {
    return engine.flatMap((item, i) => differencesIn(item, preview[i], `${path}[${i}]`));
  }
  return [
    `${path}: engine ${JSON.stringify(engine)}\n  ${path}: preview ${JSON.stringify(preview)}`,
  ];
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b));
}

function lineOf(resource: PlannedResource | undefined): string {
  const line = resource?.source ?? resource?.via;
  return line ? ` (${line.file}:${line.line})` : "";
}
