/**
 * For tests: previews a program as the deployment engine would see it, with the URNs, parents,
 * aliases, transforms and duplicates that Pulumi's mocks can't show, and compares two versions.
 *
 * @example
 * ```ts
 * const plan = await previewStack(() => {
 *   new Queue("uploads");
 * });
 * assert.equal(plan.get(aws.sqs.Queue, "uploads").inputs.visibilityTimeoutSeconds, 390);
 * ```
 */
import * as path from "path";
import { Props, Reference, Value, sortKeys } from "../cloud-model";
import { compareResources, Comparison } from "./engine/compare";
import { Expected, mismatches } from "./engine/matching";
import { Program, runInProcess } from "./host/in-process";
import { maskProps } from "./report/masking";
import { LogLine } from "./host/monitor";
import { Finding, SourceLine } from "./report/plan";
import { qualified, readProject, readStack, stacksOf, UserError } from "./host/project";
import { overStacks } from "./host/over-stacks";
import { Deployment, RegisteredResource } from "./engine/registration";
import { checkRules } from "./engine/rulebook";
import { conflictsOf, deletedFirst, UpdateConflict } from "./engine/update-conflicts";
import { refusedChanges } from "./engine/refused-changes";
import { runProgram } from "./host/run-program";
import { linesOf } from "./host/source-lines";
import { planStack, StackPlan } from "./host/stack-plan";
import { didYouMean } from "./engine/suggestions";

export { Comparison, ResourceChange } from "./engine/compare";
export { Expected } from "./engine/matching";
export { UpdateConflict } from "./engine/update-conflicts";
export { Program } from "./host/in-process";
export { Finding, SourceLine } from "./report/plan";

/** A resource class such as `aws.sqs.Queue`, or a type token such as `aws:sqs/queue:Queue`. */
export type ResourceKind = string | { readonly prototype: object };

export interface PreviewOptions {
  /** Name of the stack. Default `test`. */
  stack?: string;
  /** Name of the project. Default: that of `folder`, else `strata`. */
  project?: string;
  /** Default `organization`, as for a backend without organizations. */
  organization?: string;
  /**
   * A folder with Pulumi.yaml and Pulumi.<stack>.yaml, whose name and configuration are used.
   * Default: no configuration.
   */
  folder?: string;
  /**
   * Configuration by key, merged over that of `folder`; a key without namespace is the project's.
   * What is not a text is passed on as JSON.
   */
  config?: Record<string, unknown>;
  /** Keys of `config` that are secret. */
  secretKeys?: readonly string[];
  /** Outputs of other stacks, for StackReferences: `{ "project/stack": { vpcId: "vpc-1" } }`. */
  stackOutputs?: Record<string, Record<string, unknown>>;
  /**
   * `symbolic` (default): what AWS would compute is a made-up value of the right form. `unknown`: it
   * is unknown, as in a first `pulumi preview`; code in `apply` doesn't run on it.
   */
  values?: "symbolic" | "unknown";
}

/** A resource as the engine would register it. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN, or `""` at the root. */
  readonly parent: string;
  readonly kind: "custom" | "component" | "read" | "provider";
  /** A component whose children a provider creates. */
  readonly remote: boolean;
  /** `urn::id` of its provider, or `""`. */
  readonly provider: string;
  readonly id: string;
  /** Arguments after all transforms; secrets are `[secret]`, unknowns `[unknown]`. */
  readonly inputs: Props;
  readonly outputs: Props;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** What the inputs were made from: URN, property, and where in the inputs. */
  readonly references: readonly Reference[];
  /** URNs under which an older deployment may know it. */
  readonly aliases: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  /** Arguments that a transform changed. */
  readonly transformed: readonly string[];
  readonly source?: SourceLine;
  readonly via?: SourceLine;
}

