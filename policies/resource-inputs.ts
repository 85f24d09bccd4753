import { plainInputs } from "../rules/base/plain-inputs";
import type { Inputs } from "../rules/base/rule";

/** What `@pulumi/policy` answers with the object inside its proxy to. It does not export the name. */
const TARGET = "__getSpecialProxyTarget";

const read = new WeakMap<object, Inputs>();

/**
 * The properties of a resource as rules take them, read once: each policy is handed a proxy of its own
 * around the same object, and there are more than a thousand policies.
 */
export function resourceInputs(props: object): Inputs {
  const own = (props as { readonly [TARGET]?: object })[TARGET];
  const known = own && read.get(own);
  if (known) return known;
  const inputs = plainInputs(props);
  if (own) read.set(own, inputs);
  return inputs;
}
