/** A warehouse: columns by the billion, asked with SQL (Amazon Redshift Serverless). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardingGroup } from "../../wiring/guarding-group";
import { recording } from "../../base/recording";
import { whenMade } from "../../base/outputs";
import { logGroupArgs } from "../../base/log-groups";
import { physicalIdentifier } from "../../base/physical-identifier";
import { policyDocument } from "../../base/policy-document";
import { existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed, VirtualNetwork } from "../../contracts";
import { reachInternet, reachServices } from "../../wiring/connections";
import { HTTPS } from "../../wiring/service-endpoints";
import { warnOfUnreachable } from "../../wiring/unreachable-services";
import { AccessibleWarehouse, ExistingWarehouse, WAREHOUSE_PORT } from "./accessible-warehouse";
import { warehouseAlarms } from "./warehouse-alarms";

/** Subnets and zones that a workgroup wants ("Considerations when using Amazon Redshift Serverless", management guide). */
const LEAST_ZONES = 3;
/** Of a namespace and of a workgroup. */
const LONGEST_NAME = 64;
const ADMINISTRATOR = "administrator";
const LOGS = ["connectionlog", "useractivitylog", "userlog"] as const;
const DEFAULT_BASE = 8;
/** Times the base: how far a heavy query may go. */
const DEFAULT_GROWTH = 4;
const HOUR = 3_600;
const DEFAULT_LIMIT: WarehouseLimitArgs = { rpuHours: 40 };

export interface WarehouseLimitArgs {
  /** RPU-hours within the period; a workgroup of 8 RPU uses 8 in an hour of work. */
  rpuHours: number;
  /** Default: `daily`. Another one makes another limit. */
  period?: "daily" | "weekly" | "monthly";
  /** What happens then: no more queries, a metric, or a line in a system table. Default: `deactivate`. */
  breachAction?: "deactivate" | "emit-metric" | "log";
}

export interface WarehouseArgs {
  /** The VPC, of three zones or more. */
  network: VirtualNetwork;
  /** What `COPY`, `UNLOAD` and external schemas may use with `IAM_ROLE default`: `[lake.load()]`. Default: nothing. */
  loads?: readonly Access[];
  /** Name of the database. Cannot be changed later. Default: `app`. */
  databaseName?: string;
  /** Redshift processing units that queries begin with. Default: 8. Limit: 4, or 8 to 512 in steps of 8, or to 1,024 in steps of 32. */
  baseCapacity?: number;
  /** Units that it may grow to. Default: four times `baseCapacity`. */
  maxCapacity?: number;
  /** What may be used in all, the bound of what it can cost. Default: 40 RPU-hours a day, then no more queries. */
  usageLimit?: WarehouseLimitArgs;
  /** Seconds after which a query is ended. Default: 3,600. Limit: 1 to 86,399. */
  maxQuerySeconds?: number;
  /**
   * True to stand in the private subnets and reach AWS's services over HTTPS through the network's addresses, as
   * external schemas need for the Glue catalog where the network has no endpoint `glue`. S3 is reached
   * in any case. Default: false: the isolated subnets.
   */
  egress?: boolean;
  /** True to let the warehouse go with its stack, rows and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    namespace: aws.redshiftserverless.NamespaceArgs;
    workgroup: aws.redshiftserverless.WorkgroupArgs;
    usageLimit: aws.redshiftserverless.UsageLimitArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
    ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
  }>;
}

/**
 * Tables by the billion of rows, for reports that join and sum them. Choose a `Lake` for what is asked now and
 * then, `Aurora` for what an application reads and writes by the row. In the VPC alone, over TLS alone,
 * encrypted; the administrator's password is made and rotated by Redshift. Who connects, who changes users and
 * every statement are logged.
 *
 * Creates: 1 namespace (the data) and 1 workgroup (what computes), 1 limit of use, 1 role that loads with its
 * policy, 3 log groups, 1 security group with its ways out. Costs $0.375 an RPU-hour while a query runs, at
 * least a minute of 8, and $0.024 for a GB and month in us-east-1; nothing when idle beside the data.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] });
 * const clicks = new Lake("clicks", { columns: { page: "string", at: "timestamp" } });
 * const reports = new Warehouse("reports", { network, loads: [clicks.load()] });
 * new LambdaFunction("report", async () => reports.workgroupName.get(), { access: [reports.query()] });
 */
export class Warehouse extends AccessibleWarehouse implements Alarmed {
  /** Gives a workgroup that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingWarehouse);
  readonly workgroupName: pulumi.Output<string>;
  readonly workgroupArn: pulumi.Output<string>;
  readonly namespaceName: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port = WAREHOUSE_PORT;
  readonly databaseName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly administratorSecretArn: pulumi.Output<string>;
  readonly secretKeyArn?: pulumi.Output<string>;
  /** The role that loads: `IAM_ROLE default`. */
  readonly roleArn: pulumi.Output<string>;
  readonly nodes: {
    readonly namespace: aws.redshiftserverless.Namespace;
    readonly workgroup: aws.redshiftserverless.Workgroup;
    readonly securityGroup: aws.ec2.SecurityGroup;
    readonly role: aws.iam.Role;
    readonly usageLimit: aws.redshiftserverless.UsageLimit;
  };
  readonly #limit: Required<WarehouseLimitArgs>;

