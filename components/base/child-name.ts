/** The logical names of a component's children. */
import { createHash } from "crypto";
import {
  automaticNameProblem,
  foreignIn,
  longestLogicalName,
  nameFormOf,
} from "../../rules/automatic-names";
import { plainInputs } from "../../rules/base/plain-inputs";

/** Enough that two long names of one component don't meet: 1 in 4 billion. */
const HASH_DIGITS = 8;

/**
 * `<component>-<suffix>`; without a suffix, the component's own name, which the rules refuse where
 * it doesn't fit. A longer name of which the provider could make no physical name is shortened and
 * gets a hash of the whole: the same on every run, and unlike that of any other name. What fits is
 * left alone, so that no standing resource gets another URN.
 *
 * @example
 * childName("aws:iam/role:Role", "list-photos", "role", {}); // list-photos-role
 * childName("aws:lambda/permission:Permission", "api", "get-{id}", {}); // api-get-id-417b23d5
 */
export function childName(type: string, component: string, suffix: string, args: object): string {
  if (suffix === "") return component;
  const wanted = `${component}-${suffix}`;
  const inputs = plainInputs(args);
  const form = nameFormOf(type, inputs);
  if (form === undefined || automaticNameProblem(type, wanted, inputs) === undefined) return wanted;
  const joint = ["-", "_"].find((each) => foreignIn(form, each).length === 0) ?? "";
  const hash = createHash("sha256").update(wanted).digest("hex").slice(0, HASH_DIGITS);
  const room = longestLogicalName(form) - joint.length - HASH_DIGITS;
  const lower = foreignIn(form, "A").length > 0;
  const foreign = new Set(foreignIn(form, lower ? wanted.toLowerCase() : wanted));
  const clean = [...(lower ? wanted.toLowerCase() : wanted)]
    .map((character) => (foreign.has(character) ? joint : character))
    .join("")
    .replace(/([-_.])[-_.]+/g, "$1")
    .slice(0, room)
    .replace(/[-_.]+$/, "");
  return `${clean}${joint}${hash}`;
}
