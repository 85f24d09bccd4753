import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Service, ServiceArgs } from "../../../../../components/compute";
import { MountableFileSystem, Target } from "../../../../../components/contracts";
import { Queue } from "../../../../../components/decoupling";
import { Environment } from "../../../../../components/environment";
import { Secret } from "../../../../../components/security";
import { record, refusal } from "../../record";
import { group, network } from "../compute-network";

const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/pages@sha256:abc";
const target: Target = {
  targetGroupArn: pulumi.output("arn:blue"),
  targetType: "ip",
  port: 8080,
  from: group("public"),
  requestCountLabel: pulumi.output("app/public/1/targetgroup/pages/2"),
  ready: [],
};
const shifted: Target = {
  ...target,
  alternate: {
    targetGroupArn: pulumi.output("arn:green"),
    productionListenerRule: pulumi.output("arn:rule"),
  },
};
const base: ServiceArgs = { network, image };

interface Container {
  [property: string]: unknown;
  environment: { name: string; value: string }[];
  secrets: { name: string; valueFrom: string }[];
  linuxParameters: { capabilities: object; tmpfs: { containerPath: string; size: number }[] };
}

async function made(args: Partial<ServiceArgs> = {}) {
  const recording = await record(() => new Service("pages", { ...base, ...args }));
  const task = recording.inputs<Record<string, unknown>>(aws.ecs.TaskDefinition, "pages");
  const [container] = JSON.parse(String(task.containerDefinitions)) as Container[];
  const service = recording.inputs<Record<string, unknown>>(aws.ecs.Service, "pages");
  const statements = (name: string) =>
    (
      JSON.parse(recording.inputs<{ policy: string }>(aws.iam.RolePolicy, name).policy) as {
        Statement: aws.iam.PolicyStatement[];
      }
    ).Statement;
  return { recording, task, container, service, statements };
}

const refused = (args: Partial<ServiceArgs>) =>
  refusal(() => new Service("pages", { ...base, ...args }));

