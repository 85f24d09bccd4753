/** What a program would deploy, as a test asks about it. */
import { Props, Reference, Value } from "../../cloud-model";
import { Expected, mismatches } from "../engine/matching";
import { RegisteredResource } from "../engine/registration";
import { didYouMean } from "../engine/suggestions";
import { LogLine } from "../host/monitor";
import { linesOf } from "../host/source-lines";
import { StackPlan } from "../host/stack-plan";
import { maskProps } from "../report/masking";
import { Finding, SourceLine } from "../report/plan";

/** A resource class such as `aws.sqs.Queue`, or a type token such as `aws:sqs/queue:Queue`. */
export type ResourceKind = string | { readonly prototype: object };

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
