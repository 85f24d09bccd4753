/** What an id says of a resource that is there already: `X.get(name, id)` and the option `import`. */
import { factsOf } from "./all-facts";
import type { Place } from "./data-sources";
import type { Props } from "./wire-values";

export interface Identified {
  /** Outputs that can be read off the id, the id itself among them. */
  readonly values: Props;
  /** Where the id says that the resource is. */
  readonly place: Partial<Place>;
}

const PLACES: { readonly [word: string]: keyof Place | undefined } = {
  region: "region",
  account: "account",
};

/** How the parts of a template look that are no other outputs. */
const PARTS: { readonly [word: string]: string | undefined } = {
  region: "[a-z]{2}(?:-[a-z]+)+-\\d",
  account: "\\d{12}",
  auto: ".+",
  hex: "[0-9a-f]+",
  digits: "\\d+",
  base36: "[0-9a-z]+",
  BASE36: "[0-9A-Z]+",
  uuid: "[0-9a-f-]{36}",
};

/**
 * Takes an id apart by the form that the facts give it: a queue's is its URL, and the URL has the
 * queue's region, account and name. An id of another form tells nothing but itself.
 */
export function identified(type: string, id: string): Identified {
  const forms = factsOf(type).outputs ?? {};
  const values: Props = { id };
  const place: Partial<Place> = {};
  /** Whether `text` may be the property; if so, what it says is known from then on. */
  const read = (property: string, text: string): boolean => {
    const form = forms[property];
    if (typeof form !== "string") {
      return property !== "id";
    }
    const parts = partsOf(form, text);
    return parts !== undefined && parts.every(([word, part]) => accept(word, part));
  };
  const accept = (word: string, part: string): boolean => {
    const where = PLACES[word];
    if (where !== undefined) {
      place[where] = part;
    } else if (PARTS[word] === undefined && !(word in values)) {
      if (!read(word, part)) return false;
      values[word] = part;
    }
    return true;
  };
  read("id", id);
  return { values, place };
}

/** The words of a template and what stands for each in `text`; `undefined` where that has another form. */
function partsOf(form: string, text: string): [word: string, part: string][] | undefined {
  const words: string[] = [];
  const pattern = form
    .split(/(\{\w+(?::\d+)?\})/)
    .map((piece, i) => {
      if (i % 2 === 0) return piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const [word] = /\w+/.exec(piece) ?? [""];
      words.push(word);
      return `(${PARTS[word] ?? ".+"})`;
    })
    .join("");
  const match = new RegExp(`^${pattern}$`).exec(text);
  return match?.slice(1).map((part, i) => [words[i], part]);
}
