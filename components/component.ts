/** The base of every component: how children are named, tagged, transformed and checked. */
import * as pulumi from "@pulumi/pulumi";
import { childName } from "./base/child-name";
import { checkArguments } from "./base/check-arguments";
import type { Alarmed, Whole } from "./contracts";
import { EnvironmentFacts, safestEnvironment } from "./base/environment-facts";
import { outputsOf } from "./base/outputs";
import { refusal } from "./base/refusal";
import { ResourceClass } from "./base/resource-class";
import { takesTags, typeToken } from "./base/tags";
import { applyTransform, Transform, transformKey, typeKey, withTags } from "./base/transform";

export type { ResourceClass } from "./base/resource-class";
export type { Transform, Transforms } from "./base/transform";

/** How one child is made, beside Pulumi's own options. */
export interface ChildOptions<Args> extends pulumi.CustomResourceOptions {
  /**
   * Key of the child in `args.transform`, for children whose suffix is not known beforehand, such as
   * one for each zone. Default: the suffix in camel case; for the main child the name of its type.
   */
  readonly key?: string;
  /** The user's transform, for what a method makes with arguments of its own: routes, triggers. Default: that of `key`. */
  readonly transform?: Transform<Args>;
}

/** `child()` as a component hands it to the parts it is made of. */
export type MakeChild = <Made extends pulumi.Resource, Args extends object>(
  type: ResourceClass<Made, Args>,
  suffix: string,
  args: Args,
  opts?: ChildOptions<Args>,
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

/** What the arguments of every component may have. */
export interface ComponentArgs {
  /** Changes the arguments of the children, by their suffix in camel case. */
  readonly transform?: Readonly<Record<string, Transform<object> | undefined>>;
}

/**
 * A component of Strata. It makes its children with `child()`, takes the environment from its parent
 * and assigns its outputs to public readonly fields, once each: that registers them. What is nobody
 * else's business is a `#private` field.
 *
 * @example
 * class Inbox extends Component {
 *   readonly url: pulumi.Output<string>;
 *   readonly nodes: { readonly queue: aws.sqs.Queue };
 *
 *   constructor(name: string, args: { delaySeconds?: number } = {}) {
 *     super("strata:decoupling:Inbox", name, args);
 *     const queue = this.child(aws.sqs.Queue, main, { delaySeconds: args.delaySeconds });
 *     this.url = queue.url;
 *     this.nodes = { queue };
 *   }
 * }
 */
export abstract class Component extends pulumi.ComponentResource {
  /** What the stack's `Environment` says; the safest choice where no parent has one. */
  readonly environment: EnvironmentFacts;
  /** The name that was given to the constructor. */
  readonly logicalName: string;
  readonly #token: Token;
  readonly #partOf: Component | undefined;
  readonly #transforms: Readonly<Record<string, Transform<object> | undefined>>;

  protected constructor(
    token: Token,
    name: string,
    args: ComponentArgs | object = {},
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    super(token, name, {}, opts);
    this.logicalName = name;
    this.#transforms = (args as ComponentArgs).transform ?? {};
    this.environment = environmentOf(opts.parent) ?? safestEnvironment(this);
    this.#token = token;
    this.#partOf = opts.parent instanceof Component ? opts.parent : undefined;
    if (isAlarmed(this)) this.environment.watch?.(this);
  }

  /** Name of its layer, such as `data`: what its resources are tagged with. */
  get layer(): string {
    return this.#token.split(":")[1];
  }

  /** The component that it was made in; undefined in an environment or at the top. */
  get partOf(): Whole | undefined {
    return this.#partOf;
  }

  /**
   * Makes a child resource named `<component>-<suffix>`, which is shortened where the provider could
   * make no physical name of it; the main one has the component's name or is refused.
   *
   * In this order: `Layer` tag where the type has tags; the user's transform, which is that of the
   * suffix (`transform.deadLetters` for `dead-letters`) or, for the main child, of the type
   * (`transform.queue`); every rule of the rulebook on the values known now. All broken rules are
   * reported in one error.
   *
   * @throws pulumi.RunError naming component, argument, value, limit and fix.
   */
  // Bound, so that parts get `this.child` as it is; a function is no output.
  // eslint-disable-next-line no-restricted-syntax
  protected readonly child: MakeChild = (type, suffix, args, { key, transform, ...opts } = {}) => {
    const options: pulumi.CustomResourceOptions = { ...opts, parent: this };
    const tagged = takesTags(type) ? withTags(args, { Layer: this.layer }) : args;
    const known = key ?? (suffix === main ? typeKey(typeToken(type)) : transformKey(suffix));
    const wanted = transform ?? (this.#transforms[known] as typeof transform);
    const transformed = applyTransform(tagged, wanted, options);
    const name = childName(typeToken(type), this.logicalName, suffix, transformed);
    checkArguments(this, type, name, transformed);
    return new type(name, transformed, options);
  };

  /**
   * Called by Pulumi once the program has composed its stack: the component's public fields are its
   * outputs, so nobody has to list them a second time.
   */
  protected override registerOutputs(): void {
    super.registerOutputs(outputsOf(this));
  }

  /** Protection for what holds data or addresses: `disposable` things have none. */
  protected keep(disposable = false): pulumi.CustomResourceOptions {
    return disposable ? {} : { protect: true, retainOnDelete: true };
  }

  /** An error in the component's own arguments, worded like those of the rulebook. */
  // eslint-disable-next-line no-restricted-syntax -- as `child`
  protected readonly refuse: Refuse = (argument, found, allowed, fix) => {
    const component = `${this.constructor.name} "${this.logicalName}"`;
    return refusal(component, argument, found, allowed, fix);
  };
}

/** Whether a component states alarms of its own. */
export function isAlarmed<Some extends object>(component: Some): component is Some & Alarmed {
  return "alarmDefinitions" in component;
}

function environmentOf(parent: pulumi.Resource | undefined): EnvironmentFacts | undefined {
  return (parent as { environment?: EnvironmentFacts } | undefined)?.environment;
}

/** A component class whose arguments need not be given. */
interface ComponentClass<Made extends Component, Args> {
  new (name: string, args: Args, opts?: pulumi.ComponentResourceOptions): Made;
}

/**
 * `static readonly existing = existing(ExistingQueue)`: gives what is there already the methods of what
 * is made. Nothing is made or changed.
 */
export function existing<Made extends Component, Args>(
  type: ComponentClass<Made, Args>,
): (name: string, args: Args, opts?: pulumi.ComponentResourceOptions) => Made {
  return (name, args, opts) => new type(name, args, opts);
}
