/** What a default provider gets of the stack's configuration. */
import { Props } from "../../cloud-model";
import { Deployment } from "./registration";

/** Of resources whose provider is written in the program. */
const DYNAMIC_PACKAGE = "pulumi-nodejs";

/** The keys of its package, without that; the provider of dynamic resources gets everything, under its full name. */
export function configOf(name: string, { config, secretKeys }: Deployment): Props {
  const all = Object.entries(config).map(
    ([key, value]) => [key, secretKeys.includes(key) ? "[secret]" : value] as const,
  );
  if (name === DYNAMIC_PACKAGE) return Object.fromEntries(all);
  const own = all.filter(([key]) => key.startsWith(`${name}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(name.length + 1), value]));
}
