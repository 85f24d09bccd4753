/** A Valkey cache (Amazon ElastiCache). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardingGroup } from "../../wiring/guarding-group";
import { whenMade } from "../../base/outputs";
import { accessTo } from "../../base/grants";
import { existing, main } from "../../component";
import { Access, AlarmDefinition, Alarmed } from "../../contracts";
import { vendedLogGroupArgs } from "../../base/log-groups";
import { secretGrants } from "../../base/secret-grants";
import { AccessibleValkey, ExistingValkey } from "./accessible-valkey";
import { CacheEndpoint, nodeArguments, ValkeyArgs } from "./valkey-args";
import { makeValkeyUsers, ValkeyUsers } from "./valkey-users";

const PORT = 6379;
const DEFAULT_VERSION = "8.1";
/** "Resource tags and long-running operations": a group of many shards takes longer than the provider's hour. */
const TIMEOUTS = { create: "2h", update: "3h", delete: "1h" };

/**
 * A cache for sessions, counters and answers that take long: encrypted, reached over TLS inside the VPC
 * only, by users of its own that sign in with their role. In production it has a replica in another zone
 * that takes over. Protected and retained unless disposable.
 *
 * Creates: 1 replication group with a subnet group, a log group for slow and engine logs, and where
 * asked a parameter group, or 1 serverless cache; 1 security group, 1 user group and its users. Costs
 * about $9 a month for a cache.t4g.micro node in eu-west-1, and at least $6 serverless.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
 * const sessions = new Valkey("sessions", { network, users: { app: {} } });
 * new LambdaFunction("sign-in", async () => sessions.host.get(), {
 *   vpc: { network },
 *   access: [sessions.connect()],
 * });
 */
export class Valkey extends AccessibleValkey implements Alarmed {
  /** Gives a cache that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingValkey);
  readonly arn: pulumi.Output<string>;
  readonly cacheName: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  /** Address for reads that may be a little old. */
  readonly readerHost: pulumi.Output<string>;
  readonly port: number;
  readonly securityGroupId: pulumi.Output<string>;
  /** Name that each user signs in with, by the name that the program gave it. */
  readonly userNames: Readonly<Record<string, pulumi.Output<string>>>;
  readonly nodes: {
    readonly replicationGroup?: aws.elasticache.ReplicationGroup;
    readonly serverlessCache?: aws.elasticache.ServerlessCache;
    readonly securityGroup: aws.ec2.SecurityGroup;
  } & ValkeyUsers;
  readonly #members: readonly string[];

  /** @throws pulumi.RunError where the arguments contradict each other or AWS's limits. */
  constructor(name: string, args: ValkeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Valkey", name, args, opts);
    this.#refuseContradictions(args);
    const securityGroup = guardingGroup(`Cache ${name}`, args.network, this.child);
    const users = makeValkeyUsers(args.users ?? { app: {} }, {
      cache: name,
      secretsKey: this.environment.keyArn("secrets"),
      keep: this.keep(args.disposable),
      child: this.child,
    });
    const made = args.serverless
      ? this.#serverless(args, securityGroup, users)
      : this.#replicationGroup(args, securityGroup, users);
    this.arn = made.arn;
    this.cacheName = made.cacheName;
    this.host = made.host;
    this.readerHost = made.readerHost;
    this.port = args.port ?? PORT;
    this.securityGroupId = securityGroup.id;
    this.userNames = Object.fromEntries(
      Object.entries(users.users).map(([user, { userName }]) => [user, userName]),
    );
    this.nodes = { ...made.nodes, ...users, securityGroup };
    this.#members = args.serverless ? [] : memberSuffixes(args.shards, this.#replicas(args));
  }

