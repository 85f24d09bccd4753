/** The trigger that runs a function for the messages of a broker's queue. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse, Transform } from "../../component";
import { Access, Invocable, PolicyStatement, Trigger } from "../../contracts";
import type { BrokerEngine } from "./broker-engines";
import type { BrokerEvent } from "./broker-events";

/** What one call gets at most. Lambda's own default is 100, which all come again where one fails. */
const DEFAULT_BATCH_SIZE = 10;

export interface BrokerMessagesArgs {
  /** Most messages in one call; where the function fails at one, all of them come again. Default: 10. Limit: 1 to 10,000, and 6 MB. */
  batchSize?: number;
  /** Seconds that messages are gathered for a batch. Default: AWS's, half a second; once set it can be changed, but not taken away. Limit: 0 to 300. */
  maximumBatchingWindowInSeconds?: number;
  /** Virtual host of the queue. RabbitMQ only. Default: `/`. */
  virtualHost?: string;
  /** Patterns of the messages' data, which must be JSON; a message that fits none is taken from the queue unread. Default: all. Limit: 5 patterns of 4,096 characters. */
  filters?: { readonly [field: string]: unknown }[];
  /** Changes the event source mapping. */
  transform?: Transform<aws.lambda.EventSourceMappingArgs>;
}

/** What the trigger needs of its broker. */
export interface BrokerSource {
  readonly engineType: BrokerEngine;
  readonly arn: pulumi.Output<string>;
  readonly secretArn: pulumi.Output<string>;
  /** Reads the secret, and asks what the broker is like. */
  readonly poll: Access;
  /** Opens the poller's way to the broker and to the services that it calls; what must stand before it starts. */
  openPath(): readonly pulumi.Resource[];
  readonly child: MakeChild;
  readonly refuse: Refuse;
}

/**
 * Lambda's poller makes network interfaces beside the broker with the function's role (Lambda guide,
 * "Process Amazon MQ messages with Lambda", execution role permissions). EC2 knows none of them before.
 */
const networkInterfaces: PolicyStatement = {
  Effect: "Allow",
  Action: [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
  ],
  Resource: "*",
};

export function brokerMessages<Engine extends BrokerEngine>(
  broker: BrokerSource,
  queue: string,
  args: BrokerMessagesArgs,
): Trigger<BrokerEvent<Engine>, unknown> {
  const { virtualHost, maximumBatchingWindowInSeconds: window } = args;
  if (virtualHost !== undefined && broker.engineType !== "RabbitMQ") {
    const fix = "remove it: ActiveMQ has no virtual hosts";
    throw broker.refuse("virtualHost", virtualHost, "nothing for ActiveMQ", fix);
  }
  const host = broker.engineType === "RabbitMQ" ? (virtualHost ?? "/") : undefined;
  return {
    access: { statements: [...broker.poll.statements, networkInterfaces] },
    sourceArn: broker.arn,
    connect(target: Invocable): void {
      const path = broker.openPath();
      broker.child(
        aws.lambda.EventSourceMapping,
        `${queue}-to-${target.logicalName}`,
        {
          eventSourceArn: broker.arn,
          functionName: target.arn,
          queues: queue,
          batchSize: args.batchSize ?? DEFAULT_BATCH_SIZE,
          ...(window === undefined ? {} : { maximumBatchingWindowInSeconds: window }),
          sourceAccessConfigurations: [
            { type: "BASIC_AUTH", uri: broker.secretArn },
            ...(host === undefined ? [] : [{ type: "VIRTUAL_HOST", uri: host }]),
          ],
          ...(args.filters
            ? {
                filterCriteria: {
                  filters: args.filters.map((data) => ({ pattern: JSON.stringify({ data }) })),
                },
              }
            : {}),
        },
        { key: "mapping", transform: args.transform, dependsOn: [...target.ready, ...path] },
      );
    },
  };
}
