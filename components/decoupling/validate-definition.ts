/** A second opinion on a workflow's definition while the program runs: asl-validator's. */
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { StatesLanguage } from "./workflow-definition";

/** Definitions that were found valid, by their content: reading the validator's schemas takes half a second or more. */
const VALID_FOLDER = "build/workflows";

/** Stands for what is not known while the program runs. */
const STAND_IN = "stand-in";

type Validate = (definition: unknown) => {
  readonly isValid: boolean;
  readonly errors: readonly { readonly "Error code": string; readonly Message: string }[];
};

/**
 * What asl-validator says is wrong with a definition, a text for each: shapes of fields and the syntax
 * of expressions. The rules of rules/step-functions.ts judge it before, in better words.
 *
 * @param definition without Outputs, as `withoutOutputs()` makes it
 */
export function validatorProblems(definition: StatesLanguage): string[] {
  const content = JSON.stringify(withoutData(definition));
  const file = path.resolve(VALID_FOLDER, createHash("sha256").update(content).digest("hex"));
  if (fs.existsSync(file)) return [];
  // Not at the top: programs without a workflow, and those whose workflows are known, go without it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it is needed
  const validate = require("asl-validator") as Validate;
  const { isValid, errors } = validate(JSON.parse(content)); // a copy, because it writes into it
  if (isValid) {
    remember(file);
    return [];
  }
  return errors.map((error) => `${error["Error code"]}: ${error.Message}`);
}

function remember(file: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, "");
  } catch {
    // A folder that can't be written to costs time alone.
  }
}

/** asl-validator takes every key named so for a transition, wherever it stands. */
const TRANSITIONS = ["Next", "Default", "StartAt", "States", "Branches", "Iterator"];
/** Fields that hold the user's data, whose keys mean nothing to the language. */
const DATA = ["Arguments", "Output", "Assign", "ItemSelector", "Items"];

function withoutData(value: unknown, isData = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutData(item, isData));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      isData && TRANSITIONS.includes(key) ? `${key}-of-data` : key,
      withoutData(item, isData || DATA.includes(key)),
    ]),
  );
}

/** The definition with a text in place of every Output, and without what is not given. */
export function withoutOutputs(value: unknown): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return STAND_IN;
  if (Array.isArray(value)) return value.map(withoutOutputs);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutOutputs(item)]),
  );
}
