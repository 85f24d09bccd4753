/** A relational database (Amazon RDS). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepPassword } from "../../base/kept-password";
import { keepsDescription } from "../../wiring/guarding-group";
import { whenMade } from "../../base/outputs";
import { physicalIdentifier } from "../../base/physical-identifier";
import { existing, main } from "../../component";
import { AlarmDefinition, Alarmed } from "../../contracts";
import { AccessibleDatabase, ExistingDatabase } from "./accessible-database";
import { databaseAlarms, replicaLag } from "./database-alarms";
import { DatabaseArgs } from "./database-args";
import {
  ADMINISTRATOR,
  databaseEngines,
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

/** Of an instance; the provider's check. */
const LONGEST_IDENTIFIER = 63;
/** MySQL has no performance insights below these ("Supported instance classes", RDS user guide). */
const WITHOUT_INSIGHTS = /^db\.(t2\..+|t3\.(micro|small)|t4g\.(micro|small))$/;

/** What RDS or we keep the administrator's password in. */
interface Administrator {
  readonly arguments: Partial<aws.rds.InstanceArgs>;
  /** ARN of our secret; absent where RDS makes one. */
  readonly secretArn?: pulumi.Output<string>;
}

/**
 * PostgreSQL or MySQL, encrypted, reached inside the VPC over TLS only by those who were granted a user
 * of it. Can be restored to any second of the last week; in production a copy in another zone takes over.
 * Protected and retained unless disposable, and deleted never without a last snapshot.
 *
 * Creates: 1 instance and 1 a replica, 1 parameter group, 1 subnet group, 1 security group, log groups, 1
 * role with its policy for monitoring; the administrator's password is a secret that RDS makes and rotates, but with
 * replicas or blue-green updates. Costs about $15 a month for db.t4g.micro in eu-west-1 with 20 GB, twice
 * that in two zones. Take `Aurora` for more than two zones, a proxy, or load that comes and goes.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
 * const orders = new Database("orders", { network, engine: "postgres" });
 * new LambdaFunction("list-orders", async () => orders.host.get(), {
 *   vpc: { network },
 *   access: [orders.connect("app")],
 * });
 */
export class Database extends AccessibleDatabase implements Alarmed {
  /** Gives a database that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingDatabase);
  readonly arn: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly directHost: pulumi.Output<string>;
  readonly engine: DatabaseEngine;
  readonly ready: readonly pulumi.Resource[];
  /** Addresses of the replicas, by their names. */
  readonly replicaHosts: Readonly<Record<string, pulumi.Output<string>>>;
  readonly port: number;
  readonly databaseName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly resourceId: pulumi.Output<string>;
  readonly administratorSecretArn: pulumi.Output<string>;
  readonly secretKeyArn?: pulumi.Output<string>;
  readonly nodes: {
    readonly instance: aws.rds.Instance;
    readonly replicas: Readonly<Record<string, aws.rds.Instance>>;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };

