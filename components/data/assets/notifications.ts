/** The one notification document of a bucket. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface NotifyArgs {
  /** Which events. Default: `["s3:ObjectCreated:*"]`. */
  events?: string[];
  /** Only keys that start so. Default: all. Two notifications of one event may not overlap (rule S3N-02). */
  prefix?: string;
  /** Only keys that end so. Default: all. */
  suffix?: string;
}

/** One line of the document. */
export interface Notification extends NotifyArgs {
  id: string;
  kind: "queue" | "topic" | "function";
  arn: pulumi.Output<string>;
}

/** The document's arguments, sorted by id so that the order of calls never shows. */
export function notificationArgs(
  bucket: pulumi.Input<string>,
  collected: Promise<readonly Notification[]>,
): aws.s3.BucketNotificationArgs {
  const sorted = collected.then((all) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1)));
  const ofKind = (kind: Notification["kind"]) =>
    sorted.then((all) => all.filter((notification) => notification.kind === kind));
  return {
    bucket,
    lambdaFunctions: ofKind("function").then((all) =>
      all.map((n) => ({ ...entryOf(n), lambdaFunctionArn: n.arn })),
    ),
    queues: ofKind("queue").then((all) => all.map((n) => ({ ...entryOf(n), queueArn: n.arn }))),
    topics: ofKind("topic").then((all) => all.map((n) => ({ ...entryOf(n), topicArn: n.arn }))),
  };
}

/** What S3 calls the line, without its target. */
export function entryOf({ id, events = ["s3:ObjectCreated:*"], prefix, suffix }: Notification) {
  return {
    id,
    events,
    ...(prefix ? { filterPrefix: prefix } : {}),
    ...(suffix ? { filterSuffix: suffix } : {}),
  };
}
