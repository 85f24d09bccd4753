/** A search domain in the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepsDescription } from "../../wiring/guarding-group";
import { whenMade } from "../../base/outputs";
import { policyDocument } from "../../base/policy-document";
import { existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed, VirtualNetwork } from "../../contracts";
import { vendedLogGroupArgs } from "../../base/log-groups";
import { AccessibleSearch, ExistingSearch } from "./accessible-search";

/** Zones that a domain can stand in (OpenSearch Service developer guide, "Configuring a multi-AZ domain"). */
const MOST_ZONES = 3;
/** Logs that OpenSearch writes, and the suffix of each group. */
const LOGS = {
  "index-slow-logs": "INDEX_SLOW_LOGS",
  "search-slow-logs": "SEARCH_SLOW_LOGS",
  "error-logs": "ES_APPLICATION_LOGS",
  "audit-logs": "AUDIT_LOGS",
} as const;

const DEFAULT_VOLUME_GIB = 20;

export interface SearchArgs {
  /** VPC that it stands in, in an isolated subnet of each of its zones. */
  network: VirtualNetwork;
  /** Such as `OpenSearch_2.19`. Default: that. Can be raised, never lowered. */
  engineVersion?: string;
  /** Machine class of data nodes, with `.search` at its end. Default: `m7g.large.search` in production, else `t3.small.search`. */
  instanceType?: string;
  /** Data nodes, the same number in each zone. Default: 1 for each zone. */
  instanceCount?: number;
  /** Zones that data nodes stand in. AWS makes another domain where it changes. Default: 3 in production, or as many as the network has; else 1. Limit: 1 to 3. */
  zoneCount?: number;
  /** Three nodes that hold no data and keep the cluster together, of this machine class, or `false` for none. Default: `m7g.large.search` in production, else none. */
  dedicatedMasters?: string | false;
  /** GiB of gp3 on each data node. Default: 20. Limit: depends on the machine class. */
  volumeSize?: number;
  /** True to let the domain go with its stack, documents and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    domain: aws.opensearch.DomainArgs;
    policy: aws.opensearch.DomainPolicyArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    administrator: aws.iam.RoleArgs;
    administratorPolicy: aws.iam.RolePolicyArgs;
  }>;
}

/**
 * Full-text and vector search: in the VPC alone, encrypted everywhere, for roles of the account with a
 * permission on the index, and with fine-grained access control within. A first-time step is needed:
 * OpenSearch maps AWS roles to its own by itself, so whoever `administer()` lets in maps the callers
 * once, see docs/storage.md; until then they are answered 403.
 *
 * Creates: the domain and its policy, a security group without rules, the administrator's role, four log
 * groups. Costs by the hour: in us-east-1 $26 a month for one t3.small.search, about $600 for three data and
 * three master nodes of m7g.large.search; and $0.122 for a GB. Takes 20 to 60 minutes to make or change.
 *
 * @example
 * const search = new Search("search", { network });
 * new LambdaFunction("find-photos", handler, { vpc: { network }, access: [search.read("photos")] });
 */
export class Search extends AccessibleSearch implements Alarmed {
  /** Gives a domain that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingSearch);
  readonly connectionName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly domainArn: pulumi.Output<string>;
  readonly domainName: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  /** Role that fine-grained access control knows as the administrator. */
  readonly administratorArn: pulumi.Output<string>;
  readonly nodes: { readonly domain: aws.opensearch.Domain };
  readonly #volumeSize: number;

  constructor(name: string, args: SearchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Search", name, args, opts);
    const { network, disposable = false } = args;
    const { production } = this.environment;
    this.connectionName = name;
    this.#volumeSize = args.volumeSize ?? DEFAULT_VOLUME_GIB;
    const zones = this.zones(args);
    const group = this.child(
      aws.ec2.SecurityGroup,
      main,
      {
        vpcId: network.vpcId,
        description: `Search domain ${name}`,
        tags: { Name: name },
      },
      keepsDescription,
    );
    this.securityGroupId = group.id;
    const administrator = this.child(aws.iam.Role, "administrator", {
      assumeRolePolicy: policyDocument([
        {
          Effect: "Allow",
          Principal: { AWS: this.environment.accountId },
          Action: "sts:AssumeRole",
        },
      ]),
    });
    this.administratorArn = administrator.arn;
    const instanceType = args.instanceType ?? (production ? "m7g.large.search" : "t3.small.search");
    const domain = this.child(
      aws.opensearch.Domain,
      main,
      {
        engineVersion: args.engineVersion ?? "OpenSearch_2.19",
        clusterConfig: this.cluster(args, instanceType, zones),
        ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: this.#volumeSize },
        vpcOptions: {
          subnetIds: whenMade(network.isolatedSubnetIds, (ids) => ids.slice(0, zones)),
          securityGroupIds: [group.id],
        },
        encryptAtRest: { enabled: true, kmsKeyId: this.environment.keyArn("data") },
        nodeToNodeEncryption: { enabled: true },
        domainEndpointOptions: {
          enforceHttps: true,
          tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
        },
        advancedSecurityOptions: {
          enabled: true,
          internalUserDatabaseEnabled: false,
          masterUserOptions: { masterUserArn: administrator.arn },
        },
        // Small burstable nodes have none ("Auto-Tune", developer guide).
        autoTuneOptions: { desiredState: /^t[23]\./.test(instanceType) ? "DISABLED" : "ENABLED" },
        softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
        offPeakWindowOptions: { enabled: true },
        logPublishingOptions: Object.entries(LOGS).map(([suffix, logType]) => ({
          logType,
          cloudwatchLogGroupArn: this.logGroup(suffix).arn,
        })),
      },
      {
        ...this.keep(disposable),
        dependsOn: [
          ...this.environment.once("openSearchRole"),
          ...this.environment.once("logDelivery"),
        ],
        // Another key would mean another domain; the one that is there keeps its own.
        ignoreChanges: ["encryptAtRest.kmsKeyId"],
        customTimeouts: { create: "2h", update: "6h", delete: "2h" },
      },
    );
    this.domainArn = domain.arn;
    this.domainName = domain.domainName;
    this.endpoint = domain.endpoint;
    this.nodes = { domain };
    this.child(
      aws.iam.RolePolicy,
      "administrator",
      {
        role: administrator.id,
        policy: policyDocument([
          { Effect: "Allow", Action: "es:ESHttp*", Resource: pulumi.interpolate`${domain.arn}/*` },
        ]),
      },
      { key: "administratorPolicy" },
    );
    // Says who may be given permission; IAM says who has it.
    this.child(
      aws.opensearch.DomainPolicy,
      "policy",
      {
        domainName: domain.domainName,
        accessPolicies: policyDocument([
          {
            Effect: "Allow",
            Principal: { AWS: this.environment.accountId },
            Action: "es:ESHttp*",
            Resource: pulumi.interpolate`${domain.arn}/*`,
          },
        ]),
      },
      { retainOnDelete: !disposable },
    );
  }

