import { types } from "../resource-types";
import type { StackProblem, StackResource, StackRule } from "../rule";
import { equals, textAt } from "../values";
import { graphOf } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
/** Keys that AWS manages: their policies can't admit another service. */
const AWS_KEY = /alias\/aws\/(sns|sqs)$/;

export const notificationStackRules: readonly StackRule[] = [
  {
    id: "S3N-01",
    severity: "error",
    type: types.bucketNotification,
    limit: "one BucketNotification for a bucket; a second overwrites the first",
    source: `${GUIDE}/EventNotifications.html`,
    fix: "Put all destinations into one BucketNotification, as the bucket's triggers do.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const owners = new Map<StackResource, StackResource>();
      return graph.ofType(types.bucketNotification).flatMap((notification): StackProblem[] => {
        const bucket = graph.one(notification, "bucket", types.bucket);
        if (bucket === undefined) return [];
        const first = owners.get(bucket);
        if (first === undefined) owners.set(bucket, notification);
        return first === undefined
          ? []
          : [
              {
                urn: notification.urn,
                argument: "bucket",
                found: bucket.name,
                limit: `a bucket without a BucketNotification; ${first.name} is one of the same bucket`,
              },
            ];
      });
    },
  },
  {
    id: "S3N-03",
    severity: "error",
    type: types.bucketNotification,
    limit: "a permission for s3.amazonaws.com on the function, made before the notification",
    source: `${GUIDE}/grant-destinations-permissions-to-s3.html`,
    fix: "Add a lambda.Permission with the bucket's ARN and account, and name it in the notification's dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const permissions = graph
        .ofType(types.permission)
        .filter(({ values }) => equals(values, "principal", "s3.amazonaws.com"))
        .map((permission) => ({ permission, fn: graph.function(permission, "function") }));
      // A permission whose function can't be told may be for any of them.
      if (permissions.some(({ fn }) => fn === undefined)) return [];
      return graph.ofType(types.bucketNotification).flatMap((notification) =>
        graph
          .candidates(notification, "lambdaFunctions", types.function)
          .flatMap((fn): StackProblem[] => {
            const permission = permissions.find((entry) => entry.fn === fn)?.permission;
            if (permission !== undefined && notification.dependencies.includes(permission.urn))
              return [];
            return [
              {
                urn: notification.urn,
                argument: "lambdaFunctions",
                found: fn.name,
                limit:
                  permission === undefined
                    ? "functions that s3.amazonaws.com may invoke"
                    : `a dependency on ${permission.name}, so that the permission is there first`,
              },
            ];
          }),
      );
    },
  },
  {
    id: "S3N-04",
    severity: "error",
    type: [types.queue, types.topic],
    limit: "a key of your own on an encrypted queue or topic; AWS's own key does not admit S3",
    source: `${GUIDE}/grant-destinations-permissions-to-s3.html`,
    fix: "Use a customer-managed key whose policy allows s3.amazonaws.com, or SSE-SQS on the queue.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.bucketNotification).flatMap((notification) =>
        [
          ...graph.candidates(notification, "queues", types.queue),
          ...graph.candidates(notification, "topics", types.topic),
        ]
          .filter(({ values }) => AWS_KEY.test(textAt(values, "kmsMasterKeyId") ?? ""))
          .map((destination) => ({
            urn: destination.urn,
            argument: "kmsMasterKeyId",
            found: destination.values["kmsMasterKeyId"],
          })),
      );
    },
  },
  {
    id: "SNS-01-stack",
    severity: "error",
    type: types.subscription,
    limit: "sqs; a FIFO topic delivers to queues only",
    source: "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
    fix: "Put a queue between the FIFO topic and its consumer.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(types.subscription).flatMap((subscription): StackProblem[] => {
        const topic = graph.one(subscription, "topic", types.topic);
        const protocol = textAt(subscription.values, "protocol");
        return topic !== undefined &&
          equals(topic.values, "fifoTopic", true) &&
          protocol !== undefined &&
          protocol !== "sqs"
          ? [{ urn: subscription.urn, argument: "protocol", found: protocol }]
          : [];
      });
    },
  },
  {
    id: "LOG-01",
    severity: "error",
    type: types.logSubscription,
    limit: "at most 2 subscription filters on a log group",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
    fix: "Let one subscriber hand the lines on, for example through a Kinesis stream.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const filters = graph.ofType(types.logSubscription);
      const groups = filters.map((filter) => graph.one(filter, "logGroup", types.logGroup));
      return filters.flatMap((filter, index): StackProblem[] => {
        const group = groups[index];
        const earlier = groups.slice(0, index).filter((other) => other === group).length;
        return group !== undefined && earlier >= 2
          ? [{ urn: filter.urn, argument: "logGroup", found: group.name }]
          : [];
      });
    },
  },
];
