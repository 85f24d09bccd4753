/** Turns the Pulumi config of the `strata` namespace into checked settings. */
import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { secretConfigurationKeys } from "../components/secret-configuration";

const NAMESPACE = "strata";

/** @throws pulumi.RunError listing all problems at once. */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  file: string,
): z.infer<Schema> {
  const values = configValues();
  const secretKeys = secretConfigurationKeys().filter((key) => key.startsWith(`${NAMESPACE}:`));
  const parsed = schema.safeParse(values, { reportInput: true });
  const problems = [
    ...secretKeys.map(
      (key) =>
        `  ${key}: found a secret; allowed: plain values. Keep secrets in a Secret (components/security)`,
    ),
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, values))),
  ];
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    throw new pulumi.RunError([`${file} has ${count}:`, ...problems].join("\n"));
  }
  return parsed.data as z.infer<Schema>;
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

/** One line an issue: path, found, allowed. */
function describeIssue(issue: z.core.$ZodIssue, values: unknown): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return line(
        path,
        `found ${shown(valueAt(values, path))}`,
        "no such key; remove it or correct its spelling",
      );
    });
  }
  const found = issue.input === undefined ? "missing" : `found ${shown(issue.input)}`;
  return [line(issue.path, found, allowed(issue))];
}

function line(path: readonly PropertyKey[], found: string, allowedText: string): string {
  return `  ${NAMESPACE}:${path.map(String).join(".")}: ${found}; allowed: ${allowedText}`;
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
