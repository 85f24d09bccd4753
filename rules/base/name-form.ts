/** The form of a physical name: its length, its characters, and what else it must be like. */

/** Characters a name may have, as a regular expression's brackets hold them, and in words. */
export interface Characters {
  readonly set: string;
  readonly words: string;
}

/** What a name must be like besides its characters. */
export interface Shape {
  readonly is: RegExp;
  readonly words: string;
}

export interface NameForm {
  /** The argument that holds the physical name. */
  readonly property: string;
  /** Characters of the physical name at most. */
  readonly longest: number;
  /** Likewise of a name that the program gives, where the provider takes less for its own. */
  readonly longestGiven?: number;
  /** Absent: any. */
  readonly characters?: Characters;
  readonly shapes: readonly Shape[];
  /** True where the provider writes its own in lower case. */
  readonly lowered?: true;
  /** Stands between logical name and digits. */
  readonly separator: string;
  /** Digits that the provider adds; 0 where the logical name is the physical one. */
  readonly digits: number;
  /** What counts instead where an argument's value matches. */
  readonly instead?: {
    readonly argument: string;
    readonly is: RegExp;
    readonly longest: number;
    readonly digits: number;
  };
}

type More = Partial<Omit<NameForm, "longest" | "characters">>;

/** A form of `name`, with what the provider does unless told otherwise. */
export const form = (longest: number, characters?: Characters, more: More = {}): NameForm => ({
  ...{ property: "name", longest, shapes: [], separator: "-", digits: 7 },
  ...(characters && { characters }),
  ...more,
});

const characters = (set: string, words: string): Characters => ({ set, words });

export const alphanumeric = characters("A-Za-z0-9", "letters and digits");
export const underscores = characters("A-Za-z0-9_", "letters, digits and underscores");
export const lowerUnderscores = characters("a-z0-9_", "lower-case letters, digits and underscores");
export const hyphens = characters("A-Za-z0-9-", "letters, digits and hyphens");
export const lowerHyphens = characters("a-z0-9-", "lower-case letters, digits and hyphens");
export const lowerDots = characters("a-z0-9.-", "lower-case letters, digits, hyphens and dots");
export const words = characters("A-Za-z0-9_-", "letters, digits, hyphens and underscores");
export const dots = characters("A-Za-z0-9_.-", "letters, digits, hyphens, underscores and dots");
export const iam = characters("A-Za-z0-9_+=,.@-", "letters, digits and _+=,.@-");
export const spaced = characters("\\w\\s+=,.@-", "letters, digits, spaces and _+=,.@-");
export const logs = characters("A-Za-z0-9_./#-", "letters, digits and _./#-");
/** Of metric filters and their like. */
export const noStars: Characters = { set: "^:*", words: "anything but : and *" };
export const things: Characters = {
  set: "A-Za-z0-9:_-",
  words: "letters, digits, hyphens, underscores and colons",
};

export const letterFirst: Shape = { is: /^[A-Za-z]/, words: "beginning with a letter" };
export const alphanumericFirst: Shape = {
  is: /^[A-Za-z0-9]/,
  words: "beginning with a letter or digit",
};
export const singleHyphens: Shape = { is: /^(?!.*--)/, words: "without two hyphens in a row" };
export const notDigitsAlone: Shape = { is: /\D/, words: "not digits alone" };
export const notInternal: Shape = { is: /^(?!internal-)/, words: 'not beginning with "internal-"' };
export const singleDots: Shape = { is: /^(?!.*\.\.)/, words: "without two dots in a row" };

/** What matches the names of a form, as far as its length and characters go. */
export function patternOf({ characters, longest, longestGiven }: NameForm): RegExp {
  return new RegExp(`^[${characters?.set ?? "^"}]{1,${longestGiven ?? longest}}$`);
}
