/** Whether names fit: those that the provider makes of logical ones, and those that programs give. */
import { custom, grouped } from "./base/checks";
import type { NameForm } from "./base/name-form";
import { isKnown, type Inputs, type Problem, type ResourceRule } from "./base/rule";
import { textAt, valueAt } from "./base/values";
import { nameForms } from "./names";

const forms: { readonly [type: string]: NameForm | undefined } = nameForms;

const SOURCE = "https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming";

/** The form of a resource's physical name; `undefined` where anything will do. */
export function nameFormOf(type: string, inputs: Inputs): NameForm | undefined {
  const form = Object.hasOwn(forms, type) ? forms[type] : undefined;
  if (form?.instead === undefined) return form;
  const { argument, is, longest, digits } = form.instead;
  const value = valueAt(inputs, argument);
  return isKnown(value) && is.test(String(value)) ? { ...form, longest, digits } : form;
}

/** Characters that a logical name may have, so that the provider can add its own. */
export function longestLogicalName({ longest, separator, digits }: NameForm): number {
  return longest - separator.length - digits;
}

/**
 * What is wrong with the name that the provider would make; nothing where the program gives one, or
 * a prefix, or where that is not known yet.
 */
export function automaticNameProblem(
  type: string,
  name: string,
  inputs: Inputs,
): Problem | undefined {
  const form = nameFormOf(type, inputs);
  if (form === undefined) return undefined;
  const { property, separator, digits } = form;
  if ([property, `${property}Prefix`].some((argument) => isGiven(inputs, argument))) {
    return undefined;
  }
  const foreign = foreignIn(form, form.lowered ? name.toLowerCase() : name);
  const added = digits === 0 ? "" : `, to which "${separator}" and ${digits} digits are added`;
  const says = (limit: string) => ({
    argument: "the logical name",
    found: name,
    limit: `${limit}: ${property} is made of it${added}`,
    fix: `Rename the resource, or set ${property}.`,
  });
  const longest = longestLogicalName(form);
  if (foreignIn(form, separator).length > 0) {
    return {
      argument: property,
      found: undefined,
      limit: `a name of ${form.characters?.words ?? ""}: the provider's own has "${separator}" in it`,
      fix: `Set ${property}.`,
    };
  }
  if (foreign.length > 0) {
    return says(
      `${form.characters?.words ?? ""}, not ${foreign.map((each) => JSON.stringify(each)).join(" ")}`,
    );
  }
  if (name.length > longest) return says(`at most ${grouped(longest)} characters`);
  const physical = `${form.lowered ? name.toLowerCase() : name}${separator}${"0".repeat(digits)}`;
  const broken = form.shapes.filter(({ is }) => !is.test(physical));
  return broken.length > 0 ? says(inWords(form, broken)) : undefined;
}

/** What is wrong with a name that the program gives. */
function givenNameProblem(type: string, inputs: Inputs): Problem | undefined {
  const form = nameFormOf(type, inputs);
  const name = form && textAt(inputs, form.property);
  if (form === undefined || name === undefined) return undefined;
  const longest = form.longestGiven ?? form.longest;
  const fits =
    name.length <= longest &&
    foreignIn(form, name).length === 0 &&
    form.shapes.every(({ is }) => is.test(name));
  const words = `${inWords(form, form.shapes)}, at most ${grouped(longest)}`;
  return fits ? undefined : { argument: form.property, found: name, limit: words };
}

/**
 * The rules of the table. `others` are all other rules: a type whose name one of them judges is
 * left to it, so that nothing is said twice.
 */
export function nameRules(others: readonly ResourceRule[]): readonly ResourceRule[] {
  const types = Object.keys(nameForms);
  const judged = (type: string) =>
    others.some(
      ({ type: own, argument }) =>
        argument === forms[type]?.property && [own].flat().includes(type),
    );
  return [
    custom(
      "NAME-01",
      types,
      {
        limit: "a logical name of which the provider can make a name that AWS takes",
        source: SOURCE,
        fix: "Rename the resource, or give it a name.",
      },
      (inputs, _context, { type, name }) =>
        name === undefined ? undefined : automaticNameProblem(type, name, inputs),
    ),
    custom(
      "NAME-02",
      types.filter((type) => !judged(type)),
      {
        limit: "a name of the length and characters that AWS takes",
        source: SOURCE,
        fix: "Rename it, or leave the name out: the provider then makes one of the logical name.",
      },
      (inputs, _context, { type }) => givenNameProblem(type, inputs),
    ),
  ];
}

/** A value that is not known yet may be a name. */
function isGiven(inputs: Inputs, argument: string): boolean {
  const value = valueAt(inputs, argument);
  return value !== undefined && value !== null && value !== "";
}

/** The characters that the form doesn't allow, each once. */
export function foreignIn({ characters }: NameForm, name: string): string[] {
  if (characters === undefined) return [];
  const { set } = characters;
  const foreign = set.startsWith("^") ? `[${set.slice(1)}]` : `[^${set}]`;
  return [...new Set(name.match(new RegExp(foreign, "gu")) ?? [])];
}

function inWords({ characters }: NameForm, shapes: NameForm["shapes"]): string {
  return [characters?.words ?? "any characters", ...shapes.map((shape) => shape.words)].join(", ");
}
