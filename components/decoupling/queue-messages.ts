/** The trigger that runs a function for a queue's messages. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { Transform } from "../component";
import { Access, Invocable, Trigger } from "../contracts";

export interface MessagesArgs {
  /** Most messages in one call. Default: 10. Limit: 1 to 10,000, 10 for a FIFO queue; above 10 the queue needs a `batchingWindow`. */
  batchSize?: number;
  /** Most calls at the same time. Default: no bound but the function's own. Limit: 2 to 1,000. */
  maximumConcurrency?: number;
  /** Patterns of the message body; a message that fits none is deleted unread. Limit: 5 patterns of 4,096 characters. */
  filters?: { [field: string]: unknown }[];
  /** Changes the event source mapping. */
  transform?: Transform<aws.lambda.EventSourceMappingArgs>;
}

/** What the trigger needs of its queue. */
interface Source {
  name: string;
  arn: pulumi.Output<string>;
  fifo: boolean;
  consumerTimeout: number;
  batchingWindow: number;
  poll: Access;
  child(
    suffix: string,
    args: aws.lambda.EventSourceMappingArgs,
    opts: pulumi.CustomResourceOptions,
  ): aws.lambda.EventSourceMapping;
}

export function queueMessages(
  queue: Source,
  args: MessagesArgs,
): Trigger<SQSEvent, SQSBatchResponse> {
  return {
    access: queue.poll,
    sourceArn: queue.arn,
    connect(target: Invocable): void {
      refuseSlowFunction(queue, target);
      queue.child(
        `to-${target.logicalName}`,
        {
          eventSourceArn: queue.arn,
          functionName: target.arn,
          batchSize: args.batchSize ?? 10,
          ...(queue.batchingWindow > 0 && !queue.fifo
            ? { maximumBatchingWindowInSeconds: queue.batchingWindow }
            : {}),
          functionResponseTypes: ["ReportBatchItemFailures"],
          ...(args.maximumConcurrency === undefined
            ? {}
            : { scalingConfig: { maximumConcurrency: args.maximumConcurrency } }),
          ...(args.filters
            ? {
                filterCriteria: {
                  filters: args.filters.map((body) => ({ pattern: JSON.stringify({ body }) })),
                },
              }
            : {}),
        },
        { dependsOn: [...target.ready] },
      );
    },
  };
}

/** A function that outlives the queue's budget would see its messages delivered a second time. */
function refuseSlowFunction(queue: Source, target: Invocable): void {
  const { timeoutSeconds } = target;
  if (timeoutSeconds !== undefined && timeoutSeconds > queue.consumerTimeout) {
    throw new pulumi.RunError(
      `LambdaFunction "${target.logicalName}": timeout is ${timeoutSeconds}; allowed: at most ${queue.consumerTimeout} seconds, ` +
        `the consumerTimeout of queue "${queue.name}"\n` +
        `  fix: new Queue("${queue.name}", { consumerTimeout: ${timeoutSeconds} }), or a shorter timeout for the function`,
    );
  }
}
