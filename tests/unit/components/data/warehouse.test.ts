import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { PolicyStatement, VirtualNetwork } from "../../../../components/contracts";
import { Lake, Warehouse, WarehouseArgs } from "../../../../components/data";
import { Environment, EnvironmentArgs } from "../../../../components/environment";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";
import { network as narrow } from "./network";

const network: VirtualNetwork = Object.defineProperties(
  {},
  {
    ...Object.getOwnPropertyDescriptors(narrow),
    zones: { value: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] },
  },
) as VirtualNetwork;

type Given = Partial<WarehouseArgs> | (() => Partial<WarehouseArgs>);

function build(args: Given = {}, environment: Partial<EnvironmentArgs> = {}): Warehouse {
  const place = { region: "eu-west-1", account: "123456789012", ...environment };
  const inside = { parent: new Environment("stack", place) };
  const given = typeof args === "function" ? args() : args;
  return new Warehouse("reports", { network, ...given }, inside);
}
const make = (args?: Given, environment?: Partial<EnvironmentArgs>) =>
  record(() => build(args, environment));
type Recorded = Awaited<ReturnType<typeof make>>;

const { Namespace, UsageLimit, Workgroup } = aws.redshiftserverless;
const workgroupOf = (made: Recorded) =>
  made.inputs<aws.redshiftserverless.WorkgroupArgs>(Workgroup, "reports");
const statementsOf = (made: Recorded) => {
  const { policy } = made.inputs<{ policy: string }>(aws.iam.RolePolicy, "reports-policy");
  return (JSON.parse(policy) as { Statement: PolicyStatement[] }).Statement;
};
const lake = () => new Lake("clicks", { columns: { page: "string" } });

