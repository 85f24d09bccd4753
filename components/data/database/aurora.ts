/** A relational database whose storage is of the cluster (Amazon Aurora). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepsDescription } from "../../wiring/guarding-group";
import { whenMade } from "../../base/outputs";
import { accessTo } from "../../base/grants";
import { physicalIdentifier } from "../../base/physical-identifier";
import { existing, main } from "../../component";
import { Access, AlarmDefinition, Alarmed } from "../../contracts";
import { AccessibleDatabase, databaseUserArn, ExistingDatabase } from "./accessible-database";
import { AuroraArgs } from "./aurora-args";
import { ClusterProxy, makeProxy } from "./aurora-proxy";
import { databaseAlarms, replicaLag } from "./database-alarms";
import {
  ADMINISTRATOR,
  auroraEngines,
  parameterFamily,
  parameterList,
  DatabaseEngine,
} from "./database-engine";
import {
  CERTIFICATE_AUTHORITY,
  databaseLogs,
  MONITORING_SECONDS,
  monitoringRole,
  placeDatabase,
} from "./database-parts";

/** Of a cluster; "Naming constraints", Aurora user guide. */
const LONGEST_IDENTIFIER = 63;
/** What is scaled, in the words of Application Auto Scaling ("Aurora and Application Auto Scaling"). */
const READERS = {
  serviceNamespace: "rds",
  scalableDimension: "rds:cluster:ReadReplicaCount",
};

/**
 * PostgreSQL or MySQL as Aurora has them: storage in three zones that grows by itself, instances that come
 * and go before it. Encrypted, reached inside the VPC over TLS only, by those who were granted a user.
 * Protected and retained unless disposable, and deleted never without a last snapshot.
 *
 * Creates: 1 cluster, 1 instance or more, 1 parameter group, 1 subnet group, 1 security group, log groups,
 * 1 role with its policy for monitoring, a secret that RDS makes and rotates; with `proxy` a proxy with its target, role
 * and security group. Costs in eu-west-1 about $51 a month for half a capacity unit, nothing but storage
 * while it pauses, and $26 for a proxy of two units.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
 * const accounts = new Aurora("accounts", { network, engine: "postgres", proxy: {} });
 * new LambdaFunction("sign-up", async () => accounts.host.get(), {
 *   vpc: { network },
 *   access: [accounts.connect()],
 * });
 */
export class Aurora extends AccessibleDatabase implements Alarmed {
  /** Gives a cluster that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingDatabase);
  readonly arn: pulumi.Output<string>;
  /** Address that takes writes: the proxy's, where there is one. */
  readonly host: pulumi.Output<string>;
  readonly directHost: pulumi.Output<string>;
  readonly engine: DatabaseEngine;
  readonly ready: readonly pulumi.Resource[];
  /** Address of the readers, which the proxy is not in front of. */
  readonly readerHost: pulumi.Output<string>;
  readonly port: number;
  readonly databaseName: string;
  /** The user that signs in through the proxy, and owns everything. */
  readonly administrator = ADMINISTRATOR;
  readonly securityGroupId: pulumi.Output<string>;
  readonly resourceId: pulumi.Output<string>;
  readonly administratorSecretArn: pulumi.Output<string>;
  readonly secretKeyArn?: pulumi.Output<string>;
  readonly nodes: {
    readonly cluster: aws.rds.Cluster;
    readonly instances: readonly aws.rds.ClusterInstance[];
    readonly securityGroup: aws.ec2.SecurityGroup;
    readonly proxy?: aws.rds.Proxy;
  };
  readonly #proxy?: ClusterProxy;
  readonly #hasReaders: boolean;

