/** The base of every component: how children are named, tagged, transformed and checked. */
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "./check-arguments";
import { EnvironmentFacts, safestEnvironment } from "./environment-facts";
import { refusal } from "./refusal";
import { takesTags } from "./tags";

/**
 * Changes the arguments of one child: either arguments that are laid over ours (`tags` are merged),
 * or a function that changes what it gets or returns a new object. `opts` may be changed in place.
 *
 * @example
 * new Queue("uploads", { transform: { queue: { delaySeconds: 5 } } });
 * new Queue("uploads", { transform: { queue: (args) => ({ ...args, delaySeconds: 5 }) } });
 */
export type Transform<Args> =
  Partial<Args> | ((args: Args, opts: pulumi.CustomResourceOptions) => Args | void);

/** A resource class such as `aws.sqs.Queue`. */
export interface ResourceClass<Made extends pulumi.Resource, Args> {
  new (name: string, args: Args, opts?: pulumi.CustomResourceOptions): Made;
}

/** `child()` as a component hands it to the parts it is made of. */
export type MakeChild = <Made extends pulumi.Resource, Args extends object>(
  type: ResourceClass<Made, Args>,
  suffix: string,
  args: Args,
  transform?: Transform<Args>,
  opts?: pulumi.CustomResourceOptions,
) => Made;

/** `refuse()` as a component hands it to the parts it is made of. */
export type Refuse = (
  argument: string,
  found: unknown,
  allowed: string,
  fix: string,
) => pulumi.RunError;

/** The suffix of a component's main child, which has the component's own name. */
export const main = "";

/** `strata:<layer>:<Class>`; stays the same whatever the project is called. */
export type Token = `strata:${string}:${string}`;

/**
 * A component of Strata. It makes its children with `child()`, takes the environment from its
 * parent, assigns its outputs to public readonly fields and ends with `registerOutputs`.
 */
export abstract class Component extends pulumi.ComponentResource {
  /** What the stack's `Environment` says; the safest choice where no parent has one. */
  readonly environment: EnvironmentFacts;
  /** The name that was given to the constructor. */
  readonly logicalName: string;
  private readonly layer: string;

  protected constructor(token: Token, name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super(token, name, {}, opts);
    this.logicalName = name;
    this.layer = token.split(":")[1];
    this.environment = environmentOf(opts.parent) ?? safestEnvironment(this);
  }

  /**
   * Makes a child resource named `<component>-<suffix>`.
   *
   * In this order: `Layer` tag where the type has tags, the user's transform, every rule of the
   * rulebook on the values known now. All broken rules are reported in one error.
   *
   * @throws pulumi.RunError naming component, argument, value, limit and fix.
   */
  protected child<Made extends pulumi.Resource, Args extends object>(
    type: ResourceClass<Made, Args>,
    suffix: string,
    args: Args,
    transform?: Transform<Args>,
    opts: pulumi.CustomResourceOptions = {},
  ): Made {
    const name = suffix === main ? this.logicalName : `${this.logicalName}-${suffix}`;
    const options: pulumi.CustomResourceOptions = { ...opts, parent: this };
    const tagged = takesTags(type) ? withTags(args, { Layer: this.layer }) : args;
    const transformed = applyTransform(tagged, transform, options);
    checkArguments(this, type, name, transformed);
    return new type(name, transformed, options);
  }

  /** Protection for what holds data or addresses: `disposable` things have none. */
  protected keep(disposable = false): pulumi.CustomResourceOptions {
    return disposable ? {} : { protect: true, retainOnDelete: true };
  }

  /** An error in the component's own arguments, worded like those of the rulebook. */
  protected refuse(
    argument: string,
    found: unknown,
    allowed: string,
    fix: string,
  ): pulumi.RunError {
    const component = `${this.constructor.name} "${this.logicalName}"`;
    return refusal(component, argument, found, allowed, fix);
  }
}

function environmentOf(parent: pulumi.Resource | undefined): EnvironmentFacts | undefined {
  return (parent as { environment?: EnvironmentFacts } | undefined)?.environment;
}

function withTags<Args extends object>(args: Args, tags: Record<string, string>): Args {
  const given = (args as { tags?: pulumi.Input<Record<string, pulumi.Input<string>>> }).tags;
  return { ...args, tags: mergeTags(tags, given) };
}

function mergeTags(
  ours: pulumi.Input<Record<string, pulumi.Input<string>>>,
  theirs: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
  return isPlainRecord(ours) && isPlainRecord(theirs ?? {})
    ? { ...ours, ...theirs }
    : pulumi.all([ours, theirs ?? {}]).apply(([a, b]) => ({ ...a, ...b }));
}

function isPlainRecord(value: unknown): value is Record<string, pulumi.Input<string>> {
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

function applyTransform<Args extends object>(
  args: Args,
  transform: Transform<Args> | undefined,
  opts: pulumi.CustomResourceOptions,
): Args {
  if (typeof transform === "function") {
    return transform(args, opts) ?? args;
  }
  if (!transform) {
    return args;
  }
  const tags = (transform as { tags?: pulumi.Input<Record<string, pulumi.Input<string>>> }).tags;
  const ours = (args as { tags?: pulumi.Input<Record<string, pulumi.Input<string>>> }).tags;
  return { ...args, ...transform, ...(tags && ours ? { tags: mergeTags(ours, tags) } : {}) };
}
