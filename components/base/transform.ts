/** How a user changes what a component makes. */
import * as pulumi from "@pulumi/pulumi";

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

/**
 * The transforms of a component's children: `Transforms<{ queue: aws.sqs.QueueArgs }>`. A child's key is
 * its suffix in camel case; the main child's is the name of its type.
 */
export type Transforms<Children> = { [Child in keyof Children]?: Transform<Children[Child]> };

/** `dead-letters` is `deadLetters`. */
export function transformKey(suffix: string): string {
  return suffix.replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `aws:sqs/queue:Queue` is `queue`. */
export function typeKey(token: string): string {
  const name = token.slice(token.lastIndexOf(":") + 1);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The arguments as the user wants them; `opts` may be changed in place. */
export function applyTransform<Args extends object>(
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
  const [ours, theirs] = [tagsOf(args), tagsOf(transform)];
  return {
    ...args,
    ...transform,
    ...(ours && theirs ? { tags: mergeTags(ours, theirs) } : {}),
  };
}

type Tags = pulumi.Input<Record<string, pulumi.Input<string>>>;

const tagsOf = (args: object): Tags | undefined => (args as { tags?: Tags }).tags;

/** The arguments with tags of ours, which those that are there already beat. */
export function withTags<Args extends object>(args: Args, tags: Record<string, string>): Args {
  return { ...args, tags: mergeTags(tags, tagsOf(args)) };
}

function mergeTags(ours: Tags, theirs: Tags | undefined): Tags {
  return isPlainRecord(ours) && isPlainRecord(theirs ?? {})
    ? { ...ours, ...theirs }
    : pulumi.all([ours, theirs ?? {}]).apply(([a, b]) => ({ ...a, ...b }));
}

function isPlainRecord(value: unknown): value is Record<string, pulumi.Input<string>> {
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}