  /** Reads the password of a user whose authentication is `password`, and connects. */
  connectByPassword(user: string): Access {
    const secret = this.nodes.secrets[user];
    if (!secret) {
      const known = Object.keys(this.nodes.secrets).join(", ") || "no user of this cache has one";
      const fix = "use connect(), or set the user's authentication to password";
      throw this.refuse("user", user, `a user with a password: ${known}`, fix);
    }
    const connection = { to: this, port: this.port };
    const keyArn = this.environment.keyArn("secrets");
    return accessTo({ arn: secret.arn, keyArn, connection }, secretGrants.read);
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    const namespace = "AWS/ElastiCache";
    if (this.nodes.serverlessCache) {
      const dimensions = { CacheName: this.cacheName };
      return [
        {
          name: "throttled",
          description: "Requests are throttled: raise maximumProcessingUnits.",
          ...{ namespace, metricName: "ThrottledCmds", dimensions, statistic: "Sum", threshold: 0 },
        },
      ];
    }
    return this.#members.flatMap((member): AlarmDefinition[] => {
      const dimensions = { CacheClusterId: pulumi.interpolate`${this.cacheName}-${member}` };
      const high = { namespace, dimensions, statistic: "Maximum", threshold: 80 } as const;
      return [
        {
          ...{ ...high, name: `memory-${member}`, metricName: "DatabaseMemoryUsagePercentage" },
          description: "The node is nearly full, and evicts keys soon: take a larger nodeType.",
          evaluationPeriods: 3,
        },
        {
          ...{ ...high, name: `processor-${member}`, metricName: "EngineCPUUtilization" },
          description: "The engine's one thread is busy: add replicas or shards.",
          evaluationPeriods: 3,
        },
      ];
    });
  }

  protected userArn(user: string): pulumi.Output<string> {
    const known = this.nodes.users[user];
    if (!known || user in this.nodes.secrets) {
      const names = Object.keys(this.nodes.users).filter((name) => !(name in this.nodes.secrets));
      const fix = "name one of them, or add the user to users";
      throw this.refuse("user", user, `a user that signs in by IAM: ${names.join(", ")}`, fix);
    }
    return known.arn;
  }

  #replicationGroup(
    args: ValkeyArgs,
    securityGroup: aws.ec2.SecurityGroup,
    { group }: ValkeyUsers,
  ): CacheEndpoint & { nodes: { replicationGroup: aws.elasticache.ReplicationGroup } } {
    const { production } = this.environment;
    const { shards, disposable = false, engineVersion = DEFAULT_VERSION } = args;
    const replicas = this.#replicas(args);
    // Cluster mode fails over or is not at all (EC-01), even where there is nothing to fail over to.
    const failover = replicas > 0 || shards !== undefined;
    const logs = this.child(
      aws.cloudwatch.LogGroup,
      "logs",
      vendedLogGroupArgs(this.environment, this.logicalName),
      { key: "logGroup", ignoreChanges: ["namePrefix"] },
    );
    const replicationGroup = this.child(
      aws.elasticache.ReplicationGroup,
      main,
      {
        description: `Cache ${this.logicalName}`,
        engine: "valkey",
        engineVersion,
        nodeType: args.nodeType ?? "cache.t4g.micro",
        port: args.port ?? PORT,
        ...(shards === undefined
          ? { numCacheClusters: replicas + 1 }
          : { numNodeGroups: shards, replicasPerNodeGroup: replicas }),
        clusterMode: shards === undefined ? "disabled" : "enabled",
        automaticFailoverEnabled: failover,
        multiAzEnabled: replicas > 0,
        atRestEncryptionEnabled: true,
        kmsKeyId: this.environment.keyArn("data"),
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        userGroupIds: [group.userGroupId],
        parameterGroupName: this.#parameterGroup(args)?.name,
        subnetGroupName: this.child(aws.elasticache.SubnetGroup, "subnets", {
          description: `Cache ${this.logicalName}`,
          subnetIds: args.network.isolatedSubnetIds,
        }).name,
        securityGroupIds: [securityGroup.id],
        snapshotRetentionLimit: args.snapshotRetentionLimit ?? 7,
        autoMinorVersionUpgrade: true,
        applyImmediately: args.applyImmediately ?? !production,
        logDeliveryConfigurations: (["slow-log", "engine-log"] as const).map((logType) => ({
          logType,
          logFormat: "json",
          destinationType: "cloudwatch-logs",
          destination: logs.name,
        })),
      },
      {
        ...this.keep(disposable),
        customTimeouts: TIMEOUTS,
        // Create-only: another encryption profile later leaves the cache under the key it was made with.
        ignoreChanges: ["kmsKeyId"],
        dependsOn: [
          ...this.environment.once("elastiCacheRole"),
          ...this.environment.once("logDelivery"),
        ],
      },
    );
    const cluster = shards !== undefined;
    const { configurationEndpointAddress: discovery } = replicationGroup;
    return {
      arn: replicationGroup.arn,
      cacheName: replicationGroup.replicationGroupId,
      host: cluster ? discovery : replicationGroup.primaryEndpointAddress,
      readerHost: cluster ? discovery : replicationGroup.readerEndpointAddress,
      nodes: { replicationGroup },
    };
  }

  #replicas({ replicas }: ValkeyArgs): number {
    return replicas ?? (this.environment.production ? 1 : 0);
  }

  #parameterGroup(args: ValkeyArgs): aws.elasticache.ParameterGroup | undefined {
    const { parameters, shards, engineVersion = DEFAULT_VERSION } = args;
    if (!parameters) {
      return undefined;
    }
    return this.child(aws.elasticache.ParameterGroup, "parameters", {
      family: `valkey${engineVersion.split(".")[0]}`,
      description: `Cache ${this.logicalName}`,
      parameters: Object.entries({
        ...parameters,
        ...(shards === undefined ? {} : { "cluster-enabled": "yes" }),
      })
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => ({ name, value })),
    });
  }

  #serverless(
    args: ValkeyArgs,
    securityGroup: aws.ec2.SecurityGroup,
    { group }: ValkeyUsers,
  ): CacheEndpoint & { nodes: { serverlessCache: aws.elasticache.ServerlessCache } } {
    const { maximumDataGigabytes: data, maximumProcessingUnits: units } = args.serverless ?? {};
    const serverlessCache = this.child(
      aws.elasticache.ServerlessCache,
      main,
      {
        description: `Cache ${this.logicalName}`,
        engine: "valkey",
        majorEngineVersion: DEFAULT_VERSION.split(".")[0],
        kmsKeyId: this.environment.keyArn("data"),
        userGroupId: group.userGroupId,
        subnetIds: args.network.isolatedSubnetIds,
        securityGroupIds: [securityGroup.id],
        snapshotRetentionLimit: args.snapshotRetentionLimit ?? 7,
        ...(data === undefined && units === undefined
          ? {}
          : {
              cacheUsageLimits: {
                ...(data === undefined ? {} : { dataStorage: { maximum: data, unit: "GB" } }),
                ...(units === undefined ? {} : { ecpuPerSeconds: [{ maximum: units }] }),
              },
            }),
      },
      {
        ...this.keep(args.disposable),
        // Create-only, all of them: a zone more or another profile leaves the cache where it stands.
        ignoreChanges: ["kmsKeyId", "subnetIds"],
        dependsOn: [...this.environment.once("elastiCacheRole")],
      },
    );
    const host = whenMade(serverlessCache.endpoints, ([endpoint]) => endpoint.address);
    return {
      arn: serverlessCache.arn,
      cacheName: serverlessCache.name,
      host,
      // Its reader endpoint has a port of its own; one port is opened.
      readerHost: host,
      nodes: { serverlessCache },
    };
  }

  #refuseContradictions(args: ValkeyArgs): void {
    const { serverless, shards, replicas, users } = args;
    for (const argument of nodeArguments) {
      if (serverless && args[argument] !== undefined) {
        const fix = `remove ${argument}, or remove serverless to have nodes`;
        throw this.refuse(argument, args[argument], "nothing beside serverless", fix);
      }
    }
    if (users && Object.keys(users).length === 0) {
      throw this.refuse("users", {}, "one user or more", "leave users out for one named app");
    }
    for (const user of Object.keys(users ?? {})) {
      if (!/^[a-z][a-z0-9-]*$/.test(user)) {
        const allowed = "lower-case letters, digits and hyphens, beginning with a letter";
        throw this.refuse("users", user, allowed, "rename the user");
      }
    }
    const counts = [
      ["replicas", replicas, 0, 5],
      ["shards", shards, 1, 500],
    ] as const;
    for (const [argument, count, least, most] of counts) {
      if (count !== undefined && !(Number.isInteger(count) && count >= least && count <= most)) {
        const allowed = `a whole number from ${least} to ${most}`;
        throw this.refuse(argument, count, allowed, "correct the number");
      }
    }
  }
}

/** What AWS adds to the group's name for each node: `001`, with shards `0001-001`. */
function memberSuffixes(shards: number | undefined, replicas: number): string[] {
  const padded = (number: number, digits: number) => String(number).padStart(digits, "0");
  const nodes = Array.from({ length: replicas + 1 }, (_, node) => padded(node + 1, 3));
  return shards === undefined
    ? nodes
    : Array.from({ length: shards }, (_, shard) => padded(shard + 1, 4)).flatMap((shard) =>
        nodes.map((node) => `${shard}-${node}`),
      );
}
