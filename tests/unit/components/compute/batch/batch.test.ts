import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Batch, BatchArgs } from "../../../../../components/compute";
import { Queue } from "../../../../../components/decoupling";
import { record, refusal } from "../../record";
import { network } from "../compute-network";

const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/thumbnails:1";
const base: BatchArgs = { network, image };

interface Container {
  [property: string]: unknown;
  resourceRequirements: { type: string; value: string }[];
}

async function made(args: Partial<BatchArgs> = {}) {
  const recording = await record(() => new Batch("thumbnails", { ...base, ...args }));
  const definition = recording.inputs<Record<string, unknown>>(
    aws.batch.JobDefinition,
    "thumbnails",
  );
  const container = JSON.parse(String(definition.containerProperties)) as Container;
  return { recording, definition, container };
}

const refused = (args: Partial<BatchArgs>) =>
  refusal(() => new Batch("thumbnails", { ...base, ...args }));

describe("Batch", () => {
  it("runs jobs on Fargate, not as root, in private subnets, tried again and ended", async () => {
    const { recording, definition, container } = await made();
    assert.deepEqual(definition.platformCapabilities, ["FARGATE"]);
    assert.deepEqual(definition.retryStrategy, { attempts: 3 });
    assert.deepEqual(definition.timeout, { attemptDurationSeconds: 3600 });
    assert.deepEqual(container.resourceRequirements, [
      { type: "VCPU", value: "0.25" },
      { type: "MEMORY", value: "512" },
    ]);
    assert.deepEqual([container.user, container.privileged], ["1000:1000", false]);
    assert.deepEqual(container.networkConfiguration, { assignPublicIp: "DISABLED" });
    const { computeResources } = recording.inputs<{ computeResources: Record<string, unknown> }>(
      aws.batch.ComputeEnvironment,
      "thumbnails-capacity",
    );
    assert.deepEqual(
      [computeResources.type, computeResources.maxVcpus, computeResources.subnets],
      ["FARGATE", 16, ["subnet-private"]],
    );
    assert.equal(recording.count(aws.scheduler.Schedule), 0);
    assert.deepEqual(recording.made.alarmDefinitions(), []);
  });

  it("starts by a schedule, with a role for its own queue and jobs alone", async () => {
    const { recording } = await made({
      schedule: { expression: "cron(0 3 * * ? *)", copies: 10 },
      spot: true,
    });
    const { target } = recording.inputs<{ target: { arn: string; input: string } }>(
      aws.scheduler.Schedule,
      "thumbnails-schedule",
    );
    assert.equal(target.arn, "arn:aws:scheduler:::aws-sdk:batch:submitJob");
    const input = JSON.parse(target.input) as Record<string, unknown>;
    assert.equal(input.JobName, "thumbnails");
    assert.deepEqual(input.ArrayProperties, { Size: 10 });
    const { policy } = recording.inputs<{ policy: string }>(
      aws.iam.RolePolicy,
      "thumbnails-schedule-policy",
    );
    const [statement] = (JSON.parse(policy) as { Statement: aws.iam.PolicyStatement[] }).Statement;
    assert.deepEqual(statement.Action, ["batch:SubmitJob"]);
    const [queue, definitions] = statement.Resource as string[];
    assert.match(queue, /:job-queue\/thumbnails-queue/);
    assert.match(definitions, /:job-definition\/thumbnails[^:]*:\*$/);
  });

  it("tells of jobs that failed for good, and counts them", async () => {
    const recording = await record(
      () => new Batch("thumbnails", { ...base, failures: new Queue("failed") }),
    );
    const rule = recording.inputs<{ eventPattern: string }>(
      aws.cloudwatch.EventRule,
      "thumbnails-failures",
    );
    assert.match(rule.eventPattern, /"status":\["FAILED"\]/);
    recording.inputs(aws.cloudwatch.EventTarget, "thumbnails-failures");
    const [alarm] = recording.made.alarmDefinitions();
    assert.deepEqual([alarm.name, alarm.metricName], ["failed", "MatchedEvents"]);
  });

  it("is a workflow's state that ends with the job", async () => {
    const { recording } = await made();
    const task = recording.made.job();
    assert.equal(task.integration, "batch:submitJob.sync");
    const actions = task.access.flatMap(({ statements }) =>
      statements.flatMap(({ Action }) => Action),
    );
    assert.ok(actions.includes("batch:TerminateJob") && actions.includes("events:PutRule"));
  });

  it("says what no job can be", async () => {
    for (const [args, words] of [
      [{ cpu: 512, memory: 512 }, /1,024 to 4,096 MiB/],
      [{ user: "0" }, /not root/],
      [{ attempts: 11 }, /1 to 10 attempts/],
      [{ timeout: 59 }, /60 seconds or more/],
      [{ egress: false }, /ecr.api, ecr.dkr, logs/],
      [{ schedule: { expression: "cron(0 3 * * ? *)", copies: 0 } }, /1 to 10,000/],
      [{ schedule: { expression: "cron(0 3 * * *)" } }, /EVB-03|cron/],
    ] as [Partial<BatchArgs>, RegExp][]) {
      assert.match(await refused(args), words);
    }
  });

  describe("on servers", () => {
    const onServers = async (args: Partial<BatchArgs> = {}) => {
      const { recording, container, definition } = await made({ servers: {}, ...args });
      const { computeResources } = recording.inputs<{ computeResources: Record<string, unknown> }>(
        aws.batch.ComputeEnvironment,
        "thumbnails-servers",
      );
      return { recording, container, definition, computeResources };
    };

    it("come with the first job, of families that fit, and are changed in place", async () => {
      const { computeResources, definition, container } = await onServers();
      const { type, minVcpus, maxVcpus, allocationStrategy, instanceTypes } = computeResources;
      assert.deepEqual([type, minVcpus, maxVcpus], ["EC2", 0, 16]);
      assert.equal(allocationStrategy, "BEST_FIT_PROGRESSIVE");
      assert.deepEqual(instanceTypes, ["c7g", "m7g", "r7g"]);
      assert.deepEqual(definition.platformCapabilities, ["EC2"]);
      assert.deepEqual(container.resourceRequirements[0], { type: "VCPU", value: "1" });
      for (const member of ["networkConfiguration", "fargatePlatformConfiguration"]) {
        assert.equal(container[member], undefined, member);
      }
      const x86 = await onServers({ architecture: "x86_64", spot: true });
      assert.deepEqual(x86.computeResources.instanceTypes, ["c7i", "m7i", "r7i"]);
      assert.equal(x86.computeResources.type, "SPOT");
      assert.equal(x86.computeResources.allocationStrategy, "SPOT_PRICE_CAPACITY_OPTIMIZED");
    });

    it("take tokens alone for metadata, have encrypted disks, and no door", async () => {
      const { recording, computeResources } = await onServers({ servers: { disk: 100 } });
      const template = recording.inputs<{
        metadataOptions: { httpTokens: string };
        blockDeviceMappings: { ebs: { encrypted: string; volumeSize: number } }[];
        keyName?: string;
      }>(aws.ec2.LaunchTemplate, "thumbnails-server-template");
      assert.equal(template.metadataOptions.httpTokens, "required");
      const [{ ebs }] = template.blockDeviceMappings;
      assert.deepEqual([ebs.encrypted, ebs.volumeSize], ["true", 100]);
      assert.equal(template.keyName, undefined);
      // Its version only AWS counts: unknown here.
      assert.ok("launchTemplateId" in (computeResources.launchTemplate as object));
    });

    it("have a role for the agent, their log and Session Manager, not for what the job may do", async () => {
      const { recording } = await onServers();
      const { policy } = recording.inputs<{ policy: string }>(
        aws.iam.RolePolicy,
        "thumbnails-server-policy",
      );
      const { Statement } = JSON.parse(policy) as { Statement: { Action: string | string[] }[] };
      const services = Statement.flatMap(({ Action }) => Action).map((a) => a.split(":")[0]);
      assert.deepEqual([...new Set(services)].sort(), ["ecs", "logs", "ssm", "ssmmessages"]);
    });

    for (const [what, args, expected] of [
      ["half a virtual CPU", { cpu: 512 }, /BAT-04-size/],
      ["a task's disk", { storage: 30 }, /storage/],
      ["more than the most", { servers: { minVcpus: 17 } }, /servers\.minVcpus/],
      ["a disk smaller than the image's", { servers: { disk: 20 } }, /servers\.disk/],
      ["no types", { servers: { instanceTypes: [] } }, /servers\.instanceTypes/],
    ] as const) {
      it(`refuse ${what}`, async () => {
        assert.match(await refused({ servers: {}, ...args }), expected);
      });
    }
  });
});
