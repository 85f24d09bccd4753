/**
 * The JSON form of Pulumi property values on the wire: plain JSON plus "envelopes", objects that
 * carry a signature key and stand for a secret, an unknown, an asset or a resource.
 */

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Props = { [key: string]: Value };

/** Stands for "not known before deployment". */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key that marks an envelope; its value says which kind. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

export type Envelope = Props & { [SIGNATURE]: string };

export function isObject(value: Value | undefined): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isEnvelope(value: Value | undefined, signature: string): value is Envelope {
  return isObject(value) && value[SIGNATURE] === signature;
}

/** `value` as a secret; a secret stays as it is. */
export function secret(value: Value): Value {
  return isEnvelope(value, SECRET) ? value : { [SIGNATURE]: SECRET, value };
}

/** Rebuilds a value bottom-up; `change` sees every node after its children. */
export function rewrite(value: Value, change: (value: Value) => Value): Value {
  if (Array.isArray(value)) {
    return change(value.map((item) => rewrite(item, change)));
  }
  if (isObject(value)) {
    const copy: Props = {};
    for (const [key, item] of Object.entries(value)) {
      copy[key] = rewrite(item, change);
    }
    return change(copy);
  }
  return change(value);
}

export function mapProps(props: Props, change: (value: Value) => Value): Props {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, change(value)]));
}

/** Unknowns and secrets as output values. The engine does this to every registration before transforms run. */
export function toOutputValues(value: Value): Value {
  return rewrite(value, (node): Value => {
    if (node === UNKNOWN) {
      return { [SIGNATURE]: OUTPUT };
    }
    if (isEnvelope(node, SECRET)) {
      return { [SIGNATURE]: OUTPUT, value: node.value, secret: true };
    }
    return node;
  });
}

/** The reverse: what providers, the state and a plan contain. */
export function fromOutputValues(value: Value): Value {
  return rewrite(value, (node) => {
    if (!isEnvelope(node, OUTPUT)) {
      return node;
    }
    const inner = "value" in node ? node.value : UNKNOWN;
    return node.secret === true ? secret(inner) : inner;
  });
}

/** The URNs that output values inside `value` depend on. */
export function outputDependencies(value: Value, into = new Set<string>()): Set<string> {
  rewrite(value, (node) => {
    if (isEnvelope(node, OUTPUT) && Array.isArray(node.dependencies)) {
      node.dependencies.forEach((urn) => into.add(String(urn)));
    }
    return node;
  });
  return into;
}

/** `value` as an output value that (also) depends on `urns`. */
export function withDependencies(value: Value, urns: ReadonlySet<string>): Value {
  const present = outputDependencies(value);
  if ([...urns].every((urn) => present.has(urn))) {
    return value;
  }
  const output: Props = isEnvelope(value, OUTPUT) ? { ...value } : { [SIGNATURE]: OUTPUT, value };
  const own = Array.isArray(output.dependencies) ? output.dependencies.map(String) : [];
  output.dependencies = [...new Set([...own, ...urns])];
  return output;
}

/** Secret values as plain ones: for comparing and for searching, never for printing. */
export function reveal(value: Value): Value {
  return rewrite(value, (node) => (isEnvelope(node, SECRET) ? node.value : node));
}

/** The value without any envelope; what is not known becomes `undefined`. For decisions on arguments. */
export function plain(value: Value | undefined): unknown {
  if (isEnvelope(value, OUTPUT) || isEnvelope(value, SECRET)) {
    return "value" in value ? plain(value.value) : undefined;
  }
  if (value === UNKNOWN) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

/** A text argument that is known now, `undefined` otherwise. */
export function knownText(value: Value | undefined): string | undefined {
  const inner = plain(value);
  return typeof inner === "string" ? inner : undefined;
}

/** Object keys in alphabetical order, so that equal values have equal JSON. */
export function sortKeys(value: Value): Value {
  const order = ([a]: [string, Value], [b]: [string, Value]) => (a < b ? -1 : 1);
  return rewrite(value, (node) =>
    isObject(node) ? Object.fromEntries(Object.entries(node).sort(order)) : node,
  );
}

/** Wraps the named outputs as secrets. */
export function withSecretOutputs(outputs: Props, names: Iterable<string>): Props {
  const result = { ...outputs };
  for (const name of names) {
    if (result[name] !== undefined) {
      result[name] = secret(result[name]);
    }
  }
  return result;
}

export function containsSecret(value: Value): boolean {
  let found = false;
  rewrite(value, (node) => {
    found ||= isEnvelope(node, SECRET) || (isEnvelope(node, OUTPUT) && node.secret === true);
    return node;
  });
  return found;
}
