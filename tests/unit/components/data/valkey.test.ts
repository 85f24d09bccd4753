import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Memcached, Valkey, ValkeyArgs } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";
import { network } from "./network";

type Group = aws.elasticache.ReplicationGroupArgs;

const make = (args: Partial<ValkeyArgs> = {}, production = true) =>
  record(() => {
    const parent = new Environment("test", {
      ...{ region: "eu-west-1", account: "123456789012", production },
    });
    return new Valkey("sessions", { network, ...args }, { parent });
  });

const groupOf = async (args: Partial<ValkeyArgs> = {}, production = true) =>
  (await make(args, production)).inputs<Group>(aws.elasticache.ReplicationGroup, "sessions");

describe("Valkey", () => {
  it("is encrypted in transit and at rest, in two zones, with snapshots and logs", async () => {
    const group = await groupOf();
    assert.equal(group.engine, "valkey");
    assert.deepEqual(
      [group.transitEncryptionEnabled, group.transitEncryptionMode],
      [true, "required"],
    );
    assert.equal(group.atRestEncryptionEnabled, true);
    assert.equal(group.numCacheClusters, 2);
    assert.deepEqual([group.automaticFailoverEnabled, group.multiAzEnabled], [true, true]);
    assert.equal(group.snapshotRetentionLimit, 7);
    assert.equal(group.autoMinorVersionUpgrade, true);
    assert.equal(group.applyImmediately, false);
    const logs = group.logDeliveryConfigurations as { logType: string }[];
    assert.deepEqual(
      logs.map(({ logType }) => logType),
      ["slow-log", "engine-log"],
    );
  });

  it("has one node, changed at once, outside production", async () => {
    const group = await groupOf({}, false);
    assert.equal(group.numCacheClusters, 1);
    assert.deepEqual([group.automaticFailoverEnabled, group.multiAzEnabled], [false, false]);
    assert.equal(group.applyImmediately, true);
  });

  it("spreads its keys over shards, which fail over", async () => {
    const group = await groupOf({ shards: 3, replicas: 0 });
    assert.deepEqual([group.numNodeGroups, group.replicasPerNodeGroup], [3, 0]);
    assert.equal(group.numCacheClusters, undefined);
    assert.deepEqual([group.clusterMode, group.automaticFailoverEnabled], ["enabled", true]);
  });

  it("has users whose name is their id, and who sign in by IAM", async () => {
    const recording = await make({ users: { app: {}, reader: { accessString: "on ~* +@read" } } });
    const user = recording.inputs<aws.elasticache.UserArgs>(
      aws.elasticache.User,
      "sessions-user-app",
    );
    assert.equal(user.userId, "strata-test-sessions-app");
    assert.equal(user.userName, user.userId);
    assert.deepEqual(user.authenticationMode, { type: "iam" });
    assert.match(String(user.accessString), /-@dangerous/);
    const group = recording.inputs<aws.elasticache.UserGroupArgs>(
      aws.elasticache.UserGroup,
      "sessions-users",
    );
    assert.deepEqual(group.userIds, ["strata-test-sessions-app", "strata-test-sessions-reader"]);
  });

  it("lets a user connect to this cache as itself, and no other", async () => {
    const { made } = await make({ users: { app: {}, reader: {} } });
    const { statements, connection } = made.connect("reader");
    assert.deepEqual(statements[0].Action, ["elasticache:Connect"]);
    const resources = (await valueOf(statements[0].Resource)) as string[];
    assert.match(resources[0], /:replicationgroup:sessions-/);
    assert.match(resources[1], /:user:strata-test-sessions-reader$/);
    assert.equal(connection?.port, 6379);
    assert.throws(() => made.connect("writer"), /user is "writer"; allowed: .*app, reader/);
  });

  it("keeps a password in Secrets Manager, for clients that can't make tokens", async () => {
    const recording = await make({ users: { legacy: { authentication: "password" } } });
    const { made } = recording;
    const user = recording.inputs<{ authenticationMode: { type: string; passwords: string[] } }>(
      aws.elasticache.User,
      "sessions-user-legacy",
    );
    assert.equal(user.authenticationMode.type, "password");
    const [statement] = made.connectByPassword("legacy").statements;
    assert.deepEqual(statement.Action, ["secretsmanager:GetSecretValue"]);
    assert.throws(() => made.connect("legacy"), /signs in by IAM/);
    assert.throws(() => made.connectByPassword("app"), /user is "app"/);
  });

  it("can be serverless, with bounds", async () => {
    const recording = await make({ serverless: { maximumDataGigabytes: 5 } });
    const cache = recording.inputs<aws.elasticache.ServerlessCacheArgs>(
      aws.elasticache.ServerlessCache,
      "sessions",
    );
    assert.deepEqual(cache.cacheUsageLimits, { dataStorage: { maximum: 5, unit: "GB" } });
    assert.equal(recording.count(aws.elasticache.ReplicationGroup), 0);
    assert.match(await valueOf(recording.made.host), /serverless/);
    assert.match(await valueOf(recording.made.arn), /:serverlesscache:sessions-/);
  });

  it("refuses what contradicts itself", async () => {
    const refused = async (args: Partial<ValkeyArgs>) =>
      refusal(() => new Valkey("sessions", { network, ...args }));
    assert.match(
      await refused({ serverless: {}, shards: 2 }),
      /Valkey "sessions": shards is 2; allowed: nothing beside serverless/,
    );
    assert.match(await refused({ replicas: 6 }), /replicas is 6; allowed: .* 0 to 5/);
    assert.match(await refused({ shards: 0 }), /shards is 0; allowed: .* 1 to 500/);
    assert.match(await refused({ users: {} }), /users is {}/);
    assert.match(await refused({ users: { App: {} } }), /users is "App"/);
    assert.match(await refused({ nodeType: "t4g.micro" }), /EC-01: nodeType is "t4g.micro"/);
    assert.match(await refused({ snapshotRetentionLimit: 36 }), /EC-04/);
  });

  it("is protected, and retained, unless it is disposable", async () => {
    const plan = await previewStack(() => {
      const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
      new Valkey("kept", { network }, { parent });
      new Valkey("gone", { network, disposable: true }, { parent });
    });
    const kept = plan.get(aws.elasticache.ReplicationGroup, "kept");
    assert.deepEqual([kept.protect, kept.retainOnDelete], [true, true]);
    assert.ok(kept.ignoreChanges.includes("kmsKeyId"));
    assert.equal(plan.get(aws.elasticache.ReplicationGroup, "gone").protect, false);
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity !== "info").map(({ rule }) => rule),
      [],
    );
  });

  it("names the nodes that its alarms watch", async () => {
    const { made } = await make({ shards: 2, replicas: 1 });
    const names = made.alarmDefinitions().map(({ name }) => name);
    assert.equal(names.length, 8);
    assert.ok(names.includes("memory-0002-002"));
  });

  it("gives a cache that is there already the same methods", async () => {
    const { made, resources } = await record(() =>
      Valkey.existing("sessions", {
        arn: "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:sessions",
        host: "master.sessions.abc123.euw1.cache.amazonaws.com",
        securityGroupId: "sg-1",
      }),
    );
    const [, user] = (await valueOf(made.connect("web").statements[0].Resource)) as string[];
    assert.equal(user, "arn:aws:elasticache:eu-west-1:123456789012:user:web");
    assert.equal(await valueOf(made.cacheName), "sessions");
    assert.equal(resources.length, 1);
  });
});

describe("Memcached", () => {
  it("speaks TLS, over zones, and keeps nothing", async () => {
    const recording = await record(() => new Memcached("pages", { network }));
    const cluster = recording.inputs<aws.elasticache.ClusterArgs>(aws.elasticache.Cluster, "pages");
    assert.equal(cluster.transitEncryptionEnabled, true);
    assert.deepEqual([cluster.numCacheNodes, cluster.azMode], [2, "cross-az"]);
    assert.equal(recording.made.connect().connection?.port, 11211);
  });

  it("refuses more nodes than an account has", async () => {
    const build = () => new Memcached("pages", { network, numCacheNodes: 61 });
    assert.match(await refusal(build), /EC-07: numCacheNodes is 61/);
  });
});
