/** Registers a remote component and its children in place of the provider that would do it. */
import {
  outputDependencies,
  Props,
  remoteComponents,
  RESOURCE,
  SIGNATURE,
} from "../../cloud-model";
import type { Engine } from "./engine";
import { NO_OPTIONS, Position, Registered, RegisteredResource, Registration } from "./registration";

interface Surroundings {
  engine: Engine;
  /** The region of the component's children. */
  region(componentUrn: string): string;
  /** The component's outputs where no model knows them. */
  outputs(componentUrn: string): Props;
}

export async function constructRemote(
  { engine, region, outputs: unmodelled }: Surroundings,
  request: RegisteredResource,
  args: Props,
  dependencies: ReadonlySet<string>,
): Promise<Registered> {
  const { type, name, parent, stack } = request;
  const { aliases, protect, providers } = request.options;
  const options = { ...NO_OPTIONS, aliases, protect, providers, dependsOn: [...dependencies] };
  const component = await register(engine, { type, name, parent, options, stack });
  const kept = engine.resources.get(component.urn);
  if (kept) {
    Object.assign(kept, { remote: true, remoteArgs: request.inputs });
  }
  const model = remoteComponents[type];
  if (!model) {
    engine.counts.opaqueComponents += 1;
    engine.findings.add({
      ...{ rule: "opaque-component", severity: "info", urn: component.urn, places: [stack] },
      message: `${type}: its provider creates the children, which this preview doesn't show`,
    });
    const outputs = unmodelled(component.urn);
    engine.registerOutputs(component.urn, outputs);
    return { ...component, outputs };
  }
  const { outputs, outputDependencies: dependenciesOfOutputs } = await model({
    ...{ name, urn: component.urn, args, region: region(component.urn) },
    register: (childType, childName, childParent, props, dependsOn) => {
      const child = { type: childType, name: childName, parent: childParent, props };
      return registerChild(engine, child, dependsOn, stack);
    },
    reference: (child) => ({
      ...{ [SIGNATURE]: RESOURCE, urn: child.urn, id: child.id },
      packageVersion: engine.model.schemas.version("aws"),
    }),
  });
  engine.registerOutputs(component.urn, outputs);
  return { ...component, outputs, outputDependencies: dependenciesOfOutputs };
}

async function registerChild(
  engine: Engine,
  child: Pick<Registration, "type" | "name" | "parent" | "props">,
  dependsOn: readonly string[],
  stack: Position[],
): Promise<Registered> {
  const version = engine.model.schemas.version(child.type.split(":")[0]);
  const propertyDependencies = new Map(
    Object.entries(child.props).map(([key, value]) => [key, outputDependencies(value)]),
  );
  const all = new Set(dependsOn);
  propertyDependencies.forEach((urns) => urns.forEach((urn) => all.add(urn)));
  const options = { ...NO_OPTIONS, version, dependsOn: [...all] };
  const fields = { ...child, custom: true, propertyDependencies, options, stack };
  const result = await register(engine, fields);
  const kept = engine.resources.get(result.urn);
  if (kept) {
    kept.modelled = true;
  }
  return result;
}

function register(
  engine: Engine,
  fields: Partial<Registration> & Pick<Registration, "type" | "name" | "parent" | "options">,
): Promise<Registered> {
  return engine.register({
    ...{ custom: false, remote: false, props: {}, propertyDependencies: new Map() },
    ...{ transforms: [], packageRef: "", stack: [] },
    ...fields,
  });
}
