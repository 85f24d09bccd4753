/** Runs the rulebook over the arguments of one child. */
import * as pulumi from "@pulumi/pulumi";
import { resourceRules } from "../rules";
import {
  checkResource,
  describe,
  Inputs,
  Plain,
  ResourceRule,
  unknown,
  Violation,
} from "../rules/rule";
import { ResourceClass } from "./component";
import { typeToken } from "./tags";

/** Throws one error for all broken rules of severity `error`; logs the warnings. */
export function checkArguments<Made extends pulumi.Resource, Args extends object>(
  component: pulumi.ComponentResource,
  type: ResourceClass<Made, Args>,
  name: string,
  args: Partial<Args>,
  rules: readonly ResourceRule[] = resourceRules,
): void {
  const token = typeToken(type);
  const today = new Date().toISOString().slice(0, 10);
  const violations = checkResource(rules, token, plainInputs(args), { today });
  for (const found of violations.filter(({ severity }) => severity === "warning")) {
    void pulumi.log.warn(`${found.rule}: ${name}: ${sentence(found)}`, component);
  }
  const errors = violations.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const heading = `${component.constructor.name} "${name}" (${token}) breaks ${errors.length === 1 ? "a rule" : `${errors.length} rules`}:`;
    throw new pulumi.RunError(
      [heading, ...errors.map((found) => `  ${found.rule}: ${sentence(found)}`)].join("\n"),
    );
  }
}

function sentence(found: Violation): string {
  return `${describe(found)}. Fix: ${found.fix}`;
}

/** What is known of arguments while the program still runs: Outputs, promises and resources are not. */
export function plainInputs(args: object): Inputs {
  return plain(args) as Inputs;
}

function plain(value: unknown): Plain {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    return unknown; // an Output, a promise, a resource, an asset
  }
  const known = Object.entries(value as object).filter(([, item]) => item !== undefined);
  return Object.fromEntries(known.map(([key, item]) => [key, plain(item)]));
}