/** What a program would deploy. */
export class Plan {
  /** In the order of their URNs. */
  readonly resources: readonly PlannedResource[];
  /** Findings, most severe first. An error in the program is the rule `program-error`. */
  readonly findings: readonly Finding[];
  /** The stack's outputs; secrets are `[secret]`. */
  readonly outputs: { readonly [name: string]: Value };
  /** What the program logged. */
  readonly log: readonly LogLine[];
  /** What it printed; only of programs that ran in a process of their own. */
  readonly printed: string;

  /** @internal */
  constructor(readonly stackPlan: StackPlan) {
    this.resources = stackPlan.resources.map((resource) => planned(resource, stackPlan));
    this.findings = stackPlan.findings;
    this.outputs = maskProps(stackPlan.outputs);
    this.log = stackPlan.log;
    this.printed = stackPlan.printed;
  }

  /** All URNs in order: golden files of them guard against silent replacement. */
  get urns(): string[] {
    return this.resources.map((resource) => resource.urn);
  }

  /**
   * The one resource of this kind and logical name.
   *
   * @throws an Error that names the closest candidates, if there is none or more than one.
   */
  get(kind: ResourceKind, name: string): PlannedResource {
    const type = typeOf(kind);
    const found = this.resources.filter((r) => r.type === type && r.name === name);
    if (found.length === 1) {
      return found[0];
    }
    if (found.length > 1) {
      const urns = found.map((resource) => resource.urn).join("\n  ");
      throw new Error(`${found.length} resources are ${type} '${name}'; use byUrn:\n  ${urns}`);
    }
    throw new Error(`No ${type} is named '${name}'. ${this.closest(type, name)}`);
  }

  /**
   * The one resource of this kind and logical name, whose arguments must have all that `expected` has:
   * objects may have more, lists may not, a document in a JSON text is compared as an object, and a RegExp
   * is for text that AWS or Pulumi ends, such as a name or an ARN.
   *
   * @throws an Error with the closest candidate: the arguments of this resource that differ, or the
   * names that there are, and which other resource of the kind has all of it.
   *
   * @example
   * ```ts
   * plan.has(aws.sqs.Queue, "uploads", {
   *   redrivePolicy: { maxReceiveCount: 3, deadLetterTargetArn: /:uploads-dead-letters/ },
   * });
   * ```
   */
  has(kind: ResourceKind, name: string, expected: Expected = {}): PlannedResource {
    const type = typeOf(kind);
    const others = this.find(kind)
      .filter((other) => other.name !== name && mismatches(other.inputs, expected).length === 0)
      .map((other) => `'${other.name}'`);
    const hint =
      others.length > 0 && Object.keys(expected).length > 0
        ? `\n  All of it has: ${others.join(", ")}`
        : "";
    if (!this.resources.some((r) => r.type === type && r.name === name)) {
      throw new Error(`No ${type} is named '${name}'. ${this.closest(type, name)}${hint}`);
    }
    const resource = this.get(kind, name);
    const wrong = mismatches(resource.inputs, expected);
    if (wrong.length > 0) {
      throw new Error(`${type} '${name}' is not as expected:\n  ${wrong.join("\n  ")}${hint}`);
    }
    return resource;
  }

  /** All resources of a kind, in the order of their URNs; with `parent`, those right below it. */
  find(kind: ResourceKind, parent?: PlannedResource): PlannedResource[] {
    const type = typeOf(kind);
    return this.resources.filter(
      (r) => r.type === type && (parent === undefined || r.parent === parent.urn),
    );
  }

  /** @throws an Error that names the closest URN, if there is none. */
  byUrn(urn: string): PlannedResource {
    const found = this.resources.find((resource) => resource.urn === urn);
    if (!found) {
      throw new Error(`No resource has the URN '${urn}'. ${didYouMean(urn, this.urns)}`);
    }
    return found;
  }

  /** All resources below one, at any depth. */
  below(ancestor: PlannedResource): PlannedResource[] {
    const inside = new Set([ancestor.urn]);
    // Parents may come after their children in the order of URNs.
    for (let before = 0; before !== inside.size;) {
      before = inside.size;
      this.resources.filter((r) => inside.has(r.parent)).forEach((r) => inside.add(r.urn));
    }
    return this.resources.filter((r) => r !== ancestor && inside.has(r.urn));
  }