describe("Service", () => {
  it("runs locked down: not as root, read-only, without capabilities or public addresses", async () => {
    const { container, service, task } = await made();
    assert.equal(container.user, "1000:1000");
    assert.equal(container.readonlyRootFilesystem, true);
    assert.equal(container.privileged, false);
    assert.deepEqual(container.linuxParameters.capabilities, { drop: ["ALL"] });
    assert.deepEqual(
      container.linuxParameters.tmpfs.map(({ containerPath, size }) => [containerPath, size]),
      [["/tmp", 64]],
    );
    const { assignPublicIp, subnets } = service.networkConfiguration as Record<string, unknown>;
    assert.deepEqual([assignPublicIp, subnets], [false, ["subnet-private"]]);
    assert.equal(service.enableExecuteCommand, false);
    assert.deepEqual([task.cpu, task.memory, task.skipDestroy], ["256", "512", true]);
  });

  it("goes back to the last version by itself, and keeps logs and insights", async () => {
    const { recording, service } = await made();
    assert.deepEqual(service.deploymentCircuitBreaker, { enable: true, rollback: true });
    assert.deepEqual(service.deploymentConfiguration, { strategy: "ROLLING" });
    assert.equal(service.desiredCount, 2);
    const logs = recording.inputs<{ retentionInDays: number }>(
      aws.cloudwatch.LogGroup,
      "pages-logs",
    );
    assert.equal(logs.retentionInDays, 365);
    const cluster = recording.inputs<{ settings: unknown }>(aws.ecs.Cluster, "pages-cluster");
    assert.deepEqual(cluster.settings, [{ name: "containerInsights", value: "enabled" }]);
  });

  it("keeps apart who starts the container and what it may do", async () => {
    const { recording, statements } = await made({ access: [new Queue("orders").send()] });
    const [logs, token, pull] = statements("pages-execution-policy");
    assert.deepEqual(logs.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    assert.equal(token.Action, "ecr:GetAuthorizationToken");
    assert.equal(pull.Resource, "arn:aws:ecr:eu-west-1:123456789012:repository/pages");
    assert.deepEqual(
      statements("pages-task-policy").map(({ Action }) => Action),
      [["sqs:SendMessage"]],
    );
    assert.equal(recording.count(aws.iam.Role), 2);
  });

  it("makes no policy where the container may do nothing, and pulls public images without ECR", async () => {
    const { recording, statements } = await made({ image: "public.ecr.aws/a/b:1" });
    assert.equal(recording.count(aws.iam.RolePolicy), 1);
    assert.equal(statements("pages-execution-policy").length, 1);
  });

  it("lets AWS read secrets, whole or by key, which the container can't", async () => {
    const { container, statements, recording } = await made({
      secrets: {
        TOKEN: new Secret("token"),
        PASSWORD: { from: new Secret("database"), key: "password" },
      },
    });
    assert.match(container.secrets[0].valueFrom, /:secret:database.*:password::$/);
    assert.match(container.secrets[1].valueFrom, /:secret:token[^:]*$/);
    const reads = statements("pages-execution-policy").filter(
      ({ Action }) => JSON.stringify(Action) === '["secretsmanager:GetSecretValue"]',
    );
    assert.equal(reads.length, 2);
    assert.equal(recording.count(aws.iam.RolePolicy), 1);
  });

  it("takes its target and lets the load balancer in", async () => {
    const { recording, service } = await made({ target });
    assert.deepEqual(service.loadBalancers, [
      { targetGroupArn: "arn:blue", containerName: "app", containerPort: 8080 },
    ]);
    const rule = recording.inputs<Record<string, unknown>>(
      aws.vpc.SecurityGroupIngressRule,
      "pages-from-public",
    );
    assert.deepEqual([rule.fromPort, rule.referencedSecurityGroupId], [8080, "sg-public"]);
    recording.inputs(aws.vpc.SecurityGroupEgressRule, "pages-from-public");
  });

  it("is reached by UDP, and asked for its health by TCP; by two places at once", async () => {
    const syslog: Target = { ...target, targetGroupArn: pulumi.output("arn:udp") };
    const { recording, service, container } = await made({
      target: { ...syslog, port: 5514, protocols: ["udp"], healthPort: 6514 },
      moreTargets: [{ ...target, port: 6514, healthPort: 6514 }],
    });
    assert.deepEqual(container.portMappings, [
      { containerPort: 5514, protocol: "udp" },
      { containerPort: 6514, protocol: "tcp" },
    ]);
    assert.deepEqual(service.loadBalancers, [
      { targetGroupArn: "arn:udp", containerName: "app", containerPort: 5514 },
      { targetGroupArn: "arn:blue", containerName: "app", containerPort: 6514 },
    ]);
    for (const kind of ["securityGroupIngressRule", "securityGroupEgressRule"]) {
      const rules = recording.resources.filter(
        ({ type, name }) => type.includes(kind) && name.includes("-from-"),
      );
      assert.deepEqual(
        rules.map(({ name, inputs }) => [name, inputs.ipProtocol, inputs.fromPort]),
        [
          ["pages-from-public-udp", "udp", 5514],
          ["pages-from-public-6514", "tcp", 6514],
        ],
      );
    }
  });

  it("shifts traffic by a role for exactly its two groups and rule", async () => {
    const { service, statements } = await made({
      target: shifted,
      deployment: { strategy: "canary", percent: 10, minutes: 5 },
    });
    assert.deepEqual(service.deploymentConfiguration, {
      strategy: "CANARY",
      bakeTimeInMinutes: "5",
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: "5" },
    });
    const [balancer] = service.loadBalancers as {
      advancedConfiguration: Record<string, unknown>;
    }[];
    assert.equal(balancer.advancedConfiguration.alternateTargetGroupArn, "arn:green");
    const [, groups, rules] = statements("pages-traffic-policy");
    assert.deepEqual(groups.Resource, ["arn:blue", "arn:green"]);
    assert.deepEqual(rules.Resource, ["arn:rule"]);
  });

  it("scales a worker by the messages that wait for each task", async () => {
    const recording = await record(
      () =>
        new Service("worker", { ...base, queue: new Queue("orders"), scaling: { min: 0, max: 5 } }),
    );
    const policy = recording.inputs<{
      targetTrackingScalingPolicyConfiguration: {
        targetValue: number;
        customizedMetricSpecification: { metrics: { id: string; returnData: boolean }[] };
      };
    }>(aws.appautoscaling.Policy, "worker-by-messages");
    const { targetValue, customizedMetricSpecification } =
      policy.targetTrackingScalingPolicyConfiguration;
    assert.equal(targetValue, 10);
    assert.deepEqual(
      customizedMetricSpecification.metrics.map(({ id, returnData }) => [id, returnData]),
      [
        ["waiting", false],
        ["tasks", false],
        ["each", true],
      ],
    );
    const task = recording.inputs<{ containerDefinitions: string }>(
      aws.ecs.TaskDefinition,
      "worker",
    );
    assert.match(task.containerDefinitions, /"name":"QUEUE_URL","value":"https:/);
  });

  it("splits tasks between Fargate and Spot, the first never on Spot", async () => {
    const { service } = await made({ spotShare: 0.25 });
    assert.deepEqual(service.capacityProviderStrategies, [
      { capacityProvider: "FARGATE", base: 1, weight: 3 },
      { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 },
    ]);
    const { service: all } = await made({ spotShare: 1 });
    assert.deepEqual(all.capacityProviderStrategies, [
      { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 },
    ]);
  });

  it("mounts file systems by access point, encrypted, with the container's own role", async () => {
    const from: MountableFileSystem = {
      accessPointArn: pulumi.output("arn:ap"),
      fileSystemId: pulumi.output("fs-1"),
      accessPointId: pulumi.output("fsap-1"),
      mount: () => ({
        statements: [
          { Effect: "Allow", Action: ["elasticfilesystem:ClientMount"], Resource: "arn:ap" },
        ],
        connection: { to: group("files"), port: 2049 },
      }),
      ready: [],
    };
    const { task, recording, statements } = await made({
      volumes: { models: { from, path: "/mnt/models", readOnly: true } },
    });
    assert.deepEqual(task.volumes, [
      {
        name: "models",
        efsVolumeConfiguration: {
          fileSystemId: "fs-1",
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: "fsap-1", iam: "ENABLED" },
        },
      },
    ]);
    assert.equal(statements("pages-task-policy")[0].Resource, "arn:ap");
    recording.inputs(aws.vpc.SecurityGroupEgressRule, "pages-to-files");
    const bare = { ...from, fileSystemId: undefined };
    assert.match(
      await refused({ volumes: { models: { from: bare, path: "/mnt" } } }),
      /volumes.models/,
    );
  });

  it("records what people run in a container", async () => {
    const { service, statements } = await made({ exec: true, writableRoot: true });
    assert.equal(service.enableExecuteCommand, true);
    const actions = statements("pages-task-policy").flatMap(({ Action }) => Action);
    assert.ok(actions.includes("ssmmessages:OpenDataChannel"));
    assert.ok(actions.includes("logs:PutLogEvents"));
    assert.match(await refused({ exec: true }), /writableRoot/);
  });

  it("builds its image in a repository that scans", async () => {
    const recording = await record(
      () =>
        new Service(
          "pages",
          { ...base, image: { context: "./server" } },
          { parent: new Environment("test", { region: "eu-west-1" }) },
        ),
    );
    const repository = recording.inputs<Record<string, unknown>>(
      aws.ecr.Repository,
      "pages-images",
    );
    assert.deepEqual(repository.imageScanningConfiguration, { scanOnPush: true });
  });

  it("says what no task can be", async () => {
    for (const [args, words] of [
      [{ cpu: 256, memory: 1536 }, /memory is "1536".*512, 1,024 or 2,048 MiB/],
      [{ cpu: 1024, memory: 512 }, /ECS-01-memory/],
      [{ user: "root" }, /not root/],
      [{ storage: 20 }, /21 to 200 GiB/],
      [{ deployment: { strategy: "blue-green" as const } }, /alternate: true/],
      [{ target, deployment: { strategy: "blue-green" as const } }, /second group/],
      [{ target: { ...target, targetType: "instance" as const } }, /ip/],
      [{ target, queue: new Queue("jobs") }, /not both/],
      [{ moreTargets: [target] }, /moreTargets is 1.*none without target/],
      [{ target, moreTargets: [target, target, target, target, target] }, /at most 4/],
      [{ target, moreTargets: [{ ...target, targetType: "instance" as const }] }, /ip/],
      [{ target, moreTargets: [{ ...target, port: undefined }] }, /a target with a port/],
      [{ target, moreTargets: [shifted] }, /without a second group/],
      [{ count: 2, scaling: { min: 1, max: 2 } }, /count/],
      [{ scaling: { min: 2, max: 2 } }, /max above min/],
      [{ scaling: { min: 3, max: 2 } }, /min of at most max/],
      [{ scaling: { min: 0, max: 2 } }, /1 or more/],
      [{ scaling: { min: 1, max: 2, requestsPerTask: 100 } }, /load balancer/],
      [{ scaling: { min: 1, max: 2, messagesPerTask: 1 } }, /queue/],
      [{ spotShare: 1.5 }, /0 to 1/],
      [{ egress: false }, /ecr.api, ecr.dkr, logs/],
      [{ egress: false, image: "public.ecr.aws/a/b:1" }, /outside of AWS/],
      [{ environment: { A: "1" }, secrets: { A: new Secret("a") } }, /not in both/],
    ] as [Partial<ServiceArgs>, RegExp][]) {
      assert.match(await refused(args), words);
    }
  });

  it("has no requests to count where two groups share them", async () => {
    const message = await refused({
      target: shifted,
      deployment: { strategy: "linear", percent: 10, minutes: 1 },
      scaling: { min: 1, max: 2, requestsPerTask: 100 },
    });
    assert.match(message, /one group's/);
  });

  it("goes back by alarms where some are named, and says so where none is", async () => {
    const { service } = await made({ deployment: { strategy: "rolling", alarms: ["errors"] } });
    assert.deepEqual(service.alarms, { alarmNames: ["errors"], enable: true, rollback: true });
    const { service: plain } = await made();
    assert.deepEqual(plain.alarms, { alarmNames: [], enable: false, rollback: false });
  });
});