  /** Takes on the administrator's role, and reaches the domain: to map roles once, or to look after it. */
  administer(): Access {
    return {
      statements: [
        { Effect: "Allow", Action: ["sts:AssumeRole"], Resource: this.administratorArn },
      ],
      connection: { to: this, port: this.mainPort },
    };
  }

  /** Documents that are lost or can't be written, and what leads there. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const common = {
      namespace: "AWS/ES",
      dimensions: { DomainName: this.domainName, ClientId: this.environment.accountId },
      comparison: "GreaterThanOrEqualToThreshold",
      statistic: "Maximum",
    } as const;
    return [
      {
        ...common,
        name: "red",
        description: "A primary shard is on no node: documents are missing. Restore its index.",
        metricName: "ClusterStatus.red",
        threshold: 1,
        period: 60,
      },
      {
        ...common,
        name: "writes-blocked",
        description: "The domain takes no writes: disks or memory are full. Raise volumeSize.",
        metricName: "ClusterIndexWritesBlocked",
        threshold: 1,
      },
      {
        ...common,
        name: "storage",
        description:
          "A node's disk is three quarters full: raise volumeSize before writes are blocked.",
        metricName: "FreeStorageSpace",
        comparison: "LessThanOrEqualToThreshold",
        statistic: "Minimum",
        // In MiB, a quarter of a node's ("Recommended CloudWatch alarms", OpenSearch Service developer guide).
        threshold: this.#volumeSize * 256,
      },
      {
        ...common,
        name: "memory",
        description: "Java's memory is nearly full. Choose a larger instanceType.",
        metricName: "JVMMemoryPressure",
        threshold: 95,
        period: 60,
        evaluationPeriods: 3,
      },
    ];
  }

  private zones({ network, zoneCount }: SearchArgs): number {
    const most = Math.min(MOST_ZONES, network.zones.length);
    const zones = zoneCount ?? (this.environment.production ? most : 1);
    if (!Number.isInteger(zones) || zones < 1 || zones > most) {
      const allowed = `1 to ${most}: the network has ${network.zones.length} zones, a domain at most ${MOST_ZONES}`;
      throw this.refuse("zoneCount", zones, allowed, "lower it, or add zones to the network");
    }
    return zones;
  }

  private cluster(
    args: SearchArgs,
    instanceType: string,
    zones: number,
  ): aws.types.input.opensearch.DomainClusterConfig {
    const instanceCount = args.instanceCount ?? zones;
    if (!Number.isInteger(instanceCount) || instanceCount < 1 || instanceCount % zones !== 0) {
      const allowed = `a multiple of ${zones}, the same number in each zone`;
      throw this.refuse("instanceCount", instanceCount, allowed, "change it, or zoneCount");
    }
    const masters =
      args.dedicatedMasters ?? (this.environment.production ? "m7g.large.search" : false);
    return {
      instanceType,
      instanceCount,
      zoneAwarenessEnabled: zones > 1,
      ...(zones > 1 ? { zoneAwarenessConfig: { availabilityZoneCount: zones } } : {}),
      dedicatedMasterEnabled: masters !== false,
      ...(masters === false ? {} : { dedicatedMasterType: masters, dedicatedMasterCount: 3 }),
    };
  }

  private logGroup(suffix: string): aws.cloudwatch.LogGroup {
    const args = vendedLogGroupArgs(this.environment, `${this.logicalName}-${suffix}`);
    return this.child(aws.cloudwatch.LogGroup, suffix, args, {
      key: "logGroup",
      ignoreChanges: ["namePrefix"],
    });
  }
}
