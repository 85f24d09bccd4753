/** Where the tasks of services run. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../../component";
import { Access } from "../../contracts";
import { logGroupArgs } from "../../base/log-groups";
import { ClusterServers, ClusterServersArgs, makeServers } from "./cluster-servers";

export interface ClusterArgs {
  /** Servers beside Fargate, for services with `capacity: "servers"`. Default: none. */
  servers?: ClusterServersArgs;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    cluster: aws.ecs.ClusterArgs;
    capacity: aws.ecs.ClusterCapacityProvidersArgs;
    execAudit: aws.cloudwatch.LogGroupArgs;
    provider: aws.ecs.CapacityProviderArgs;
  }>;
}

/** What Fargate offers; every cluster may use both. */
export const fargateProviders = { regular: "FARGATE", spot: "FARGATE_SPOT" } as const;

/**
 * An ECS cluster with Container Insights, Fargate and Fargate Spot, and a log group with what was typed
 * and answered in every `aws ecs execute-command`. A `Service` makes one of its own; share one where
 * services belong together.
 *
 * Creates: 1 cluster, its capacity providers, 1 log group; with `servers` a `Fleet`, which comes and goes with the
 * tasks, and its capacity provider. Costs nothing when idle; Container Insights costs
 * by metric, about $2 a month a service.
 *
 * @example
 * const cluster = new Cluster("shop");
 * new Service("pages", { network, cluster, image: "public.ecr.aws/nginx/nginx-unprivileged:1.29" });
 */
export class Cluster extends Component {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Name of the capacity provider of its servers; absent where it has none. */
  readonly serverProvider?: pulumi.Output<string>;
  /** What must stand before a service runs in it: its capacity providers. */
  readonly ready: readonly pulumi.Resource[];
  readonly nodes: {
    readonly cluster: aws.ecs.Cluster;
    readonly execAudit: aws.cloudwatch.LogGroup;
    readonly servers?: ClusterServers;
  };

  constructor(name: string, args: ClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Cluster", name, args, opts);
    const key = this.environment.keyArn("logs");
    const execAudit = this.child(
      aws.cloudwatch.LogGroup,
      "exec-audit",
      logGroupArgs(this.environment),
    );
    const cluster = this.child(
      aws.ecs.Cluster,
      main,
      {
        settings: [{ name: "containerInsights", value: "enabled" }],
        configuration: {
          executeCommandConfiguration: {
            kmsKeyId: key,
            logging: "OVERRIDE",
            logConfiguration: {
              cloudWatchLogGroupName: execAudit.name,
              cloudWatchEncryptionEnabled: key !== undefined,
            },
          },
        },
      },
      { dependsOn: [...this.environment.once("ecsRole")] },
    );
    const { child } = this;
    const servers = args.servers && makeServers(name, args.servers, cluster, this, child);
    const capacity = this.child(aws.ecs.ClusterCapacityProviders, "capacity", {
      clusterName: cluster.name,
      capacityProviders: [
        ...Object.values(fargateProviders),
        ...(servers ? [servers.provider.name] : []),
      ],
      defaultCapacityProviderStrategies: [
        { capacityProvider: fargateProviders.regular, base: 0, weight: 1 },
      ],
    });
    this.name = cluster.name;
    this.arn = cluster.arn;
    this.ready = [capacity];
    this.serverProvider = servers?.provider.name;
    this.nodes = { cluster, execAudit, servers };
  }

  /** What a task needs so that people may run commands in it (ECS developer guide, "Monitor containers with ECS Exec"). */
  exec(): Access {
    const key = this.environment.keyArn("logs");
    return {
      statements: [
        {
          Effect: "Allow",
          Action: [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
          Resource: "*",
        },
        { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${this.nodes.execAudit.arn}:*`,
        },
        ...(key ? [{ Effect: "Allow" as const, Action: "kms:Decrypt", Resource: key }] : []),
      ],
    };
  }
}
