/**
 * Keeps secrets out of policies, so that no message can show one.
 *
 * `@pulumi/policy` 1.21 unwraps secrets before a policy sees them and has no option against it. The
 * engine still marks them on the wire, so they are replaced by "not known yet" before they are read,
 * and rules pass over them; where they stood is kept. The function that reads them is replaced for this
 * process; a test sends a secret through a running pack. It also reads each resource once instead of
 * once for each policy, and lists the files of archives, of which the SDK's own objects tell nothing.
 */
import { createRequire } from "node:module";
import { SECRET, SIGNATURE, UNKNOWN } from "../cloud-model/wire-values";
import { withArchiveFiles } from "./archive-files";

/** Where the paths of a resource's secrets are kept, out of sight of what lists its properties. */
const PATHS = Symbol("paths of secrets");

interface Struct {
  toJavaScript(): Record<string, unknown>;
}
type Deserialize = (struct: Struct, proxySecrets: boolean) => object;

/**
 * Replaces the function of `@pulumi/policy` that reads properties. Call it once, before a pack starts.
 * Relative paths of archives start at `folder`, the project's.
 */
export function hideSecrets(folder: string): void {
  const load = createRequire(__filename);
  const module = load("@pulumi/policy/deserialize") as { deserializeProperties: Deserialize };
  const deserialize = module.deserializeProperties;
  const read = new WeakMap<Struct, object>();
  module.deserializeProperties = (struct, proxySecrets) => {
    const known = read.get(struct);
    if (known !== undefined) return known;
    const paths: string[] = [];
    const open = withoutSecrets(struct.toJavaScript(), "", paths);
    const visible = withArchiveFiles(open, folder) as Record<string, unknown>;
    const properties = deserialize({ toJavaScript: () => visible }, proxySecrets);
    Object.defineProperty(properties, PATHS, { value: paths, configurable: true });
    read.set(struct, properties);
    return properties;
  };
}

/** Paths of the secrets among properties that were read, such as `environment.variables.PASSWORD`. */
export function secretPaths(properties: object): readonly string[] {
  const paths = (properties as { readonly [PATHS]?: readonly string[] })[PATHS];
  return Array.from(paths ?? [], String);
}

/** The value with every secret in it replaced; where they stood is added to `paths`. */
export function withoutSecrets(value: unknown, at = "", paths: string[] = []): unknown {
  const below = (key: string) => (at === "" ? key : `${at}.${key}`);
  if (Array.isArray(value)) {
    return value.map((item, index) => withoutSecrets(item, `${at}[${index}]`, paths));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key, mark]) => key === SIGNATURE && mark === SECRET)) {
    paths.push(at);
    return UNKNOWN;
  }
  return Object.fromEntries(
    entries.map(([key, item]) => [key, withoutSecrets(item, below(key), paths)]),
  );
}