  /** @throws pulumi.RunError where the arguments contradict each other or AWS's limits. */
  constructor(name: string, args: AuroraArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Aurora", name, args, opts);
    this.#refuseContradictions(args);
    const { network } = args;
    const engine = auroraEngines[args.engine];
    const { child } = this;
    const { securityGroup, subnets } = placeDatabase({ name, network, child });
    const cluster = this.#cluster(args, securityGroup, subnets);
    const instances = this.#instances(args, cluster);
    this.arn = cluster.arn;
    this.port = engine.port;
    this.databaseName = args.databaseName ?? "app";
    this.securityGroupId = securityGroup.id;
    this.resourceId = cluster.clusterResourceId;
    this.readerHost = cluster.readerEndpoint;
    this.directHost = cluster.endpoint;
    this.engine = args.engine;
    this.ready = instances;
    this.#hasReaders = instances.length > 1 || args.readerScaling !== undefined;
    this.secretKeyArn = this.environment.keyArn("secrets");
    this.administratorSecretArn = whenMade(
      cluster.masterUserSecrets,
      ([secret]) => secret.secretArn,
    );
    this.#proxy =
      args.proxy &&
      makeProxy(args.proxy, {
        ...{ name, network, cluster, instances, child, engine: args.engine },
        secretArn: this.administratorSecretArn,
        keyArn: this.secretKeyArn,
        toCluster: { to: this, port: this.port },
      });
    this.host = this.#proxy?.proxy.endpoint ?? cluster.endpoint;
    this.nodes = { cluster, instances, securityGroup, proxy: this.#proxy?.proxy };
  }

  /**
   * Connects and signs in by the role alone. Through the proxy, where there is one: as the administrator,
   * whose secret is the only one the proxy has.
   *
   * @param user name of the user in the database. Default: `app`; with a proxy the administrator
   * @throws pulumi.RunError for another user than the administrator with a proxy
   */
  override connect(user = this.#proxy ? ADMINISTRATOR : "app"): Access {
    if (!this.#proxy) {
      return super.connect(user);
    }
    if (user !== ADMINISTRATOR) {
      const fix = "leave user out, or make the cluster without proxy";
      throw this.refuse("user", user, `${ADMINISTRATOR}, whose secret the proxy has`, fix);
    }
    const { resourceId, securityGroup } = this.#proxy;
    const to = { connectionName: `${this.logicalName}-proxy`, securityGroupId: securityGroup.id };
    const arn = databaseUserArn(this.arn, resourceId, user);
    const connection = { to, port: this.port };
    return accessTo({ arn, connection }, AccessibleDatabase.grants.connect);
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    const cluster = { DBClusterIdentifier: this.nodes.cluster.clusterIdentifier };
    const lag = replicaLag("lag", "AuroraReplicaLagMaximum", cluster);
    return [...databaseAlarms(cluster), ...(this.#hasReaders ? [lag] : [])];
  }

  #cluster(
    args: AuroraArgs,
    securityGroup: aws.ec2.SecurityGroup,
    subnets: aws.rds.SubnetGroup,
  ): aws.rds.Cluster {
    const { production } = this.environment;
    const { disposable = false } = args;
    const engine = auroraEngines[args.engine];
    const engineVersion = args.engineVersion ?? engine.version;
    const identifier = physicalIdentifier(this.logicalName, LONGEST_IDENTIFIER);
    const logs = databaseLogs(`cluster/${identifier}`, engine.logs, this.environment, (...given) =>
      this.child(...given),
    );
    const { minimum = 0.5, maximum = 4, pauseAfterSeconds } = args.capacity ?? {};
    // Named by the provider, so that the group of a new major version stands before the old one goes.
    const parameters = this.child(
      aws.rds.ClusterParameterGroup,
      "parameters",
      {
        family: parameterFamily(engine, engineVersion),
        description: `Database ${this.logicalName}`,
        parameters: parameterList(engine.parameters, args.parameters),
      },
      keepsDescription,
    );
    return this.child(
      aws.rds.Cluster,
      main,
      {
        clusterIdentifier: identifier,
        engine: engine.family,
        engineVersion,
        allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? false,
        databaseName: args.databaseName ?? "app",
        masterUsername: ADMINISTRATOR,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: this.environment.keyArn("secrets"),
        port: engine.port,
        storageEncrypted: true,
        kmsKeyId: this.environment.keyArn("data"),
        iamDatabaseAuthenticationEnabled: true,
        dbClusterParameterGroupName: parameters.name,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [securityGroup.id],
        ...(args.instanceClass === undefined
          ? {
              serverlessv2ScalingConfiguration: {
                minCapacity: minimum,
                maxCapacity: maximum,
                ...(minimum === 0 ? { secondsUntilAutoPause: pauseAfterSeconds ?? 300 } : {}),
              },
            }
          : {}),
        backtrackWindow: args.engine === "mysql" ? (args.backtrackWindow ?? 0) : undefined,
        backupRetentionPeriod: args.backupRetentionPeriod ?? (production ? 7 : 1),
        copyTagsToSnapshot: true,
        deleteAutomatedBackups: disposable,
        deletionProtection: production && !disposable,
        skipFinalSnapshot: disposable,
        finalSnapshotIdentifier: `${identifier}-final`,
        enabledCloudwatchLogsExports: [...engine.logs],
        applyImmediately: args.applyImmediately ?? !production,
      },
      {
        ...this.keep(disposable),
        // Zones are AWS's choice. The keys are create-only: another encryption profile later leaves data
        // under those it was written with. The identifier is, too: with another name of the program's, and
        // an alias, it stays what it was.
        ignoreChanges: [
          "availabilityZones",
          "clusterIdentifier",
          "kmsKeyId",
          "masterUserSecretKmsKeyId",
        ],
        dependsOn: [...logs, ...this.environment.once("rdsRole")],
      },
    );
  }

  #instances(args: AuroraArgs, cluster: aws.rds.Cluster): aws.rds.ClusterInstance[] {
    const { production } = this.environment;
    const { readerScaling } = args;
    const count = args.instances ?? (production ? 2 : 1);
    const monitoring = monitoringRole(this.child);
    const instances = Array.from({ length: count }, (_, index) =>
      this.child(
        aws.rds.ClusterInstance,
        `${index + 1}`,
        {
          clusterIdentifier: cluster.clusterIdentifier,
          // Its version is the cluster's: one of its own would be set back by each minor upgrade.
          engine: auroraEngines[args.engine].family,
          instanceClass: args.instanceClass ?? "db.serverless",
          publiclyAccessible: false,
          caCertIdentifier: CERTIFICATE_AUTHORITY,
          copyTagsToSnapshot: true,
          autoMinorVersionUpgrade: true,
          applyImmediately: args.applyImmediately ?? !production,
          promotionTier: Math.min(index, 15),
          monitoringInterval: MONITORING_SECONDS,
          monitoringRoleArn: monitoring.role.arn,
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: this.environment.keyArn("data"),
        },
        {
          key: "instance",
          ignoreChanges: ["performanceInsightsKmsKeyId"],
          dependsOn: [monitoring.policy],
        },
      ),
    );
    if (readerScaling) {
      const { resourceId } = this.child(
        aws.appautoscaling.Target,
        "readers",
        {
          ...READERS,
          resourceId: pulumi.interpolate`cluster:${cluster.clusterIdentifier}`,
          minCapacity: count - 1,
          maxCapacity: readerScaling.maximum,
        },
        { key: "scalableTarget", dependsOn: instances },
      );
      this.child(
        aws.appautoscaling.Policy,
        "readers",
        {
          ...READERS,
          resourceId,
          policyType: "TargetTrackingScaling",
          targetTrackingScalingPolicyConfiguration: {
            targetValue: readerScaling.processor ?? 60,
            predefinedMetricSpecification: {
              predefinedMetricType: "RDSReaderAverageCPUUtilization",
            },
          },
        },
        { key: "scalingPolicy" },
      );
    }
    return instances;
  }

  #refuseContradictions(args: AuroraArgs): void {
    const { capacity, instanceClass, instances = 1, readerScaling, proxy } = args;
    const { engine, backtrackWindow, backupRetentionPeriod: days } = args;
    if (capacity && instanceClass !== undefined) {
      const fix = "keep capacity for serverless v2, or instanceClass for a fixed size";
      throw this.refuse("instanceClass", instanceClass, "none with capacity", fix);
    }
    if (capacity?.minimum === 0 && proxy) {
      const fix = "set capacity.minimum to 0.5, or remove proxy";
      const allowed = "0.5 or more with proxy, whose connections never let the cluster pause";
      throw this.refuse("capacity.minimum", 0, allowed, fix);
    }
    if (capacity?.pauseAfterSeconds !== undefined && capacity.minimum !== 0) {
      const fix = "set capacity.minimum to 0, or remove pauseAfterSeconds";
      const allowed = "none, unless capacity.minimum is 0";
      throw this.refuse("capacity.pauseAfterSeconds", capacity.pauseAfterSeconds, allowed, fix);
    }
    if (!(Number.isInteger(instances) && instances >= 1 && instances <= 16)) {
      const fix = "have one writer and at most 15 readers";
      throw this.refuse("instances", instances, "a whole number from 1 to 16", fix);
    }
    const readers = args.instances ?? (this.environment.production ? 2 : 1);
    const most = readerScaling?.maximum;
    if (most !== undefined && !(most >= Math.max(1, readers - 1) && most <= 15)) {
      const allowed = `${Math.max(1, readers - 1)} to 15, with ${readers} instances`;
      throw this.refuse("readerScaling.maximum", most, allowed, "correct the number");
    }
    if (backtrackWindow && engine !== "mysql") {
      const fix = "remove it: restore to a time instead, which makes another cluster";
      throw this.refuse("backtrackWindow", backtrackWindow, "none with PostgreSQL", fix);
    }
    if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 35)) {
      const fix = "keep backups for 1 to 35 days";
      throw this.refuse("backupRetentionPeriod", days, "1 to 35 days", fix);
    }
  }
}