  /** @throws pulumi.RunError where the network has less than three zones, or an argument contradicts another. */
  constructor(name: string, args: WarehouseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Warehouse", name, args, opts);
    this.#refuseContradictions(args);
    const { environment } = this;
    const physicalName = physicalIdentifier(name, LONGEST_NAME);
    const { role, policy } = this.#makeRole(args.loads ?? []);
    const logs = LOGS.map((log) =>
      this.child(
        aws.cloudwatch.LogGroup,
        log,
        { ...logGroupArgs(environment), name: `/aws/redshift/${physicalName}/${log}` },
        // Named after the namespace, which stays as well.
        { key: "logGroup", ignoreChanges: ["name"] },
      ),
    );
    this.databaseName = args.databaseName ?? "app";
    this.secretKeyArn = environment.keyArn("secrets");
    const namespace = this.child(
      aws.redshiftserverless.Namespace,
      main,
      {
        namespaceName: physicalName,
        dbName: this.databaseName,
        adminUsername: ADMINISTRATOR,
        manageAdminPassword: true,
        adminPasswordSecretKmsKeyId: this.secretKeyArn,
        kmsKeyId: environment.keyArn("data"),
        iamRoles: [role.arn],
        defaultIamRoleArn: role.arn,
        logExports: [...LOGS],
      },
      {
        ...this.keep(args.disposable),
        // Another one, of another name and an alias, would be another warehouse.
        ignoreChanges: ["namespaceName"],
        dependsOn: [...(policy ? [policy] : []), ...logs, ...environment.once("redshiftRole")],
      },
    );
    const place = this.#place(args);
    const { baseCapacity = DEFAULT_BASE } = args;
    const workgroup = this.child(
      aws.redshiftserverless.Workgroup,
      main,
      {
        workgroupName: physicalName,
        namespaceName: namespace.namespaceName,
        baseCapacity,
        maxCapacity: args.maxCapacity ?? baseCapacity * DEFAULT_GROWTH,
        subnetIds: place.subnetIds,
        securityGroupIds: [place.securityGroup.id],
        port: WAREHOUSE_PORT,
        publiclyAccessible: false,
        enhancedVpcRouting: true,
        configParameters: parameters(args.maxQuerySeconds ?? HOUR),
        trackName: "current",
      },
      { ignoreChanges: ["workgroupName"], dependsOn: [...place.waysOut] },
    );
    const limit = args.usageLimit ?? DEFAULT_LIMIT;
    const { rpuHours, period = "daily", breachAction = "deactivate" } = limit;
    const usageLimit = this.child(aws.redshiftserverless.UsageLimit, "usage-limit", {
      resourceArn: workgroup.arn,
      usageType: "serverless-compute",
      amount: rpuHours,
      period,
      breachAction,
    });
    this.namespaceName = namespace.namespaceName;
    this.workgroupName = workgroup.workgroupName;
    this.workgroupArn = workgroup.arn;
    this.host = whenMade(workgroup.endpoints, ([endpoint]) => endpoint.address);
    this.securityGroupId = place.securityGroup.id;
    this.administratorSecretArn = namespace.adminPasswordSecretArn;
    this.roleArn = role.arn;
    this.#limit = { rpuHours, period, breachAction };
    this.nodes = { namespace, workgroup, securityGroup: place.securityGroup, role, usageLimit };
  }