  /** Findings of one rule, e.g. `duplicate-urn`. */
  findingsOf(rule: string): Finding[] {
    return this.findings.filter((finding) => finding.rule === rule);
  }

  /**
   * @throws an Error that lists them, if there are findings of severity `error`: a plan of a program
   * that failed is not complete.
   */
  assertNoErrors(): void {
    const errors = this.findings.filter((finding) => finding.severity === "error");
    if (errors.length > 0) {
      const lines = errors.map(({ rule, message, source }) => {
        const place = source ? ` (${source.file}:${source.line})` : "";
        return `${rule}${place}: ${message}`;
      });
      throw new Error(`The preview has ${errors.length} error(s):\n  ${lines.join("\n  ")}`);
    }
  }

  private closest(type: string, name: string): string {
    const sameType = this.resources.filter((resource) => resource.type === type);
    if (sameType.length > 0) {
      const names = sameType.map((resource) => resource.name);
      return didYouMean(name, names);
    }
    const sameName = this.resources.filter((resource) => resource.name === name);
    if (sameName.length > 0) {
      return `'${name}' is ${sameName.map((resource) => resource.type).join(", ")}.`;
    }
    return didYouMean(type, [...new Set(this.resources.map((resource) => resource.type))]);
  }
}

/**
 * Previews a program without AWS, credentials or the Pulumi CLI.
 *
 * @param program A function that makes resources and returns the stack's outputs: it runs in this
 * process and may be run again and again. Or the path of a folder with Pulumi.yaml: that program
 * runs in a process of its own, as under the CLI, with the stack's configuration.
 *
 * Errors of the program don't reject: they are findings (`plan.assertNoErrors()`). What is claimed twice
 * is a finding too, and whatever breaks a rule: of raw resources as of components, and of resources
 * together, as `npm run preview` says it. The exceptions are those of `policies/exceptions.ts`. Left to it
 * are the files of packages (rule LAM-07-file) and the policy pack of another project.
 */
export async function previewStack(
  program: Program | string,
  options: PreviewOptions = {},
): Promise<Plan> {
  const folder = typeof program === "string" ? program : options.folder;
  const project = folder === undefined ? undefined : readProject(folder);
  const stack = options.stack ?? "test";
  if (project && typeof program === "string" && options.config === undefined) {
    checkStack(stack, stacksOf(project));
  }
  const read = project && readStack(project, stack);
  const projectName = options.project ?? project?.name ?? "strata";
  const qualify = (key: string) => qualified(projectName, key);
  const config = { ...read?.config };
  for (const [key, value] of Object.entries(options.config ?? {})) {
    config[qualify(key)] =
      typeof value === "string" ? value : JSON.stringify(sortKeys(value as Value));
  }
  const deployment: Deployment = {
    organization: options.organization ?? "organization",
    project: projectName,
    stack,
    config,
    secretKeys: [...(read?.secretKeys ?? []), ...(options.secretKeys ?? []).map(qualify)],
    dryRun: true,
    values: options.values ?? "symbolic",
    workingFolder: typeof program === "string" && project ? project.workingFolder : process.cwd(),
    sibling: (reference) => Promise.resolve(siblingOf(reference, options.stackOutputs ?? {})),
  };
  const plan = await planStack({
    deployment,
    projectFolder: project?.folder ?? path.resolve(__dirname, ".."),
    placeholders: new Map([
      ...(read?.placeholders ?? []),
      ...(options.secretKeys ?? []).map((key) => [config[qualify(key)] ?? "", key] as const),
    ]),
    check: (engine) => Promise.resolve(checkRules(engine)),
    run: (address) =>
      typeof program === "string" && project
        ? runProgram(project, deployment, address)
        : runInProcess(program as Program, deployment, address),
  });
  return new Plan(plan);
}

