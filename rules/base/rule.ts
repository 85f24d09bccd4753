/**
 * What a rule is. Rules are pure data and functions over plain values: no Pulumi, no AWS calls.
 *
 * The same array is run in three places: by `child()` while a component is built (values that are
 * known then), by the CrossGuard pack in `policies/` under `pulumi preview` and `pulumi up`, and by
 * the offline preview, which runs that pack. So a limit is stated once.
 */

/** `error` stops the program, `warning` and `info` are shown. */
export type Severity = "error" | "warning" | "info";

/** The policy that names exceptions which excuse nothing. */
export const UNUSED_EXCEPTIONS = "EXCEPTIONS";

/** Stands for a value that is not known yet, such as an Output during a preview. Rules pass over it. */
export const unknown: unique symbol = Symbol("value not known yet");

/** A resource argument without Outputs and promises. */
export type Plain =
  | undefined
  | null
  | boolean
  | number
  | string
  | typeof unknown
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** The arguments of one resource, by the provider's names. An argument that is not set is absent. */
export type Inputs = { readonly [argument: string]: Plain };

/** What does not change from one resource to the next. */
export interface RuleContext {
  /** The day to judge runtime dates by, as `YYYY-MM-DD`. */
  readonly today: string;
  /** Concurrent executions of the account in the region. Default `defaultAccountConcurrency`. */
  readonly accountConcurrency?: number;
}

/** The resource that a rule judges, besides its arguments. */
export interface Subject {
  readonly type: string;
  /** The logical name; absent where arguments alone are judged. */
  readonly name?: string;
}

/** One argument that breaks a rule. */
export interface Problem {
  /** Path of the argument, such as `memorySize` or `environment.variables.AWS_REGION`. */
  readonly argument: string;
  /** The value that was found. */
  readonly found: Plain;
  /** Says it more exactly than the rule does, where the rule has several sides. */
  readonly limit?: string;
  /** Likewise for the fix. */
  readonly fix?: string;
}

interface RuleText {
  /** Stable name, such as `LAM-01`; exceptions and findings refer to it. */
  readonly id: string;
  readonly severity: Severity;
  /** What is allowed, as one sentence with its unit. */
  readonly limit: string;
  /** Where that stands: an AWS page or API model. */
  readonly source: string;
  /** What to do about it. */
  readonly fix: string;
}

/** What a rule allows, as data: tests hold it against the models of AWS's APIs. */
export type Allowed =
  | { readonly numbers: { readonly min: number; readonly max: number } }
  | { readonly values: readonly (string | number)[] }
  | { readonly form: RegExp }
  | { readonly mostEntries: number };

/** Judges one resource by its own arguments. */
export interface ResourceRule extends RuleText {
  /** The Pulumi type token or tokens it is for, such as `aws:sqs/queue:Queue`. */
  readonly type: string | readonly string[];
  /** The argument it is about, where it is about one; `*` stands for each entry of a list. */
  readonly argument?: string;
  /** Absent where it takes a function to say. */
  readonly allowed?: Allowed;
  check(
    inputs: Inputs,
    context: RuleContext,
    subject: Subject,
  ): Problem | readonly Problem[] | undefined;
}

/** A resource among the others of its stack. */
export interface StackResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  /** True where Pulumi refuses to delete it. */
  readonly protect?: boolean;
  /** Arguments that the program leaves as they are. */
  readonly ignoreChanges?: readonly string[];
  /** Arguments and, where known, computed values. */
  readonly values: Inputs;
  /** Paths of the values that are secrets, which `values` shows as not known yet. */
  readonly secrets?: readonly string[];
  /** URNs of everything it depends on. */
  readonly dependencies: readonly string[];
  /** URNs an argument was made from, by argument. */
  readonly propertyDependencies: { readonly [argument: string]: readonly string[] };
}

/** A problem of a stack belongs to one of its resources. */
export interface StackProblem extends Problem {
  readonly urn: string;
}

/** Judges resources together, such as a queue's visibility timeout against its function's timeout. */
export interface StackRule extends RuleText {
  /** The Pulumi type token or tokens it reports on; without one of them there is nothing to judge. */
  readonly type: string | readonly string[];
  checkStack(resources: readonly StackResource[], context: RuleContext): readonly StackProblem[];
}

/** True unless the value is absent or not known yet. */
export function isKnown(value: Plain): value is Exclude<Plain, undefined | null | typeof unknown> {
  return value !== undefined && value !== null && value !== unknown;
}

/** A rule that was broken, with everything a message needs. */
export interface Violation {
  readonly rule: string;
  readonly severity: Severity;
  readonly argument: string;
  readonly found: Plain;
  readonly limit: string;
  readonly fix: string;
  readonly source: string;
}

/** The type of a rule that is for every resource of AWS's provider. */
export const anyAwsType = "aws:*";

/** True where the rule is for resources of the type. */
export function isFor(rule: ResourceRule | StackRule, type: string): boolean {
  const is = (each: string) => each === type || (each === anyAwsType && type.startsWith("aws:"));
  return typeof rule.type === "string" ? is(rule.type) : rule.type.some(is);
}

/** All violations of `rules` by one resource; those of its logical name where that is given. */
export function checkResource(
  rules: readonly ResourceRule[],
  type: string,
  inputs: Inputs,
  context: RuleContext,
  name?: string,
): Violation[] {
  const subject = { type, ...(name !== undefined && { name }) };
  return rules
    .filter((rule) => isFor(rule, type))
    .flatMap((rule) =>
      [rule.check(inputs, context, subject) ?? []].flat().map((p) => violation(rule, p)),
    );
}

/** All violations of `rules` by the resources of a stack, each with the resource it belongs to. */
export function checkStack(
  rules: readonly StackRule[],
  resources: readonly StackResource[],
  context: RuleContext,
): (Violation & { readonly urn: string })[] {
  return rules.flatMap((rule) =>
    rule
      .checkStack(resources, context)
      .map((problem) => ({ ...violation(rule, problem), urn: problem.urn })),
  );
}

/** Joins a rule and one of its problems. */
export function violation(rule: ResourceRule | StackRule, problem: Problem): Violation {
  return {
    rule: rule.id,
    severity: rule.severity,
    argument: problem.argument,
    found: problem.found,
    limit: problem.limit ?? rule.limit,
    fix: problem.fix ?? rule.fix,
    source: rule.source,
  };
}

/** `memorySize is 64; allowed: 128 to 10,240 MB`, the same sentence wherever a violation is shown. */
export function describe({ argument, found, limit }: Violation): string {
  return `${argument} ${isKnown(found) ? `is ${shown(found)}` : "is missing"}; allowed: ${limit}`;
}

const LONGEST_SHOWN = 120;

function shown(value: Plain): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    item === unknown ? "(not known yet)" : item,
  );
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
