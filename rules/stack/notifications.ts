import { cloudwatch } from "../base/types/cloudwatch";
import { lambda } from "../base/types/lambda";
import { s3 } from "../base/types/s3";
import { sns } from "../base/types/sns";
import { sqs } from "../base/types/sqs";
import type { StackProblem, StackRule } from "../base/rule";
import { equals, isAbsent, textAt } from "../base/values";
import { subscriptionFilters } from "../logs";
import { graphOf } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
/** Keys that AWS manages: their policies can't admit another service. */
export const AWS_KEY = /alias\/aws\/(sns|sqs)$/;

export const stackRules: readonly StackRule[] = [
  {
    id: "S3N-03",
    severity: "error",
    type: s3.bucketNotification,
    limit: "a permission for s3.amazonaws.com on the function, made before the notification",
    source: `${GUIDE}/grant-destinations-permissions-to-s3.html`,
    fix: "Add a lambda.Permission with the bucket's ARN and account, and name it in the notification's dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const permissions = graph
        .ofType(lambda.permission)
        .filter(({ values }) => equals(values, "principal", "s3.amazonaws.com"))
        .map((permission) => ({ permission, fn: graph.function(permission, "function") }));
      // A permission whose function can't be told may be for any of them.
      if (permissions.some(({ fn }) => fn === undefined)) return [];
      return graph.ofType(s3.bucketNotification).flatMap((notification) =>
        graph
          .candidates(notification, "lambdaFunctions", lambda.function)
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
    type: [sqs.queue, sns.topic],
    limit: "a key of your own on an encrypted queue or topic; AWS's own key does not admit S3",
    source: `${GUIDE}/grant-destinations-permissions-to-s3.html`,
    fix: "Use a customer-managed key whose policy allows s3.amazonaws.com, or SSE-SQS on the queue.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(s3.bucketNotification).flatMap((notification) =>
        [
          ...graph.candidates(notification, "queues", sqs.queue),
          ...graph.candidates(notification, "topics", sns.topic),
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
    type: sns.subscription,
    limit: "sqs; a FIFO topic delivers to queues only",
    source: "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
    fix: "Put a queue between the FIFO topic and its consumer.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(sns.subscription).flatMap((subscription): StackProblem[] => {
        const topic = graph.one(subscription, "topic", sns.topic);
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
    type: cloudwatch.logSubscription,
    limit: `at most ${subscriptionFilters} subscription filters on a log group`,
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
    fix: "Let one subscriber hand the lines on, for example through a Kinesis stream.",
    checkStack: (resources) => {
      return graphOf(resources)
        .sharers(cloudwatch.logSubscription, "logGroup", cloudwatch.logGroup)
        .filter(({ earlier }) => earlier >= subscriptionFilters)
        .map(({ resource, shared }) => ({
          ...{ urn: resource.urn, argument: "logGroup", found: shared.name },
        }));
    },
  },
  {
    id: "LOG-03",
    severity: "error",
    type: cloudwatch.logSubscription,
    limit:
      "lines of other groups than the one that the function writes to; each call would cause the next",
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-recursion-prevention.html",
    fix: "Read the group with a function that logs elsewhere.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(cloudwatch.logSubscription).flatMap((filter): StackProblem[] => {
        const fn = graph.function(filter, "destinationArn");
        const group = graph.one(filter, "logGroup", cloudwatch.logGroup);
        if (fn === undefined || group === undefined) return [];
        const own = graph.one(fn, "loggingConfig.logGroup", cloudwatch.logGroup);
        const byName = textAt(group.values, "name") === `/aws/lambda/${textAt(fn.values, "name")}`;
        const isOwn =
          own === undefined
            ? byName && isAbsent(fn.values, "loggingConfig.logGroup")
            : own === group;
        return isOwn ? [{ urn: filter.urn, argument: "destinationArn", found: fn.name }] : [];
      });
    },
  },
];
