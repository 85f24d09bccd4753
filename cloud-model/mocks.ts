/**
 * Pulumi mocks for unit tests of components: arguments, defaults and values. URNs, parents,
 * duplicates and transforms are not what mocks are good at: test those with `preview/testing.ts`.
 */
import type * as pulumi from "@pulumi/pulumi";
import { CloudModel } from "./model";
import { placeOf } from "./providers";
import { Child, remoteComponents } from "./remote-components";
import { Props } from "./wire-values";

export interface MocksOptions {
  /** Where a resource is whose provider does not say it. Default `eu-west-1`. */
  region?: string;
  /** Overrides outputs, by type token: merged over what the model answers. */
  outputs?: { [type: string]: Record<string, unknown> };
  /** Overrides results of functions, by function token; a function makes them from the arguments. */
  calls?: {
    [token: string]: Record<string, unknown> | ((args: Props) => Record<string, unknown>);
  };
  /** Called for each resource that is registered, children of remote components included. */
  onResource?: (resource: pulumi.runtime.MockResourceArgs) => void;
}

/**
 * Mocks that answer as AWS would: ids, ARNs, endpoints and addresses of the right form, equal in
 * every run.
 *
 * @example
 * ```ts
 * before(() => pulumi.runtime.setMocks(mocks(), "strata", "test"));
 * ```
 */
export function mocks(options: MocksOptions = {}): pulumi.runtime.Mocks {
  const model = new CloudModel();
  const providers = new Map<string, Props>();
  const place = (inputs: Props, provider: string | undefined) =>
    placeOf(inputs, providers.get(nameOf(provider)) ?? {}, options.region ?? "eu-west-1");

  async function newResource(args: pulumi.runtime.MockResourceArgs): Promise<Child> {
    options.onResource?.(args);
    const { type, name } = args;
    const inputs = args.inputs as Props;
    const urn = `urn:pulumi:mocks::mocks::${type}::${name}`;
    const where = place(inputs, args.provider);
    if (type.startsWith("pulumi:providers:")) {
      providers.set(name, inputs);
    }
    const component = remoteComponents[type];
    if (component) {
      const { outputs } = await component({
        ...{ name, urn, args: inputs, region: where.region },
        register: async (child, childName, _parent, childInputs) => {
          const registered = { type: child, name: childName, inputs: childInputs, custom: true };
          return newResource({ ...registered, provider: args.provider });
        },
        // Mocks can't resolve references to resources: their values have the same names.
        reference: (child) => ({ ...child.outputs, id: child.id, urn: child.urn }),
      });
      return { urn, id: "", outputs: { ...outputs, ...(options.outputs?.[type] as Props) } };
    }
    const made = model.create({ type, name, urn, inputs, ...where });
    const outputs = { ...made.outputs, ...(options.outputs?.[type] as Props) };
    // Mocks can't leave an id unknown: where no fact says what it looks like, it is the name's.
    return { urn, id: args.id || made.id || `${name}-id`, outputs };
  }

  return {
    newResource: async (args) => {
      const { id, outputs } = await newResource(args);
      return { id, state: outputs };
    },
    call: ({ token, inputs, provider }) => {
      const args = inputs as Props;
      const answer = model.invoke({ token, args, ...place(args, provider) });
      const given = options.calls?.[token];
      return { ...answer.result, ...(typeof given === "function" ? given(args) : given) };
    },
  };
}

/** The name in a provider reference, `urn::id`. */
function nameOf(reference: string | undefined): string {
  return reference?.split("::")[3] ?? "";
}