/** What an update does, and in which order where that matters. */
export interface PlanComparison extends Comparison {
  /** What AWS would refuse, and the steps that work. */
  readonly conflicts: readonly UpdateConflict[];
  /** URNs of what is deleted before anything takes its place, in order; all else is deleted last. */
  readonly deletedFirst: readonly string[];
}

/**
 * What deploying `after` over `before` would do. Resources are matched by URN and aliases; arguments
 * decide between update and replacement, by the facts of their types. A replacement is followed: what
 * is made from the replaced resource changes too, and is replaced in turn where it must be.
 * `conflicts` names what AWS would refuse because the old still stands when the new is made, with the
 * steps that work: an address, a route or a range of addresses that goes from one resource to another. So are
 * changes of a standing table or cache that take several steps.
 *
 * @example
 * ```ts
 * assert.deepEqual(comparePlans(small, large).replace, []);
 * assert.deepEqual(comparePlans(before, after).conflicts, []);
 * ```
 */
export function comparePlans(before: Plan, after: Plan): PlanComparison {
  const comparison = compareResources(before.stackPlan, after.stackPlan);
  const [old, wanted] = [before.stackPlan.resources, after.stackPlan.resources];
  return {
    ...comparison,
    conflicts: [
      ...conflictsOf(old, wanted, comparison),
      ...refusedChanges(old, wanted, comparison),
    ],
    deletedFirst: [...deletedFirst(old, wanted, comparison)].sort(),
  };
}

/**
 * What several stacks claim twice, and the default quotas that they exceed together, each as a finding
 * of the later stack. Stacks without an account count as each in an account of its own.
 *
 * @example
 * ```ts
 * assert.deepEqual(findingsOverStacks([prod, staging]), []);
 * ```
 */
export function findingsOverStacks(plans: readonly Plan[]): Finding[] {
  const stackPlans = plans.map(({ stackPlan }) => stackPlan);
  return overStacks(stackPlans).flatMap(({ findings }, i) =>
    findings.filter((finding) => !stackPlans[i].findings.includes(finding)),
  );
}

function checkStack(stack: string, existing: readonly string[]): void {
  if (!existing.includes(stack)) {
    throw new UserError(`There is no stack '${stack}'; there are: ${existing.join(", ")}`);
  }
}

function siblingOf(
  reference: string,
  known: Record<string, Record<string, unknown>>,
): { outputs: Props } | string {
  const short = (name: string) => name.split("/").slice(-2).join("/");
  const found = Object.entries(known).find(([name]) => short(name) === short(reference));
  return found ? { outputs: found[1] as Props } : "`stackOutputs` has no such stack";
}

function planned(resource: RegisteredResource, plan: StackPlan): PlannedResource {
  const { options } = resource;
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    parent: resource.parent,
    kind: resource.kind,
    remote: resource.remote,
    provider: resource.provider,
    id: resource.id,
    inputs: maskProps(resource.remoteArgs ?? resource.inputs),
    outputs: maskProps(resource.outputs),
    dependencies: resource.dependencies,
    propertyDependencies: resource.propertyDependencies,
    references: plan.references.get(resource.urn) ?? [],
    aliases: resource.aliases,
    protect: options.protect ?? false,
    retainOnDelete: options.retainOnDelete ?? false,
    deleteBeforeReplace: options.deleteBeforeReplace ?? false,
    ignoreChanges: options.ignoreChanges,
    transformed: resource.transformed,
    ...linesOf(resource.stack),
  };
}

function typeOf(kind: ResourceKind): string {
  if (typeof kind === "string") {
    return kind;
  }
  const { __pulumiType, token } = kind as { __pulumiType?: string; token?: string };
  const type = __pulumiType ?? token;
  if (type === undefined) {
    const name = (kind as { name?: string }).name ?? "this";
    throw new Error(
      `${name} has no type token of its own; pass the token, e.g. "strata:data:Bucket"`,
    );
  }
  return type;
}