  /** @throws pulumi.RunError where the arguments contradict each other or AWS's limits. */
  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Database", name, args, opts);
    this.#refuseContradictions(args);
    const { network, disposable = false } = args;
    const { production } = this.environment;
    const engine = databaseEngines[args.engine];
    const engineVersion = args.engineVersion ?? engine.version;
    const identifier = physicalIdentifier(name, LONGEST_IDENTIFIER);
    const { child } = this;
    const { securityGroup, subnets } = placeDatabase({ name, network, child });
    const logs = databaseLogs(`instance/${identifier}`, engine.logs, this.environment, child);
    const monitoring = monitoringRole(child);
    // Named by the provider, so that the group of a new major version stands before the old one goes.
    const parameters = this.child(
      aws.rds.ParameterGroup,
      "parameters",
      {
        family: parameterFamily(engine, engineVersion),
        description: `Database ${name}`,
        parameters: parameterList(engine.parameters, args.parameters),
      },
      keepsDescription,
    );
    const administrator = this.#administrator(args);
    const instanceClass =
      args.instanceClass ?? (args.engine === "mysql" ? "db.t4g.medium" : "db.t4g.micro");
    const shared = (instanceClass: string): aws.rds.InstanceArgs => ({
      instanceClass,
      storageType: args.storageType ?? "gp3",
      iops: args.iops,
      storageThroughput: args.storageThroughput,
      parameterGroupName: parameters.name,
      vpcSecurityGroupIds: [securityGroup.id],
      publiclyAccessible: false,
      storageEncrypted: true,
      iamDatabaseAuthenticationEnabled: true,
      caCertIdentifier: CERTIFICATE_AUTHORITY,
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? false,
      applyImmediately: args.applyImmediately ?? !production,
      deletionProtection: production && !disposable,
      monitoringInterval: MONITORING_SECONDS,
      monitoringRoleArn: monitoring.role.arn,
      performanceInsightsEnabled: !(
        args.engine === "mysql" && WITHOUT_INSIGHTS.test(instanceClass)
      ),
      performanceInsightsKmsKeyId: this.environment.keyArn("data"),
    });
    const options: pulumi.CustomResourceOptions = {
      ...this.keep(disposable),
      // Create-only: another encryption profile later leaves data under the keys it was written with. With
      // another identifier, of another name and an alias, it would have another address.
      ignoreChanges: [
        "identifier",
        "kmsKeyId",
        "masterUserSecretKmsKeyId",
        "performanceInsightsKmsKeyId",
      ],
      dependsOn: [...logs, monitoring.policy, ...this.environment.once("rdsRole")],
    };
    const instance = this.child(
      aws.rds.Instance,
      main,
      {
        ...shared(instanceClass),
        ...administrator.arguments,
        identifier,
        engine: args.engine,
        engineVersion,
        dbName: args.databaseName ?? "app",
        username: ADMINISTRATOR,
        port: engine.port,
        // With a maximum the provider leaves alone what storage has grown by, and takes a larger figure.
        allocatedStorage: args.allocatedStorage ?? 20,
        maxAllocatedStorage: args.maxAllocatedStorage ?? 100,
        kmsKeyId: this.environment.keyArn("data"),
        dbSubnetGroupName: subnets.name,
        multiAz: args.multiAz ?? production,
        backupRetentionPeriod: args.backupRetentionPeriod ?? (production ? 7 : 1),
        deleteAutomatedBackups: disposable,
        skipFinalSnapshot: disposable,
        finalSnapshotIdentifier: `${identifier}-final`,
        enabledCloudwatchLogsExports: [...engine.logs],
        blueGreenUpdate: { enabled: args.blueGreenUpdates ?? false },
      },
      options,
    );
    const replicas = this.#replicas(args, (given) => ({
      ...shared(given ?? instanceClass),
      replicateSourceDb: instance.identifier,
      multiAz: false,
      // A copy: what it holds is in the database.
      skipFinalSnapshot: true,
      backupRetentionPeriod: 0,
    }));
    this.arn = instance.arn;
    this.host = instance.address;
    this.directHost = instance.address;
    this.engine = args.engine;
    this.ready = [instance];
    this.replicaHosts = Object.fromEntries(
      Object.entries(replicas).map(([replica, { address }]) => [replica, address]),
    );
    this.port = engine.port;
    this.databaseName = args.databaseName ?? "app";
    this.securityGroupId = securityGroup.id;
    this.resourceId = instance.resourceId;
    this.secretKeyArn = this.environment.keyArn("secrets");
    this.administratorSecretArn =
      administrator.secretArn ??
      whenMade(instance.masterUserSecrets, ([secret]) => secret.secretArn);
    this.nodes = { instance, replicas, securityGroup };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return [
      ...databaseAlarms({ DBInstanceIdentifier: this.nodes.instance.identifier }),
      ...Object.entries(this.nodes.replicas).map(([replica, { identifier }]) =>
        replicaLag(`lag-${replica}`, "ReplicaLag", { DBInstanceIdentifier: identifier }),
      ),
      {
        name: "storage",
        description: "Less than 2 GB are free: raise maxAllocatedStorage.",
        namespace: "AWS/RDS",
        metricName: "FreeStorageSpace",
        dimensions: { DBInstanceIdentifier: this.nodes.instance.identifier },
        statistic: "Minimum",
        threshold: 2 * 1024 ** 3,
        comparison: "LessThanThreshold",
      },
    ];
  }

  #replicas(
    { replicas = {}, disposable }: DatabaseArgs,
    argumentsOf: (instanceClass?: string) => aws.rds.InstanceArgs,
  ): Record<string, aws.rds.Instance> {
    const names = Object.keys(replicas).sort();
    return Object.fromEntries(
      names.map((replica) => [
        replica,
        this.child(
          aws.rds.Instance,
          `replica-${replica}`,
          argumentsOf(replicas[replica].instanceClass),
          {
            key: "replica",
            ignoreChanges: ["performanceInsightsKmsKeyId"],
            ...(disposable ? {} : { protect: true }),
          },
        ),
      ]),
    );
  }

  /**
   * RDS keeps the password in a secret and rotates it, but can then make neither replicas nor blue-green
   * copies ("Limitations for Secrets Manager integration", RDS user guide).
   */
  #administrator(args: DatabaseArgs): Administrator {
    const keyArn = this.environment.keyArn("secrets");
    if (!args.blueGreenUpdates && Object.keys(args.replicas ?? {}).length === 0) {
      return { arguments: { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn } };
    }
    // Letters and digits: some others RDS refuses, or a connection string would have to escape.
    const { password, secret } = keepPassword({
      ...{ suffix: "password", username: ADMINISTRATOR, length: 40, keyArn, child: this.child },
      description: `Administrator of database ${this.logicalName}`,
      keep: this.keep(args.disposable),
    });
    return { arguments: { password }, secretArn: secret.arn };
  }

  #refuseContradictions(args: DatabaseArgs): void {
    const { replicas = {}, blueGreenUpdates, backupRetentionPeriod: days, databaseName } = args;
    const names = Object.keys(replicas);
    if (blueGreenUpdates && names.length > 0) {
      const fix = "remove replicas, or update without a copy";
      throw this.refuse("blueGreenUpdates", true, "false with replicas", fix);
    }
    if (names.length > 15) {
      throw this.refuse("replicas", names.length, "at most 15", "remove some, or take Aurora");
    }
    if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 35)) {
      const fix = "keep backups for a day or more: without them nothing can be restored";
      throw this.refuse("backupRetentionPeriod", days, "1 to 35 days", fix);
    }
    if (databaseName !== undefined && !/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(databaseName)) {
      const allowed = "1 to 63 letters, digits and underscores, beginning with a letter";
      throw this.refuse("databaseName", databaseName, allowed, "rename the database");
    }
  }
}
