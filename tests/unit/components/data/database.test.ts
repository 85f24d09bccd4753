import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Aurora, AuroraArgs, Database, DatabaseArgs } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { comparePlans, previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";
import { network } from "./network";

const place = (production = true) => ({
  parent: new Environment("test", { region: "eu-west-1", account: "123456789012", production }),
});

const database = (args: Partial<DatabaseArgs> = {}, production = true) =>
  record(() => new Database("orders", { network, engine: "postgres", ...args }, place(production)));
const aurora = (args: Partial<AuroraArgs> = {}, production = true) =>
  record(() => new Aurora("accounts", { network, engine: "postgres", ...args }, place(production)));

describe("Database", () => {
  it("is encrypted, private, in two zones, backed up and kept", async () => {
    const recording = await database();
    const instance = recording.inputs<aws.rds.InstanceArgs>(aws.rds.Instance, "orders");
    assert.equal(instance.storageEncrypted, true);
    assert.equal(instance.publiclyAccessible, false);
    assert.equal(instance.multiAz, true);
    assert.equal(instance.backupRetentionPeriod, 7);
    assert.deepEqual([instance.deletionProtection, instance.copyTagsToSnapshot], [true, true]);
    assert.equal(instance.iamDatabaseAuthenticationEnabled, true);
    assert.equal(instance.manageMasterUserPassword, true);
    assert.equal(instance.username, "administrator");
    assert.deepEqual(
      [instance.performanceInsightsEnabled, instance.monitoringInterval],
      [true, 60],
    );
    assert.equal(instance.autoMinorVersionUpgrade, true);
    assert.deepEqual(instance.enabledCloudwatchLogsExports, ["postgresql", "upgrade"]);
    assert.deepEqual(
      [instance.skipFinalSnapshot, instance.finalSnapshotIdentifier],
      [false, "strata-test-orders-final"],
    );
    assert.deepEqual(instance.blueGreenUpdate, { enabled: false });
    assert.deepEqual([instance.allocatedStorage, instance.maxAllocatedStorage], [20, 100]);
  });

  it("asks every client for TLS, by a parameter group of its major version", async () => {
    const parameters = async (args: Partial<DatabaseArgs>) =>
      (await database(args)).inputs<aws.rds.ParameterGroupArgs>(
        aws.rds.ParameterGroup,
        "orders-parameters",
      );
    const postgres = await parameters({});
    assert.equal(postgres.family, "postgres17");
    assert.deepEqual(postgres.parameters, [
      { name: "rds.force_ssl", value: "1", applyMethod: "immediate" },
    ]);
    const mysql = await parameters({ engine: "mysql", engineVersion: "8.4.3" });
    assert.equal(mysql.family, "mysql8.4");
    const named = mysql.parameters as { name: string; value: string }[];
    assert.equal(named.find(({ name }) => name === "require_secure_transport")?.value, "1");
  });

  it("has its log groups before it, with retention", async () => {
    const recording = await database();
    const logs = recording.inputs<aws.cloudwatch.LogGroupArgs>(
      aws.cloudwatch.LogGroup,
      "orders-logs-postgresql",
    );
    assert.equal(logs.name, "/aws/rds/instance/strata-test-orders/postgresql");
    assert.equal(logs.retentionInDays, 365);
  });

  it("keeps a password of its own where RDS can't manage it: with replicas, with blue-green updates", async () => {
    for (const args of [{ replicas: { reports: {} } }, { blueGreenUpdates: true }]) {
      const recording = await database(args);
      const instance = recording.inputs<aws.rds.InstanceArgs>(aws.rds.Instance, "orders");
      assert.equal(instance.manageMasterUserPassword, undefined);
      assert.ok(instance.password);
      assert.match(await valueOf(recording.made.administratorSecretArn), /orders-password/);
    }
  });

  it("lets a role in as one user of the database, and the administrator by its secret", async () => {
    const { made } = await database();
    const { statements, connection } = made.connect("reports");
    assert.deepEqual(statements[0].Action, ["rds-db:connect"]);
    assert.match(
      (await valueOf(statements[0].Resource)) as string,
      /^arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-[A-Z0-9]+\/reports$/,
    );
    assert.equal(connection?.port, 5432);
    assert.match(
      (await valueOf(made.administer().statements[0].Resource)) as string,
      /secret:rds!db-/,
    );
  });

  it("replaces, and cuts from its key, nothing that holds data", async () => {
    const plan = (encryption: "aws-managed" | "customer-managed", args: Partial<DatabaseArgs>) =>
      previewStack(() => {
        const region = "eu-west-1";
        const parent = new Environment("test", { region, account: "123456789012", encryption });
        new Database("orders", { network, engine: "postgres", ...args }, { parent });
        new Aurora("accounts", { network, engine: "postgres" }, { parent });
      });
    const before = await plan("aws-managed", {});
    const after = await plan("customer-managed", {
      allocatedStorage: 50,
      instanceClass: "db.r8g.large",
    });
    const { update, replace, mayReplace, delete: deleted } = comparePlans(before, after);
    assert.deepEqual(
      [...replace, ...mayReplace].map(({ urn }) => urn),
      [],
    );
    assert.deepEqual(deleted, []);
    const changed = update.find(({ name, type }) => name === "orders" && /:Instance$/.test(type));
    assert.deepEqual(changed?.changed, ["allocatedStorage", "instanceClass"]);
    assert.deepEqual(
      before.findings.filter(({ severity }) => severity !== "info").map(({ rule }) => rule),
      [],
    );
  });

  it("refuses what contradicts itself", async () => {
    const refused = (args: Partial<DatabaseArgs>) =>
      refusal(() => new Database("orders", { network, engine: "postgres", ...args }));
    assert.match(
      await refused({ blueGreenUpdates: true, replicas: { reports: {} } }),
      /blueGreenUpdates is true; allowed: false with replicas/,
    );
    assert.match(await refused({ backupRetentionPeriod: 0 }), /allowed: 1 to 35 days/);
    assert.match(await refused({ databaseName: "my-orders" }), /databaseName is "my-orders"/);
    assert.match(await refused({ instanceClass: "t4g.micro" }), /RDS-03/);
    assert.match(await refused({ iops: 12_000 }), /RDS-05-iops/);
    assert.match(await refused({ allocatedStorage: 200 }), /RDS-04-growth/);
  });
});

describe("Aurora", () => {
  it("is encrypted and kept, with two serverless instances in production", async () => {
    const recording = await aurora();
    const cluster = recording.inputs<aws.rds.ClusterArgs>(aws.rds.Cluster, "accounts");
    assert.equal(cluster.engine, "aurora-postgresql");
    assert.deepEqual([cluster.storageEncrypted, cluster.manageMasterUserPassword], [true, true]);
    assert.equal(cluster.iamDatabaseAuthenticationEnabled, true);
    assert.deepEqual(cluster.serverlessv2ScalingConfiguration, {
      minCapacity: 0.5,
      maxCapacity: 4,
    });
    assert.equal(cluster.finalSnapshotIdentifier, "strata-test-accounts-final");
    assert.equal(cluster.availabilityZones, undefined);
    assert.equal(cluster.allocatedStorage, undefined);
    const instance = recording.inputs<aws.rds.ClusterInstanceArgs>(
      aws.rds.ClusterInstance,
      "accounts-2",
    );
    assert.equal(instance.instanceClass, "db.serverless");
    assert.equal(instance.engineVersion, undefined);
    assert.equal((await aurora({}, false)).count(aws.rds.ClusterInstance), 1);
  });

  it("lets clients through its proxy by IAM, as the administrator alone", async () => {
    const recording = await aurora({ proxy: {} });
    const { made } = recording;
    const proxy = recording.inputs<aws.rds.ProxyArgs>(aws.rds.Proxy, "accounts-proxy");
    assert.equal(proxy.requireTls, true);
    const [auth] = proxy.auths as aws.types.input.rds.ProxyAuth[];
    assert.equal(auth.iamAuth, "REQUIRED");
    assert.match(String(auth.secretArn), /secret:rds!cluster-/);
    const { statements, connection } = made.connect();
    assert.match(
      (await valueOf(statements[0].Resource)) as string,
      /dbuser:prx-[0-9a-f]+\/administrator$/,
    );
    assert.equal(connection?.to.connectionName, "accounts-proxy");
    assert.match(await valueOf(made.host), /proxy-/);
    assert.throws(() => made.connect("app"), /user is "app"; allowed: administrator/);
    const rules = recording.resources.filter(({ type }) =>
      /securityGroup(In|E)gressRule/.test(type),
    );
    assert.equal(rules.length, 2, "the proxy reaches the cluster");
  });

  it("adds readers with their load", async () => {
    const recording = await aurora({ instances: 2, readerScaling: { maximum: 5 } });
    const target = recording.inputs<aws.appautoscaling.TargetArgs>(
      aws.appautoscaling.Target,
      "accounts-readers",
    );
    assert.deepEqual([target.minCapacity, target.maxCapacity], [1, 5]);
    assert.equal(target.resourceId, "cluster:strata-test-accounts");
  });

  it("pauses, without a proxy", async () => {
    const recording = await aurora({ capacity: { minimum: 0 } });
    const cluster = recording.inputs<aws.rds.ClusterArgs>(aws.rds.Cluster, "accounts");
    assert.deepEqual(cluster.serverlessv2ScalingConfiguration, {
      ...{ minCapacity: 0, maxCapacity: 4, secondsUntilAutoPause: 300 },
    });
  });

  it("refuses what contradicts itself", async () => {
    const refused = (args: Partial<AuroraArgs>) =>
      refusal(() => new Aurora("accounts", { network, engine: "postgres", ...args }));
    assert.match(
      await refused({ capacity: { minimum: 0 }, proxy: {} }),
      /capacity.minimum is 0; allowed: 0.5 or more with proxy/,
    );
    assert.match(
      await refused({ capacity: {}, instanceClass: "db.r8g.large" }),
      /instanceClass is "db.r8g.large"; allowed: none with capacity/,
    );
    assert.match(await refused({ capacity: { pauseAfterSeconds: 300 } }), /pauseAfterSeconds/);
    assert.match(await refused({ capacity: { maximum: 300 } }), /RDS-02-maxCapacity/);
    assert.match(await refused({ instances: 17 }), /instances is 17/);
    assert.match(await refused({ instances: 3, readerScaling: { maximum: 1 } }), /2 to 15/);
    assert.match(await refused({ backtrackWindow: 3600 }), /none with PostgreSQL/);
  });
});

describe("a database that is there already", () => {
  it("has the same methods", async () => {
    const args = {
      arn: "arn:aws:rds:eu-west-1:123456789012:cluster:accounts",
      engine: "postgres",
      host: "accounts.cluster-abc123.eu-west-1.rds.amazonaws.com",
      securityGroupId: "sg-1",
      resourceId: "cluster-ABC",
    } as const;
    const { made } = await record(() => Aurora.existing("accounts", args));
    assert.equal(
      await valueOf(made.connect().statements[0].Resource),
      "arn:aws:rds-db:eu-west-1:123456789012:dbuser:cluster-ABC/app",
    );
    assert.throws(() => made.administer(), /administratorSecretArn/);
  });
});
