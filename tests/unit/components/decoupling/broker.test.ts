import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { Invocable } from "../../../../components/contracts";
import { Broker, BrokerArgs, BrokerEngine, RabbitMqEvent } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { Network } from "../../../../components/network";
import { previewStack } from "../../../../preview/testing";
import { network } from "../data/network-under-test";
import { record, refusal, valueOf } from "../record";

const inThree = {
  ...network,
  zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
  egress: { mode: "single", publicIps: pulumi.output(["198.51.100.1"]) },
};
const fn: Invocable = {
  logicalName: "print",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:print"),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("print"),
  ready: [],
};
type Args = Partial<BrokerArgs>;
type Rule = Record<string, unknown>;
const make = (engineType: BrokerEngine, args: Args = {}, environment: object = {}) =>
  record(() => {
    const parent = new Environment("test", {
      ...{ region: "eu-west-1", account: "123456789012", production: true, ...environment },
    });
    return new Broker("orders", { network: inThree, engineType, ...args }, { parent });
  });
const brokerOf = async (engineType: BrokerEngine, args: Args = {}, environment: object = {}) =>
  (await make(engineType, args, environment)).inputs<Record<string, unknown>>(
    aws.mq.Broker,
    "orders",
  );

describe("Broker", () => {
  it("is an active/standby pair of ActiveMQ in production: private, patched, with both logs", async () => {
    const { users, subnetIds, securityGroups, ...others } = await brokerOf("ActiveMQ");
    assert.deepEqual(subnetIds, ["subnet-private-a", "subnet-private-b"]);
    assert.equal((securityGroups as string[]).length, 1);
    const [{ username, password, ...more }] = users as Record<string, string>[];
    assert.deepEqual([username, more], ["administrator", { consoleAccess: true }]);
    assert.match(password, /^[A-Za-z0-9]{32}$/);
    assert.deepEqual(others, {
      engineType: "ActiveMQ",
      engineVersion: "5.19",
      hostInstanceType: "mq.m5.large",
      deploymentMode: "ACTIVE_STANDBY_MULTI_AZ",
      publiclyAccessible: false,
      encryptionOptions: { useAwsOwnedKey: true },
      logs: { general: true, audit: true },
      autoMinorVersionUpgrade: true,
      maintenanceWindowStartTime: { dayOfWeek: "SUNDAY", timeOfDay: "03:00", timeZone: "UTC" },
      applyImmediately: false,
      tags: { Layer: "decoupling" },
    });
  });

  it("is one small instance outside production, changed at once", async () => {
    const broker = await brokerOf("ActiveMQ", {}, { production: false });
    assert.equal(broker.deploymentMode, "SINGLE_INSTANCE");
    assert.equal(broker.hostInstanceType, "mq.t3.micro");
    assert.deepEqual(broker.subnetIds, ["subnet-private-a"]);
    assert.equal(broker.applyImmediately, true);
  });

  it("is a cluster of RabbitMQ in three zones, which has no audit log", async () => {
    const threeSubnets = { ...inThree, privateSubnetIds: pulumi.output(["a", "b", "c", "d"]) };
    const broker = await brokerOf("RabbitMQ", { network: threeSubnets });
    assert.equal(broker.deploymentMode, "CLUSTER_MULTI_AZ");
    assert.equal(broker.hostInstanceType, "mq.m7g.large");
    assert.deepEqual(broker.subnetIds, ["a", "b", "c"]);
    assert.deepEqual(broker.logs, { general: true });
  });

  it("keeps the administrator's password in Secrets Manager, in the form that Lambda reads", async () => {
    const recording = await make("RabbitMQ");
    const { secretString } = recording.inputs<{ secretString: { value: string } }>(
      aws.secretsmanager.SecretVersion,
      "orders-administrator",
    );
    const kept = JSON.parse(secretString.value) as Record<string, string>;
    const [user] = recording.inputs<{ users: object[] }>(aws.mq.Broker, "orders").users;
    assert.deepEqual(user, kept);
    assert.deepEqual(Object.keys(kept), ["username", "password"]);
    const { statements, connection } = recording.made.connect();
    assert.deepEqual(statements[0].Action, ["secretsmanager:GetSecretValue"]);
    assert.equal(connection?.port, 5671);
  });

  it("is encrypted with the key for messages, its secret with that for secrets", async () => {
    const recording = await make("ActiveMQ", {}, { encryption: "customer-managed" });
    const { encryptionOptions } = recording.inputs<{ encryptionOptions: Rule }>(
      aws.mq.Broker,
      "orders",
    );
    assert.equal(encryptionOptions.useAwsOwnedKey, false);
    const [messages, secrets, logs] = await Promise.all(
      (["messages", "secrets", "logs"] as const).map((purpose) =>
        valueOf(recording.made.environment.keyArn(purpose) ?? ""),
      ),
    );
    assert.equal(encryptionOptions.kmsKeyId, messages);
    const keys = recording.made.connect().statements.map(({ Resource }) => Resource);
    assert.equal(await valueOf(keys[1] as string), secrets);
    const { target } = recording.inputs<{ target: { input: string } }>(
      aws.scheduler.Schedule,
      "orders-audit-key",
    );
    assert.equal((JSON.parse(target.input) as { KmsKeyId: string }).KmsKeyId, logs);
  });

  it("has the retention of the environment's logs, although Amazon MQ makes the groups", async () => {
    const recording = await make("ActiveMQ", {}, { logRetentionDays: 90 });
    const id = await valueOf(recording.made.nodes.broker.id);
    for (const log of ["general", "audit"]) {
      const { scheduleExpression, target } = recording.inputs<aws.scheduler.ScheduleArgs>(
        aws.scheduler.Schedule,
        `orders-${log}-retention`,
      ) as unknown as { scheduleExpression: string; target: { arn: string; input: string } };
      assert.equal(scheduleExpression, "rate(1 day)");
      assert.equal(target.arn, "arn:aws:scheduler:::aws-sdk:cloudwatchlogs:putRetentionPolicy");
      assert.deepEqual(JSON.parse(target.input), {
        LogGroupName: `/aws/amazonmq/broker/${id}/${log}`,
        RetentionInDays: 90,
      });
    }
    assert.equal(recording.count(aws.scheduler.Schedule), 2);
    const { policy } = recording.inputs<{ policy: string }>(
      aws.iam.RolePolicy,
      "orders-log-keeper",
    );
    assert.match(policy, new RegExp(`"logs:PutRetentionPolicy"[^]*broker/${id}/audit`));
    assert.doesNotMatch(policy, /AssociateKmsKey/);
  });

  it("gives the addresses of a protocol, and the way to its port alone", async () => {
    const { made } = await make("ActiveMQ");
    const urls = await valueOf(made.urls("stomp"));
    assert.equal(urls.length, 2);
    assert.match(urls[0], /^stomp\+ssl:\/\/b-[\w-]+-1\.mq\.eu-west-1\.amazonaws\.com:61614$/);
    assert.equal(made.connect("stomp").connection?.port, 61614);
    assert.equal(made.connect("console").connection?.port, 8162);
    assert.deepEqual(await valueOf(made.consoleUrls.apply((all) => all.length)), 2);
    const rabbit = await make("RabbitMQ");
    assert.match((await valueOf(rabbit.made.urls("amqp")))[0], /^amqps:.*\.on\.aws:5671$/);
    assert.throws(
      () => rabbit.made.connect("stomp"),
      /protocol is "stomp"; allowed: amqp, console/,
    );
  });

  it("hands a function the messages of a queue, with what its poller needs", async () => {
    const recording = await record(() => {
      const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
      const orders = new Broker("orders", { network: inThree, engineType: "ActiveMQ" }, { parent });
      const trigger = orders.messages("prints", { batchSize: 5, filters: [{ kind: ["print"] }] });
      trigger.connect(fn);
      return trigger;
    });
    const mapping = recording.inputs<Rule>(aws.lambda.EventSourceMapping, "orders-prints-to-print");
    const { eventSourceArn, sourceAccessConfigurations, ...others } = mapping;
    assert.match(String(eventSourceArn), /^arn:aws:mq:eu-west-1:123456789012:broker:orders/);
    const [basic, ...more] = sourceAccessConfigurations as Rule[];
    assert.equal(basic.type, "BASIC_AUTH");
    assert.match(String(basic.uri), /:secret:orders-administrator/);
    assert.deepEqual(more, []);
    assert.deepEqual(others, {
      functionName: "arn:aws:lambda:eu-west-1:123456789012:function:print",
      queues: "prints",
      batchSize: 5,
      filterCriteria: { filters: [{ pattern: '{"data":{"kind":["print"]}}' }] },
      tags: { Layer: "decoupling" },
    });
    const statements = recording.made.access?.statements ?? [];
    assert.deepEqual(
      statements.map(({ Action }) => Action),
      [
        ["secretsmanager:GetSecretValue"],
        ["mq:DescribeBroker"],
        [
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
        ],
      ],
    );
    // The way: to itself, and over HTTPS to what the poller calls.
    const egress = (name: string) => recording.inputs<Rule>(aws.vpc.SecurityGroupEgressRule, name);
    assert.equal(egress("orders-to-orders").fromPort, 61617);
    assert.equal(egress("orders-to-internet").cidrIpv4, "0.0.0.0/0");
    const ingress = recording.inputs<Rule>(aws.vpc.SecurityGroupIngressRule, "orders-to-orders");
    assert.equal(ingress.referencedSecurityGroupId, ingress.securityGroupId);
    assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 1);
  });

  it("opens the poller's way once, and not at all without a function", async () => {
    const silent = await make("ActiveMQ");
    assert.equal(silent.count(aws.vpc.SecurityGroupIngressRule), 0);
    assert.equal(silent.count(aws.vpc.SecurityGroupEgressRule), 0);
    const busy = await record(() => {
      const orders = new Broker("orders", { network: inThree, engineType: "ActiveMQ" });
      orders.messages("a").connect(fn);
      orders.messages("b").connect({ ...fn, logicalName: "other" });
    });
    assert.equal(busy.count(aws.vpc.SecurityGroupIngressRule), 1);
    assert.equal(busy.count(aws.lambda.EventSourceMapping), 2);
  });

  it("lets the poller call through interface endpoints where the network has no way out", async () => {
    const through = (interfaceEndpoints: string[]) => ({ ...network, interfaceEndpoints });
    const polled = (endpoints: string[], engineType: BrokerEngine) =>
      record(() => {
        const args = { network: through(endpoints), engineType, multiAz: false };
        new Broker("orders", args).messages("a").connect(fn);
      });
    const recording = await polled(["lambda", "secretsmanager", "sts"], "ActiveMQ");
    const toEndpoints = recording.inputs<Rule>(
      aws.vpc.SecurityGroupEgressRule,
      "orders-to-network",
    );
    assert.equal(toEndpoints.referencedSecurityGroupId, "sg-endpoints");
    assert.equal(recording.count(aws.vpc.SecurityGroupEgressRule), 2);
    await polled(["lambda", "secretsmanager"], "RabbitMQ");
    const message = await refusal(() => {
      const args = {
        network: through(["lambda"]),
        engineType: "ActiveMQ",
        multiAz: false,
      } as const;
      new Broker("orders", args).messages("a").connect(fn);
    });
    assert.match(
      message,
      /Broker "orders": network is .*interface endpoints for secretsmanager, sts/,
    );
    assert.match(message, /fix: .*interfaceEndpoints: \["secretsmanager", "sts"\]/);
  });

  it("names RabbitMQ's virtual host, which ActiveMQ has none of", async () => {
    const recording = await record(() => {
      const args = { network: inThree, engineType: "RabbitMQ" } as const;
      const trigger = new Broker("orders", args).messages("prints", { virtualHost: "lab" });
      trigger.connect(fn);
      // The event has the type of the engine's.
      return (event: Parameters<NonNullable<typeof trigger.handles>>[0]): RabbitMqEvent => event;
    });
    const { sourceAccessConfigurations } = recording.inputs<Record<string, Rule[]>>(
      aws.lambda.EventSourceMapping,
      "orders-prints-to-print",
    );
    assert.deepEqual(sourceAccessConfigurations[1], { type: "VIRTUAL_HOST", uri: "lab" });
    const build = () =>
      new Broker("o", { network: inThree, engineType: "ActiveMQ" }).messages("a", {
        virtualHost: "lab",
      });
    assert.match(await refusal(build), /virtualHost is "lab"; allowed: nothing for ActiveMQ/);
  });

  it("refuses what AWS would", async () => {
    const refused = (engineType: BrokerEngine, args: Args) =>
      refusal(() => new Broker("orders", { network, engineType, ...args }));
    assert.match(
      await refused("RabbitMQ", {}),
      /multiAz is "left out, which is true in production.*allowed: a network of 3 zones/,
    );
    assert.match(await refused("RabbitMQ", { multiAz: true }), /multiAz is true/);
    const small = { multiAz: false };
    assert.match(await refused("ActiveMQ", { ...small, engineVersion: "5.18.4" }), /MQ-06-version/);
    assert.match(await refused("ActiveMQ", { ...small, hostInstanceType: "m5.large" }), /MQ-02/);
    assert.match(await refused("RabbitMQ", { ...small, hostInstanceType: "mq.m5.large" }), /MQ-09/);
  });

  it("is kept, under the key and with the users that it was made with", async () => {
    const plan = await previewStack(() => {
      const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
      const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
      const place = new Network("net", { zones, egress: { mode: "per-az" } }, { parent });
      const args = { network: place, engineType: "RabbitMQ", multiAz: true } as const;
      const kept = new Broker("kept", args, { parent });
      new LambdaFunction(
        "take",
        (event) => Promise.resolve(Object.keys(event.rmqMessagesByQueue)),
        {
          ...{ on: kept.messages("orders"), tracing: false },
        },
        { parent },
      );
      new Broker("gone", { ...args, disposable: true }, { parent });
    });
    const kept = plan.get(aws.mq.Broker, "kept");
    assert.deepEqual([kept.protect, kept.retainOnDelete], [true, true]);
    assert.deepEqual(kept.ignoreChanges, ["encryptionOptions", "users"]);
    assert.equal(plan.get(aws.mq.Broker, "gone").protect, false);
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity !== "info"),
      [],
    );
  });

  it("is watched, each instance of a pair for itself", async () => {
    const names = async (engineType: BrokerEngine) =>
      (await make(engineType)).made.alarmDefinitions().map(({ name }) => name);
    assert.deepEqual(await names("ActiveMQ"), [
      ...["processor-1", "storage-1", "processor-2", "storage-2"],
    ]);
    assert.deepEqual(await names("RabbitMQ"), ["processor"]);
  });

  it("gives a broker that is there already the same methods", async () => {
    const recording = await record(() => {
      const orders = Broker.existing("orders", {
        engineType: "RabbitMQ",
        arn: "arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1",
        endpoints: ["amqps://b-1.mq.eu-west-1.on.aws:5671"],
        secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-a1b2c3",
        secretKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
        securityGroupId: "sg-1",
      });
      orders.messages("prints").connect(fn);
      return orders;
    });
    const { made } = recording;
    assert.deepEqual(
      recording.resources.map(({ name }) => name),
      ["orders", "orders-prints-to-print"],
    );
    assert.equal(made.connect().statements.length, 2);
    assert.equal((await valueOf(made.urls("amqp"))).length, 1);
  });
});
