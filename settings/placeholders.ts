/**
 * The values that the shipped stack files have where yours belong. They look right, so that the offline
 * preview works from the first minute, and are wrong for everybody, so that nothing is deployed with
 * them: the Environment refuses, naming all of them.
 */
import { isUnder } from "../components/base/domain-name";
import { Placeholder } from "../components/base/placeholder";
import { NAMESPACE } from "./read-config";

export type { Placeholder } from "../components/base/placeholder";

/** A kind of value that is a placeholder under whatever key it stands. */
interface PlaceholderKind {
  matches(value: string): boolean;
  /** What to put in its place. */
  readonly fix: string;
}

/** The account of AWS's own examples. */
const EXAMPLE_ACCOUNT = "123456789012";

/** Domains for documentation, which nobody can register (RFC 2606, section 3); Route 53 refuses the first as reserved. */
const EXAMPLE_DOMAINS = ["example.com", "example.net", "example.org"];

const isExampleHost = (host: string | undefined): boolean =>
  host !== undefined && EXAMPLE_DOMAINS.some((domain) => host === domain || isUnder(host, domain));

/** Every kind; a new setting with such a value needs no line here. */
const kinds: readonly PlaceholderKind[] = [
  {
    matches: (value) => value === EXAMPLE_ACCOUNT,
    fix: "set the twelve digits of your account, in quotes: aws sts get-caller-identity",
  },
  {
    matches: (value) => isExampleHost(hostOf(value)),
    fix: "set the URL of a host of your own, or of your partner's: nobody answers under example.com",
  },
  {
    matches: (value) => isExampleHost(value.toLowerCase().split("@").pop()),
    fix: "set a domain of your own: example.com can't be registered, and Route 53 makes no zone for it",
  },
];

/**
 * Finds the placeholders among settings, in the order of the stack file.
 *
 * @example placeholdersIn({ environment: { account: "123456789012" } })[0].key // "strata:environment.account"
 */
export function placeholdersIn(settings: object): Placeholder[] {
  return textsIn(settings, []).flatMap(([path, value]) => {
    const kind = kinds.find(({ matches }) => matches(value));
    return kind ? [{ key: `${NAMESPACE}:${path.join(".")}`, value, fix: kind.fix }] : [];
  });
}

/** Every text, with its path. */
function textsIn(
  value: unknown,
  path: readonly string[],
): (readonly [readonly string[], string])[] {
  if (typeof value === "string") {
    return [[path, value]];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]))
    : [];
}

/** The host of a URL; nothing for other texts. */
function hostOf(value: string): string | undefined {
  return URL.canParse(value) ? new URL(value).hostname : undefined;
}
