/** Tags, on whatever takes them and in a provider's defaults. */
import { custom } from "./base/checks";
import {
  anyAwsType,
  type Inputs,
  type Plain,
  type Problem,
  type ResourceRule,
  type StackProblem,
  type StackResource,
  type StackRule,
} from "./base/rule";
import { isRecord, jsonAt, valueAt } from "./base/values";

const GUIDE =
  "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html";
const PROVIDER = "pulumi:providers:aws";

/** Characters of a tag's key and of its value; `aws:` at the beginning of a key is AWS's own. */
export const tagKeyLength = 128;
export const tagValueLength = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const limit = `letters, digits, spaces and _ . : / = + - @, at most ${tagKeyLength} of them in a key and ${tagValueLength} in a value`;
const fix = 'Write the tag in other words, such as "and" for &.';

export const sections = { TAG: "Tags" };

export const resourceRules: readonly ResourceRule[] = [
  custom("TAG-01", anyAwsType, { limit, source: GUIDE, fix }, (inputs) =>
    wrongTags(valueAt(inputs, "tags"), "tags"),
  ),
  custom("TAG-01-defaults", PROVIDER, { limit, source: GUIDE, fix }, (inputs) =>
    wrongTags(defaultTags(inputs), "defaultTags.tags"),
  ),
];

export const stackRules: readonly StackRule[] = [
  {
    id: "TAG-02",
    severity: "error",
    type: ["aws:iam/role:Role", "aws:iam/policy:Policy", "aws:iam/user:User"],
    limit: "keys that differ by more than capitals; IAM takes them for the same",
    source: IAM,
    fix: "Keep one of the two tags, or write it like the default tag: it then replaces that.",
    checkStack: (resources) => {
      const defaults = sharedDefaults(resources);
      return resources
        .filter(({ type }) => type.startsWith("aws:iam/"))
        .flatMap(({ urn, values }): StackProblem[] => {
          const tags = values["tags"];
          if (!isRecord(tags)) return [];
          const keys = [...new Set([...defaults, ...Object.keys(tags)])];
          return Object.keys(tags).flatMap((key) => {
            const other = keys.find((each) => each !== key && sameKey(each, key));
            return other === undefined || keys.indexOf(other) > keys.indexOf(key)
              ? []
              : [
                  {
                    urn,
                    argument: `tags.${key}`,
                    found: key,
                    limit: `no key beside ${other} that differs by its capitals only`,
                  },
                ];
          });
        });
    },
  },
];

/** What is wrong with a value of tags: of the `CostCentre` of an environment, for example. */
export function isTagValue(text: string): boolean {
  return ALLOWED.test(text) && [...text].length <= tagValueLength;
}

/** What a tag's value may be, for error messages. */
export const allowedTagValue = `letters, digits, spaces and _ . : / = + - @, at most ${tagValueLength}`;

function wrongTags(tags: Plain, argument: string): Problem[] {
  if (!isRecord(tags)) return [];
  return Object.entries(tags).flatMap(([key, value]): Problem[] => {
    const isKey = ALLOWED.test(key) && key !== "" && [...key].length <= tagKeyLength;
    if (!isKey || /^aws:/i.test(key)) return [{ argument: `${argument} key`, found: key }];
    return typeof value === "string" && !isTagValue(value)
      ? [{ argument: `${argument}.${key}`, found: value }]
      : [];
  });
}

/** The engine keeps a provider's nested arguments as JSON text. */
function defaultTags(inputs: Inputs): Plain {
  const defaults = jsonAt(inputs, "defaultTags");
  return isRecord(defaults) ? defaults["tags"] : undefined;
}

/** Keys of the default tags that every provider of the stack has: which one makes a resource is not told here. */
function sharedDefaults(resources: readonly StackResource[]): string[] {
  const [first = [], ...more] = resources
    .filter(({ type }) => type === PROVIDER)
    .map(({ values }) => {
      const tags = defaultTags(values);
      return isRecord(tags) ? Object.keys(tags) : [];
    });
  return first.filter((key) => more.every((keys) => keys.includes(key)));
}

function sameKey(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
