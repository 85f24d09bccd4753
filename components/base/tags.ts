/** Which resource types have a map of tags. */
import { ResourceClass } from "./resource-class";
import * as pulumi from "@pulumi/pulumi";

/**
 * Types whose `tags` is not a map of strings: an Auto Scaling group takes a list whose entries say
 * whether instances inherit them.
 */
const OTHER_TAGS = new Set(["aws:autoscaling/group:Group"]);

const answers = new WeakMap<object, boolean>();

/**
 * True where the type takes a `tags` map. The SDK's types are gone at run time, but its generated
 * constructors copy each argument in a line of its own, and a class prints its own source.
 */
export function takesTags<Made extends pulumi.Resource, Args>(
  type: ResourceClass<Made, Args>,
): boolean {
  let answer = answers.get(type);
  if (answer === undefined) {
    answer =
      !OTHER_TAGS.has(typeToken(type)) && /resourceInputs\["tags"\] = args\b/.test(type.toString());
    answers.set(type, answer);
  }
  return answer;
}

/** The type token of a resource class, such as `aws:sqs/queue:Queue`. */
export function typeToken<Made extends pulumi.Resource, Args>(
  type: ResourceClass<Made, Args>,
): string {
  return (type as unknown as { __pulumiType?: string }).__pulumiType ?? type.name;
}
