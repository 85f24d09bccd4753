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
import { Props, Value, sortKeys } from "../cloud-model";
import { compareResources, Comparison } from "./engine/compare";
import { Program, runInProcess } from "./host/in-process";
import { Finding } from "./report/plan";
import { qualified, readProject, readStack, stacksOf, UserError } from "./host/project";
import { overStacks } from "./host/over-stacks";
import { Deployment } from "./engine/registration";
import { checkRules } from "./engine/rulebook";
import { conflictsOf, deletedFirst, UpdateConflict } from "./engine/update-conflicts";
import { refusedChanges } from "./engine/refused-changes";
import { runProgram } from "./host/run-program";
import { planStack } from "./host/stack-plan";
import { Plan } from "./testing/plan";

export { Comparison, ResourceChange } from "./engine/compare";
export { Expected } from "./engine/matching";
export { UpdateConflict } from "./engine/update-conflicts";
export { Program } from "./host/in-process";
export { Finding, SourceLine } from "./report/plan";
export { Plan, PlannedResource, ResourceKind } from "./testing/plan";

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
