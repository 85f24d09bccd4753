/** What may be printed: secrets are replaced, unknowns are named, envelopes are shortened. */
import {
  ARCHIVE,
  isObject,
  OUTPUT,
  Props,
  RESOURCE,
  SECRET,
  SIGNATURE,
  sortKeys,
  UNKNOWN,
  Value,
} from "../../cloud-model";

const SHOWN_SECRET = "[secret]";

/** Stands in a program for a secret of the stack's configuration, which only the CLI can decrypt. */
export function secretPlaceholder(key: string): string {
  return `${PLACEHOLDER}${key.replace(/[^\w.-]/g, "-")}${PLACEHOLDER_END}`;
}

const PLACEHOLDER = "preview-secret-";
const PLACEHOLDER_END = "-end";

/** A text without the placeholders of secrets, wherever a program carried them. */
export function redact(text: string): string {
  return text.replace(/preview-secret-[\w.-]*?-end/g, SHOWN_SECRET);
}

/** Shorter ones stand in too many texts by chance. */
const SHORTEST_SECRET = 8;

/** Takes the given secrets out of a text, wherever they stand in it. */
export function hiding(secrets: Iterable<string>): (text: string) => string {
  const long = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  // The longest first: one secret may begin with another.
  long.sort((a, b) => b.length - a.length);
  return (text) => long.reduce((rest, secret) => rest.split(secret).join(SHOWN_SECRET), text);
}

/** A value for display, keys in alphabetical order. */
export function mask(value: Value): Value {
  return sortKeys(masked(value));
}

export function maskProps(props: Props): Props {
  return mask(props) as Props;
}

function masked(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(masked);
  }
  if (value === UNKNOWN) {
    return "[unknown]";
  }
  if (typeof value === "string") {
    return redact(value);
  }
  return isObject(value) ? maskedObject(value) : value;
}

function maskedObject(value: Props): Value {
  switch (value[SIGNATURE]) {
    case SECRET:
      return SHOWN_SECRET;
    case OUTPUT:
      return value.secret === true
        ? SHOWN_SECRET
        : "value" in value
          ? masked(value.value)
          : "[unknown]";
    case RESOURCE:
      return { resource: value.urn };
  }
  const copy: Props = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === SIGNATURE) {
      copy.kind = item === ARCHIVE ? "archive" : "asset";
    } else {
      copy[redact(key)] = masked(item);
    }
  }
  return copy;
}
