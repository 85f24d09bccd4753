/** Turns the Pulumi config of the `strata` namespace into checked settings. */
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { secretConfigurationKeys } from "../components/base/secret-configuration";
import { closest } from "../rules/base/closest";
import { lineOf } from "./stack-file-lines";

/** Of every key of ours in a stack file, whatever the project is called. */
export const NAMESPACE = "strata";

/**
 * @param folder Where the stack files are.
 * @throws pulumi.RunError listing all problems at once, each with its line; or saying that there is no such file.
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  folder: string,
  stack: string,
): z.infer<Schema> {
  const file = `Pulumi.${stack}.yaml`;
  const values = configValues();
  const text = textOf(path.join(folder, file));
  if (text === undefined && Object.keys(values).length === 0) {
    throw new pulumi.RunError(`${file} is missing: ${otherStacks(folder)}`);
  }
  const secretKeys = secretConfigurationKeys().filter((key) => key.startsWith(`${NAMESPACE}:`));
  const parsed = schema.safeParse(values, { reportInput: true });
  const problems: Problem[] = [
    ...secretKeys.map((key) => ({
      path: [key.slice(NAMESPACE.length + 1)],
      says: "found a secret; allowed: plain values. Keep secrets in a Secret (components/security)",
    })),
    ...(parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => describeIssue(issue, values, schema))),
  ];
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map((problem) => `  ${placeOf(problem, file, text)}${problem.says}`);
    throw new pulumi.RunError([`${file} has ${count}:`, ...lines].join("\n"));
  }
  return parsed.data as z.infer<Schema>;
}

/** What is wrong with a setting. */
interface Problem {
  readonly path: readonly PropertyKey[];
  readonly says: string;
}

/** The file as it is, where there is one. */
function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

function otherStacks(folder: string): string {
  const names = fs
    .readdirSync(folder)
    .flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
  return names.length === 0
    ? "there are no stack files; write one"
    : `there are the stacks ${names.sort().join(", ")}; write the file, or select one of these`;
}

/** `Pulumi.prod.yaml:5: strata:environment.region: `; without the line where the file does not say it. */
function placeOf({ path: keys }: Problem, file: string, text: string | undefined): string {
  const [first, ...others] = keys.map(String);
  const names = [`${NAMESPACE}:${first}`, ...others];
  const line = text === undefined ? undefined : lineOf(text, names);
  return `${line === undefined ? "" : `${file}:${line}: `}${names.join(".")}: `;
}

/** The values of the namespace; Pulumi hands over structured ones as JSON text. */
function configValues(): Record<string, unknown> {
  const config = pulumi.runtime.allConfig();
  const ours = Object.keys(config).filter((key) => key.startsWith(`${NAMESPACE}:`));
  return Object.fromEntries(
    ours.map((key) => [key.slice(NAMESPACE.length + 1), structured(config[key])]),
  );
}

function structured(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // a plain string; the schema says what it should have been
  }
}

/** What is wrong, one for each key: found, allowed, and what may be meant. */
function describeIssue(issue: z.core.$ZodIssue, values: unknown, schema: unknown): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      const meant = suggestion(key, keysAt(schema, issue.path));
      const says = `found ${shown(valueAt(values, path))}; allowed: no such key; ${meant ?? "remove it or correct its spelling"}`;
      return { path, says };
    });
  }
  if (issue.code === "invalid_union") {
    // The branch that what was found comes closest to: a map's problems are those within it.
    const closest = issue.errors.find((branch) => branch.every(({ path }) => path.length > 0));
    if (closest && closest.length > 0) {
      return closest.flatMap((within) =>
        describeIssue({ ...within, path: [...issue.path, ...within.path] }, values, schema),
      );
    }
  }
  const found = issue.input === undefined ? "missing" : `found ${shown(issue.input)}`;
  const meant =
    typeof issue.input === "string" ? suggestion(issue.input, choicesOf(issue)) : undefined;
  const says = `${found}; allowed: ${allowed(issue)}${meant ? `; ${meant}` : ""}`;
  return [{ path: issue.path, says }];
}

/** The values that would be right. */
function choicesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(choicesOf);
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

/** For a slip of the pen: a third of its characters may be wrong. */
function suggestion(wanted: string, existing: readonly string[]): string | undefined {
  const near = closest(wanted, existing, Math.max(1, Math.floor(wanted.length / 3)));
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** The keys that the schema knows at a path. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  const at = path.reduce<unknown>((within, key) => {
    const object = unwrapped(within);
    return object instanceof z.ZodObject
      ? (object.shape as Record<PropertyKey, unknown>)[key]
      : object instanceof z.ZodRecord
        ? object.valueType
        : undefined;
  }, schema);
  const object = unwrapped(at);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

/** Without what makes it optional. */
function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return unwrapped(schema.unwrap());
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.map(unwrapped).find((option) => option instanceof z.ZodObject);
  }
  return schema;
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `a value of type ${issue.expected}`;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(", ");
    case "too_small":
      return `${issue.inclusive ? "at least" : "more than"} ${String(issue.minimum)}`;
    case "too_big":
      return `${issue.inclusive ? "at most" : "less than"} ${String(issue.maximum)}`;
    case "invalid_union":
      return issue.errors.map(([first]) => allowed(first)).join(", or ");
    default:
      return issue.message;
  }
}

const LONGEST_SHOWN = 80;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