describe("Warehouse", () => {
  it("is private, over TLS alone, with a password that Redshift makes, and every log", async () => {
    const made = await make({}, { encryption: "customer-managed" });
    const namespace = made.inputs<aws.redshiftserverless.NamespaceArgs>(Namespace, "reports");
    assert.equal(namespace.manageAdminPassword, true);
    assert.equal(namespace.adminUserPassword, undefined);
    assert.equal(namespace.dbName, "app");
    assert.match(String(namespace.kmsKeyId), /^arn:aws:kms:|^stack-data/);
    assert.notEqual(namespace.adminPasswordSecretKmsKeyId, namespace.kmsKeyId);
    const workgroup = workgroupOf(made);
    assert.equal(workgroup.publiclyAccessible, false);
    assert.equal(workgroup.enhancedVpcRouting, true);
    assert.deepEqual(workgroup.subnetIds, ["subnet-isolated-a", "subnet-isolated-b"]);
    const parameters = Object.fromEntries(
      (workgroup.configParameters as { parameterKey: string; parameterValue: string }[]).map(
        ({ parameterKey, parameterValue }) => [parameterKey, parameterValue],
      ),
    );
    assert.equal(parameters.require_ssl, "true");
    assert.equal(parameters.enable_user_activity_logging, "true");
    assert.equal(parameters.max_query_execution_time, "3600");
    assert.equal(Object.keys(parameters).length, 9, "all that Redshift answers with");
  });

  it("has log groups with retention where Redshift writes, and waits for them", async () => {
    const made = await make();
    const { namespaceName, logExports } = made.inputs<aws.redshiftserverless.NamespaceArgs>(
      Namespace,
      "reports",
    );
    for (const log of logExports as string[]) {
      const group = made.inputs<aws.cloudwatch.LogGroupArgs>(
        aws.cloudwatch.LogGroup,
        `reports-${log}`,
      );
      assert.equal(group.name, `/aws/redshift/${String(namespaceName)}/${log}`);
      assert.equal(group.retentionInDays, 365);
    }
    const plan = await previewStack(() => void build());
    const { dependencies } = plan.get(Namespace, "reports");
    for (const log of logExports as string[]) {
      assert.ok(
        dependencies.some((urn) => urn.endsWith(`::reports-${log}`)),
        log,
      );
    }
  });

  it("is bounded in what it costs, and can be bounded otherwise", async () => {
    const limit = async (args: Partial<WarehouseArgs>) =>
      (await make(args)).inputs<aws.redshiftserverless.UsageLimitArgs>(
        UsageLimit,
        "reports-usage-limit",
      );
    const { amount, period, breachAction } = await limit({});
    assert.deepEqual([amount, period, breachAction], [40, "daily", "deactivate"]);
    const other = await limit({ usageLimit: { rpuHours: 100, period: "monthly" } });
    assert.deepEqual([other.amount, other.period], [100, "monthly"]);
    assert.deepEqual(
      [workgroupOf(await make()).baseCapacity, workgroupOf(await make()).maxCapacity],
      [8, 32],
    );
  });

  it("has alarms before its limits are reached, and where queries wait or loads fail", async () => {
    const { made } = await make({ usageLimit: { rpuHours: 50, period: "weekly" } });
    const alarms = made.alarmDefinitions();
    assert.deepEqual(
      alarms.map(({ name, metricName, threshold }) => [name, metricName, threshold]),
      [
        ["usage", "UsageLimitConsumed", 40],
        ["connections", "DatabaseConnections", 1_600],
        ["queries-waiting", "QueriesQueued", 0],
        ["loads-failed", "QueriesFailed", 0],
      ],
    );
    const [usage, connections, waiting, loads] = alarms.map(({ dimensions }) => dimensions);
    assert.deepEqual(Object.keys(connections), ["Workgroup"]);
    assert.equal(
      await valueOf(pulumi.output(connections.Workgroup)),
      await valueOf(made.workgroupName),
    );
    assert.deepEqual([waiting.QueryType, loads.QueryType], ["SELECT", "LOAD"]);
    assert.deepEqual(Object.keys(usage), ["UsageLimitId", "UsageType", "Workgroup"]);
    assert.equal(usage.UsageType, "SERVERLESS_COMPUTE");
    assert.match(alarms[0].description, /50 RPU-hours a week.*no more queries/);
    const told = await make({ usageLimit: { rpuHours: 50, breachAction: "log" } });
    assert.doesNotMatch(told.made.alarmDefinitions()[0].description, /no more queries/);
  });

  it("loads with a role that reads the lake's events and its table alone", async () => {
    const made = await make(() => ({ loads: [lake().load()], egress: false }));
    const statements = statementsOf(made);
    const resources = statements.flatMap(({ Resource }) => Resource as string | string[]);
    assert.ok(resources.every((arn) => arn !== "*" && !arn.endsWith(":*")));
    const reads = statements.filter(({ Action }) => [Action].flat().includes("s3:GetObject"));
    assert.equal(reads.length, 1);
    assert.match(String([reads[0].Resource].flat()), /\/events\/\*$/);
    const actions = statements.flatMap(({ Action }) => Action as string | string[]);
    assert.ok(!actions.some((action) => /Put|Delete|athena/.test(action)), actions.join());
    const { assumeRolePolicy } = made.inputs<{ assumeRolePolicy: string }>(
      aws.iam.Role,
      "reports-role",
    );
    assert.match(assumeRolePolicy, /redshift-serverless\.amazonaws\.com/);
    // S3 is reached through the gateway endpoint.
    const { prefixListId } = made.inputs<aws.vpc.SecurityGroupEgressRuleArgs>(
      aws.vpc.SecurityGroupEgressRule,
      "reports-to-s3",
    );
    assert.equal(prefixListId, "pl-s3");
  });

  it("without loads has a role without rights", async () => {
    const made = await make();
    assert.ok(!made.resources.some(({ name }) => name === "reports-policy"));
  });

  it("lets a role run its own statements, and only the administrator read the secret", async () => {
    const { made } = await make();
    const actionsOf = (of: { statements: readonly PolicyStatement[] }) =>
      of.statements.flatMap(({ Action }) => Action as string | string[]);
    assert.ok(!actionsOf(made.query()).includes("secretsmanager:GetSecretValue"));
    assert.equal(made.query().connection, undefined);
    assert.equal(made.connect().connection?.port, 5439);
    assert.deepEqual(actionsOf(made.connect()), ["redshift-serverless:GetCredentials"]);
    assert.ok(actionsOf(made.administer()).includes("secretsmanager:GetSecretValue"));
    const [run] = made.statements(["SELECT 1"]).access;
    assert.deepEqual(actionsOf(run), actionsOf(made.administer()));
    assert.ok(
      !actionsOf(made.statementOutcome().access[0]).includes("redshift-data:ExecuteStatement"),
    );
  });

  it("hands statements over in a workflow's state", async () => {
    const { made } = await make();
    const task = made.statements(["SELECT 1", "SELECT 2"]);
    assert.equal(task.integration, "aws-sdk:redshiftdata:batchExecuteStatement");
    const given = await valueOf(pulumi.output(task.arguments));
    assert.deepEqual(given?.Sqls, ["SELECT 1", "SELECT 2"]);
    assert.equal(given?.Database, "app");
    assert.match(await refusal(() => build().statements([])), /1 to 40 statements/);
  });

  for (const [what, args, expected] of [
    ["two zones", { network: narrow }, /network\.zones is 2; allowed: 3 zones/],
    ["a growth below the base", { baseCapacity: 16, maxCapacity: 8 }, /maxCapacity/],
    ["half an hour", { usageLimit: { rpuHours: 0.5 } }, /usageLimit\.rpuHours/],
    ["a database with a capital", { databaseName: "App" }, /databaseName/],
    ["a size between the steps", { baseCapacity: 12 }, /RS-06-base/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(() => build(args)), expected);
    });
  }

  it("gives what is there already the same ways", async () => {
    const workgroupArn =
      "arn:aws:redshift-serverless:eu-west-1:123456789012:workgroup/01234567-89ab-cdef-0123-456789abcdef";
    const { made } = await record(() =>
      Warehouse.existing("shared", {
        workgroupName: "shared",
        workgroupArn,
        host: "shared.123456789012.eu-west-1.redshift-serverless.amazonaws.com",
        securityGroupId: "sg-1",
      }),
    );
    assert.equal(await valueOf(made.query().statements[0].Resource), workgroupArn);
    assert.throws(() => made.administer(), /administratorSecretArn/);
  });
});
