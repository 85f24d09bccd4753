/** What checks may see of a plan: no secrets, no made-up numbers, and unknowns as what they are. */
import {
  ARCHIVE,
  ASSET,
  isEnvelope,
  isObject,
  OUTPUT,
  Props,
  RESOURCE,
  SECRET,
  Symbols,
  UNKNOWN,
  Value,
} from "../../cloud-model";

/** A value without envelopes, where `Unknown` stands for what a check must pass over. */
export type Judged<Unknown> =
  | null
  | boolean
  | number
  | string
  | Unknown
  | readonly Judged<Unknown>[]
  | { readonly [key: string]: Judged<Unknown> };

/** All properties; a resource among them is its id, and its URN where it has none. */
export function judgedProps<Unknown extends symbol>(
  props: Props,
  symbols: Symbols,
  unknown: Unknown,
): { [property: string]: Judged<Unknown> } {
  const judged = (value: Value | undefined): Judged<Unknown> => {
    if (value === undefined || value === UNKNOWN) {
      return unknown;
    }
    // A made-up number would break every limit.
    if (typeof value === "number") {
      return symbols.isSymbol(value) ? unknown : value;
    }
    if (Array.isArray(value)) {
      return value.map(judged);
    }
    if (!isObject(value)) {
      return value;
    }
    if (isEnvelope(value, OUTPUT)) {
      return value.secret === true ? unknown : judged(value.value);
    }
    if (isEnvelope(value, RESOURCE)) {
      return judged(value.id ?? value.urn);
    }
    if ([SECRET, ASSET, ARCHIVE].some((kind) => isEnvelope(value, kind))) {
      return unknown;
    }
    return judgedProps(value, symbols, unknown);
  };
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, judged(value)]));
}
