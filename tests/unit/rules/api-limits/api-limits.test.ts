import assert from "node:assert/strict";
import * as fc from "fast-check";
import * as fs from "node:fs";
import { resourceRules } from "../../../../rules";
import type { NameForm } from "../../../../rules/base/name-form";
import type { Allowed } from "../../../../rules/base/rule";
import { nameForms } from "../../../../rules/names";
import { differences } from "./differences";
import { recordedPath, type ApiLimit, type RecordedLimits } from "./record";

const { limits } = JSON.parse(fs.readFileSync(recordedPath, "utf8")) as RecordedLimits;

/** What differs between a rule and the model, in words; nothing where they agree. */
function difference(allowed: Allowed, api: ApiLimit): string[] {
  if ("numbers" in allowed) {
    const {
      min,
      max,
      also = [],
    } = allowed.numbers as { min: number; max: number; also?: number[] };
    const least = Math.min(min, ...also);
    return [
      ...(api.min !== undefined && api.min !== least ? [`from ${least}, not ${api.min}`] : []),
      ...(api.max !== undefined && api.max !== max ? [`to ${max}, not ${api.max}`] : []),
    ];
  }
  if ("mostEntries" in allowed) {
    const { mostEntries } = allowed;
    const same = api.max === undefined || api.max === mostEntries;
    return same ? [] : [`${mostEntries} entries, not ${api.max}`];
  }
  if ("values" in allowed) {
    const ours = allowed.values.map(String);
    const theirs = api.enum ?? ours;
    return [
      ...listed(
        "not",
        theirs.filter((value) => !ours.includes(value)),
      ),
      ...listed(
        "also",
        ours.filter((value) => !theirs.includes(value)),
      ),
    ];
  }
  const refused = textsOf(api).filter((text) => !allowed.form.test(text));
  return refused.length > 0 ? ["refuses texts that the model takes"] : [];
}

function listed(word: string, values: readonly string[]): string[] {
  return values.length > 8
    ? [`${word} ${values.length} values`]
    : values.map((v) => `${word} ${v}`);
}

/** Texts that the model takes: all where it lists them, else some of each length that it allows. */
function textsOf({ min = 0, max = 300, pattern = ".*", enum: values }: ApiLimit): string[] {
  if (values) return [...values];
  const expression = new RegExp(`^(${pattern})$`, "u");
  const some = { seed: 1, numRuns: 200 };
  let texts: string[];
  try {
    texts = fc.sample(fc.stringMatching(expression), some);
  } catch {
    // A look-ahead, which texts can't be made of.
    texts = fc.sample(fc.string({ maxLength: max }), some).filter((text) => expression.test(text));
  }
  return texts.filter((text) => text.length >= min && text.length <= max);
}

describe("limits of rules", () => {
  const found = new Map<string, string>();
  let held = 0;
  for (const { id, type, argument, allowed, severity } of resourceRules) {
    // A warning is of what AWS takes, and should not be done.
    if (argument === undefined || !allowed || severity !== "error") continue;
    for (const each of [type].flat()) {
      const api = limits[each]?.[argument];
      if (!api) continue;
      held++;
      const text = difference(allowed, api).join("; ");
      if (text) found.set(`${id} ${argument}`, text);
    }
  }
  for (const [type, form] of Object.entries(nameForms as { [type: string]: NameForm })) {
    const api = limits[type]?.[form.property];
    if (api?.max === undefined || api.type !== "string") continue;
    held++;
    const longest = form.longestGiven ?? form.longest;
    if (longest !== api.max) found.set(`name of ${type}`, `to ${longest}, not ${api.max}`);
  }

  it("are held against models of AWS's APIs, where those say something", () => {
    assert.ok(held > 80, `${held} limits`);
  });

  it("differ from them only as listed, each with its reason", () => {
    const listed = Object.fromEntries(
      Object.entries(differences).map(([what, { differs }]) => [what, differs]),
    );
    assert.deepEqual(Object.fromEntries(found), listed);
    const bare = Object.entries(differences).filter(([, { reason }]) => reason.length < 20);
    assert.deepEqual(bare, []);
  });
});
