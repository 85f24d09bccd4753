import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { PolicyStatement } from "../../../../../components/contracts";
import { EmrCluster, EmrClusterArgs } from "../../../../../components/compute";
import { Bucket } from "../../../../../components/data";
import { Queue } from "../../../../../components/decoupling";
import { Environment, EnvironmentArgs } from "../../../../../components/environment";
import { Network } from "../../../../../components/network";
import { previewStack } from "../../../../../preview/testing";
import { record, refusal, valueOf } from "../../record";

const zones = ["eu-west-1a", "eu-west-1b"];

function build(
  args: Partial<EmrClusterArgs> = {},
  environment: Partial<EnvironmentArgs> = {},
  mode: "single" | "none" = "single",
) {
  const place = { region: "eu-west-1", account: "123456789012", ...environment };
  const inside = { parent: new Environment("stack", place) };
  const keys = new Bucket("keys", {}, inside);
  return new EmrCluster(
    "lab",
    {
      network: new Network("network", { zones, egress: { mode } }, inside),
      logs: new Bucket("logs", { purpose: "logs" }, inside),
      certificates: {
        location: pulumi.interpolate`s3://${keys.name}/emr.zip`,
        access: keys.read("emr.zip"),
      },
      ...args,
    },
    inside,
  );
}
const make = (...given: Parameters<typeof build>) => record(() => build(...given));
type Recorded = Awaited<ReturnType<typeof make>>;

const clusterOf = (made: Recorded) => made.inputs<aws.emr.ClusterArgs>(aws.emr.Cluster, "lab");
const statementsOf = (made: Recorded, role: string) => {
  const { policy } = made.inputs<{ policy: string }>(aws.iam.RolePolicy, `lab-${role}`);
  return (JSON.parse(policy) as { Statement: PolicyStatement[] }).Statement;
};
const actionsOf = (statements: readonly PolicyStatement[]) =>
  statements.flatMap(({ Action }) => Action as string | string[]);

