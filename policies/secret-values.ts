/**
 * Keeps secrets out of policies, so that no message can show one.
 *
 * `@pulumi/policy` 1.21 unwraps secrets before a policy sees them and has no option against it. The
 * engine still marks them on the wire, so they are replaced by "not known yet" before they are read,
 * and rules pass over them. The function that reads them is replaced for this process; a test sends
 * a secret through a running pack. It also reads each resource once instead of once for each policy.
 */
import { createRequire } from "node:module";

/** How the engine marks a special value, and a secret among them. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
/** How the engine writes a text that is not known yet. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Struct {
  toJavaScript(): Record<string, unknown>;
}
type Deserialize = (struct: Struct, proxySecrets: boolean) => object;

/** Replaces the function of `@pulumi/policy` that reads properties. Call it once, before a pack starts. */
export function hideSecrets(): void {
  const load = createRequire(__filename);
  const module = load("@pulumi/policy/deserialize") as { deserializeProperties: Deserialize };
  const deserialize = module.deserializeProperties;
  const read = new WeakMap<Struct, object>();
  module.deserializeProperties = (struct, proxySecrets) => {
    const known = read.get(struct);
    if (known !== undefined) return known;
    const visible = withoutSecrets(struct.toJavaScript()) as Record<string, unknown>;
    const properties = deserialize({ toJavaScript: () => visible }, proxySecrets);
    read.set(struct, properties);
    return properties;
  };
}

/** The value with every secret in it replaced. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key, mark]) => key === SIGNATURE && mark === SECRET)) return UNKNOWN_TEXT;
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutSecrets(item)]));
}