  /** Limits that are nearly reached, queries that wait, loads that failed. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const { nodes, workgroupName } = this;
    return warehouseAlarms(workgroupName, { id: nodes.usageLimit.id, ...this.#limit });
  }

  /** "Authorizing Amazon Redshift to access other AWS services on your behalf", management guide: both principals. */
  #makeRole(loads: readonly Access[]) {
    const role = this.child(aws.iam.Role, "role", {
      assumeRolePolicy: policyDocument([
        {
          Effect: "Allow",
          Principal: { Service: ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"] },
          Action: "sts:AssumeRole",
        },
      ]),
    });
    const statements = loads.flatMap((access) => access.statements);
    // A policy has one statement or more.
    const policy =
      statements.length > 0 &&
      this.child(aws.iam.RolePolicy, "policy", {
        role: role.name,
        policy: policyDocument(statements),
      });
    return { role, policy };
  }

  #place({ network, loads = [], egress = false }: WarehouseArgs) {
    const name = this.logicalName;
    const { child, made: waysOut } = recording(this.child);
    const securityGroup = guardingGroup(`Warehouse ${name}`, network, this.child);
    const from = { name, securityGroupId: securityGroup.id };
    reachServices(from, network, loads, child);
    if (egress) {
      reachInternet(from, network, child);
    }
    const egressPorts = egress ? [HTTPS] : [];
    const caller = { component: this, name, egressPorts, noun: "warehouse" };
    warnOfUnreachable({ ...caller, egressArgument: "egress" }, network, loads);
    const subnetIds = egress ? network.privateSubnetIds : network.isolatedSubnetIds;
    return { securityGroup, subnetIds, waysOut };
  }

  #refuseContradictions({ network, baseCapacity = DEFAULT_BASE, ...args }: WarehouseArgs): void {
    const { databaseName, maxCapacity, usageLimit } = args;
    if (network.zones.length < LEAST_ZONES) {
      const allowed = `${LEAST_ZONES} zones or more, with a subnet in each`;
      throw this.refuse("network.zones", network.zones.length, allowed, "add zones to the network");
    }
    if (maxCapacity !== undefined && maxCapacity < baseCapacity) {
      const allowed = `baseCapacity (${baseCapacity}) or more`;
      throw this.refuse("maxCapacity", maxCapacity, allowed, "raise it, or lower baseCapacity");
    }
    if (usageLimit && !(Number.isInteger(usageLimit.rpuHours) && usageLimit.rpuHours >= 1)) {
      const allowed = "a whole number of 1 or more";
      throw this.refuse("usageLimit.rpuHours", usageLimit.rpuHours, allowed, "correct it");
    }
    if (databaseName !== undefined && !/^[a-z_][a-z0-9_]{0,63}$/.test(databaseName)) {
      const allowed =
        "1 to 64 lower-case letters, digits and underscores, not beginning with a digit";
      throw this.refuse("databaseName", databaseName, allowed, "rename the database");
    }
  }
}

/**
 * All that a workgroup has: Redshift answers with every one, and the provider would see a change in each that is
 * left out (hashicorp/terraform-provider-aws#33916). Redshift's own defaults, but for the time of a query.
 */
function parameters(maxQuerySeconds: number) {
  const values = {
    auto_mv: "true",
    datestyle: "ISO, MDY",
    enable_case_sensitive_identifier: "false",
    enable_user_activity_logging: "true",
    max_query_execution_time: String(maxQuerySeconds),
    query_group: "default",
    require_ssl: "true",
    search_path: "$user, public",
    use_fips_ssl: "false",
  };
  return Object.entries(values).map(([parameterKey, parameterValue]) => ({
    parameterKey,
    parameterValue,
  }));
}