describe("EmrCluster", () => {
  it("encrypts what lies and what is on its way, and takes tokens alone for metadata", async () => {
    const made = await make({}, { encryption: "customer-managed" });
    const { configuration } = made.inputs<{ configuration: string }>(
      aws.emr.SecurityConfiguration,
      "lab-security",
    );
    const said = JSON.parse(configuration) as Record<string, Record<string, never>>;
    const encryption = said.EncryptionConfiguration;
    assert.equal(encryption.EnableAtRestEncryption, true);
    assert.equal(encryption.EnableInTransitEncryption, true);
    const { TLSCertificateConfiguration: certificates } =
      encryption.InTransitEncryptionConfiguration as { TLSCertificateConfiguration: object };
    assert.match(JSON.stringify(certificates), /s3:\/\/[^"]+\/emr\.zip/);
    const metadata = said.InstanceMetadataServiceConfiguration;
    assert.deepEqual(Object.values(metadata), [2, 1]);
    assert.equal(made.count(aws.kms.Key), 4, "those of the environment alone");
  });

  it("has a key of its own for disks where AWS holds the others", async () => {
    const made = await make();
    const key = made.inputs<aws.kms.KeyArgs>(aws.kms.Key, "lab-key");
    assert.equal(key.enableKeyRotation, true);
    const [use] = statementsOf(made, "nodes");
    assert.ok([use.Action].flat().includes("kms:Decrypt"));
  });

  it("is a cluster of fleets that scales and ends by itself, with logs in a bucket", async () => {
    const made = await make({ min: 2, max: 6, idleMinutes: 30 });
    const cluster = clusterOf(made);
    assert.deepEqual(cluster.autoTerminationPolicy, { idleTimeout: 1_800 });
    const core = cluster.coreInstanceFleet as { targetOnDemandCapacity: number };
    assert.equal(core.targetOnDemandCapacity, 2);
    assert.match(String(cluster.logUri), /^s3:\/\/.+\/lab\/$/);
    const { computeLimits } = made.inputs<aws.emr.ManagedScalingPolicyArgs>(
      aws.emr.ManagedScalingPolicy,
      "lab-scaling",
    );
    assert.deepEqual(computeLimits, [
      { unitType: "InstanceFleetUnits", minimumCapacityUnits: 2, maximumCapacityUnits: 6 },
    ]);
    assert.equal(made.count(aws.emr.InstanceFleet), 0);
    const spot = await make({ spot: true });
    assert.equal(spot.count(aws.emr.InstanceFleet), 1);
    const [limits] = spot.inputs<{ computeLimits: Record<string, unknown>[] }>(
      aws.emr.ManagedScalingPolicy,
      "lab-scaling",
    ).computeLimits;
    assert.equal(limits.maximumOndemandCapacityUnits, 1);
  });

  it("stands in groups of its own, whose rules are revoked before they are deleted", async () => {
    const made = await make();
    const groups = made.resources.filter(
      ({ type, name }) => type === "aws:ec2/securityGroup:SecurityGroup" && /^lab-/.test(name),
    );
    assert.deepEqual(groups.map(({ name }) => name).sort(), [
      "lab-core",
      "lab-master",
      "lab-service",
    ]);
    for (const { inputs } of groups) {
      assert.equal(inputs.revokeRulesOnDelete, true);
    }
    const rule = made.inputs<{ fromPort: number }>(
      aws.vpc.SecurityGroupIngressRule,
      "lab-master-to-service",
    );
    assert.equal(rule.fromPort, 9443);
    const open = made.resources.filter(
      ({ type, inputs }) => /IngressRule$/.test(type) && inputs.cidrIpv4 !== undefined,
    );
    assert.deepEqual(
      open.filter(({ name }) => /^lab-/.test(name)),
      [],
    );
  });

  it("gives EMR its own subnets and groups and what carries its tag, and nodes what was granted", async () => {
    const made = await make();
    const service = statementsOf(made, "service");
    const unbounded = service.filter(
      ({ Resource, Action }) =>
        Resource === "*" &&
        ![Action].flat().every((action) => /^ec2:Describe/.test(String(action))),
    );
    assert.deepEqual(unbounded, []);
    const network = service.filter(({ Action }) => [Action].flat().includes("ec2:RunInstances"));
    const resources = network.flatMap(({ Resource }) => Resource as string | string[]);
    assert.ok(resources.length > 0);
    assert.ok(!resources.some((arn) => /(subnet|security-group)\/\*/.test(arn)), resources.join());
    const pass = service.find(({ Action }) => Action === "iam:PassRole");
    assert.match(String(pass?.Resource), /^arn:aws:iam::/);
    const nodes = statementsOf(made, "nodes");
    assert.deepEqual([...new Set(actionsOf(nodes).map((action) => action.split(":")[0]))].sort(), [
      "kms",
      "s3",
    ]);
    const writes = nodes.filter(({ Action }) => [Action].flat().includes("s3:PutObject"));
    assert.match(String(writes[0].Resource), /\/lab\/\*$/);
    assert.equal(writes.length, 1);
  });

  it("leaves to EMR what its scaling changes, and sets a new bound after the old one is off", async () => {
    const plan = await previewStack(() => void build());
    const cluster = plan.get("aws:emr/cluster:Cluster", "lab");
    assert.deepEqual(cluster.ignoreChanges, ["coreInstanceFleet.targetOnDemandCapacity"]);
    const scaling = plan.get("aws:emr/managedScalingPolicy:ManagedScalingPolicy", "lab-scaling");
    assert.equal(scaling.deleteBeforeReplace, true);
    plan.assertNoErrors();
  });

  it("runs steps as states of a workflow", async () => {
    const { made } = await make();
    const task = made.step({ command: ["spark-submit", "s3://scripts/count.py"] });
    assert.equal(task.integration, "elasticmapreduce:addStep.sync");
    const given: unknown = await valueOf(pulumi.output(task.arguments));
    const { Step } = given as {
      Step: { HadoopJarStep: { Args: string[] } };
    };
    assert.deepEqual(Step.HadoopJarStep.Args, ["spark-submit", "s3://scripts/count.py"]);
    const [{ statements }] = task.access;
    assert.equal(await valueOf(statements[0].Resource), await valueOf(made.clusterArn));
    assert.match(String(await valueOf(statements[1].Resource)), /EMRAddJobFlowStepsRule$/);
  });

  it("has alarms of nodes, disks and blocks, of what waits, and of idling that EMR did not end", async () => {
    const { made } = await make({ idleMinutes: 90 });
    const alarms = made.alarmDefinitions();
    assert.deepEqual(
      alarms.map(({ name, metricName, threshold }) => [name, metricName, threshold]),
      [
        ["unhealthy-nodes", "MRUnhealthyNodes", 0],
        ["storage", "HDFSUtilization", 80],
        ["missing-blocks", "MissingBlocks", 0],
        ["waiting", "AppsPending", 0],
        ["idle", "IsIdle", 1],
      ],
    );
    for (const { namespace, dimensions } of alarms) {
      assert.equal(namespace, "AWS/ElasticMapReduce");
      assert.deepEqual(Object.keys(dimensions), ["JobFlowId"]);
      assert.equal(
        await valueOf(pulumi.output(dimensions.JobFlowId)),
        await valueOf(made.clusterId),
      );
    }
    const idle = alarms.at(-1);
    assert.deepEqual(
      [idle?.statistic, idle?.period, idle?.evaluationPeriods],
      ["Minimum", 3600, 3],
    );
    const longest = (await make({ idleMinutes: 10_080 })).made.alarmDefinitions().at(-1);
    assert.equal(longest?.evaluationPeriods, 168, "CloudWatch looks back a week");
  });

  it("tells of a cluster that ended with errors and of failed steps, with an alarm for them", async () => {
    const made = await record(() => build({ failures: new Queue("failures") }));
    const { eventPattern } = made.inputs<{ eventPattern: string }>(
      aws.cloudwatch.EventRule,
      "lab-failures",
    );
    const { detail, ...event } = JSON.parse(eventPattern) as { detail: Record<string, string[]> };
    assert.deepEqual(event, {
      source: ["aws.emr"],
      "detail-type": ["EMR Cluster State Change", "EMR Step Status Change"],
    });
    assert.deepEqual(detail, {
      state: ["TERMINATED_WITH_ERRORS", "FAILED"],
      clusterId: [await valueOf(made.made.clusterId)],
    });
    const names = made.made.alarmDefinitions().map(({ name }) => name);
    assert.equal(names[0], "failed");
    assert.equal((await make()).made.alarmDefinitions()[0].name, "unhealthy-nodes");
  });

  for (const [what, args, expected] of [
    ["bounds in the wrong order", { min: 3, max: 2 }, /max is 2/],
    ["no time", { idleMinutes: 0 }, /idleMinutes/],
    ["a release without emr-", { release: "7.13.0" }, /EMR-03-release/],
    ["no types", { instanceTypes: [] }, /instanceTypes/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(() => build(args)), expected);
    });
  }

  it("refuses a network without a way out", async () => {
    assert.match(await refusal(() => build({}, {}, "none")), /way out/);
  });
});
