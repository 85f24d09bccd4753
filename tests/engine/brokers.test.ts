/**
 * The little used under the engine: a broker whose messages a function takes, and a classic load balancer before a fleet.
 * They are what the preview says, stay as they are, and neither another encryption profile nor another password
 * replaces a broker.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as assert from "node:assert/strict";
import { Fleet, LambdaFunction } from "../../components/compute";
import { Bucket } from "../../components/data";
import { Broker, BrokerEngine } from "../../components/decoupling";
import { Environment } from "../../components/environment";
import { Network } from "../../components/network";
import { ClassicLoadBalancer } from "../../components/web";
import { previewStack } from "../../preview/testing";
import { differences } from "./parity";
import { titles, useStack } from "./one-stack";

interface Version {
  readonly engineType: BrokerEngine;
  readonly encryption: "aws-managed" | "customer-managed";
  /** Of the administrator's password. */
  readonly length: number;
  readonly certificate: string;
}

const first: Version = {
  ...{ engineType: "RabbitMQ", encryption: "aws-managed", length: 32 },
  certificate: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
};
const ami = "ami-00000000000000001";
const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

function program({ engineType, encryption, length, certificate }: Version): void {
  const parent = new Environment("e", {
    ...{ region: "eu-west-1", account: "123456789012", production: true, encryption },
  });
  const inside = { parent };
  const network = new Network("network", { zones, egress: { mode: "single" } }, inside);
  const orders = new Broker<BrokerEngine>(
    "orders",
    { network, engineType, transform: { password: { length } } },
    inside,
  );
  new LambdaFunction(
    "take",
    async (event) => event.eventSourceArn,
    { on: orders.messages("orders"), tracing: false },
    inside,
  );
  const classic = new ClassicLoadBalancer(
    "legacy",
    {
      network,
      listeners: {
        https: {
          ...{ port: 443, protocol: "HTTPS", instancePort: 8080 },
          certificate: { arn: pulumi.output(certificate), domainNames: ["www.example.com"] },
        },
      },
      logs: new Bucket("logs", { purpose: "logs", disposable: true }, inside),
    },
    inside,
  );
  classic.serve(new Fleet("servers", { network, port: 8080, imageId: ami }, inside));
}

const broker = (title: string) => title.includes("aws:mq/broker:Broker");

for (const engineType of ["RabbitMQ", "ActiveMQ"] as const) {
  describe(`a broker of ${engineType}, and a classic load balancer`, () => {
    let version: Version = { ...first, engineType };

    const test = useStack("brokers", "dev", () => program(version));
    before(async () => {
      await test.stack.up();
    });

    it("are what the preview says", async () => {
      const plan = await previewStack(() => program(version), { project: "brokers", stack: "dev" });
      plan.assertNoErrors();
      assert.deepEqual(differences(await test.stack.resources(), plan), []);
    });

    it("stay as they are, in another update and after a refresh", async () => {
      assert.deepEqual([...(await test.stack.up()).steps], []);
      assert.deepEqual([...(await test.stack.refresh()).steps], []);
      assert.deepEqual([...(await test.stack.up()).steps], []);
    });

    it("are left alone by another password, and by keys of the customer's own", async () => {
      version = { ...version, length: 40 };
      const rotated = titles((await test.stack.up()).steps);
      assert.ok(
        rotated.includes(
          "replace random:index/randomPassword:RandomPassword::orders-administrator",
        ),
      );
      assert.deepEqual(rotated.filter(broker), []);
      version = { ...version, encryption: "customer-managed" };
      const encrypted = titles((await test.stack.up()).steps);
      assert.ok(encrypted.some((title) => title.startsWith("create aws:kms/key:Key")));
      assert.deepEqual(encrypted.filter(broker), []);
      assert.deepEqual([...(await test.stack.up()).steps], []);
    });

    it("set the policy of TLS again with another certificate, and replace nothing", async () => {
      version = { ...version, certificate: first.certificate.replace(/1$/, "2") };
      assert.deepEqual(titles((await test.stack.up()).steps), [
        "update aws:elb/listenerPolicy:ListenerPolicy::legacy-https",
        "update aws:elb/loadBalancer:LoadBalancer::legacy",
      ]);
    });

    it("have an end, from which the broker and its secret are kept", async () => {
      const refused = await test.stack.failure(() => test.stack.destroy());
      assert.match(refused, /aws:mq\/broker:Broker::orders/);
      await test.stack.unprotectAll();
      await test.stack.destroy();
      const left = test.backend.cloud.live.map(({ type, name }) => `${type} ${name}`).sort();
      const { __pulumiType: brokerType } = aws.mq.Broker as unknown as { __pulumiType: string };
      assert.ok(left.includes(`${brokerType} orders`), left.join("\n"));
      assert.ok(left.includes("aws:secretsmanager/secret:Secret orders-administrator"));
      assert.deepEqual(
        left.filter((title) => title.includes("aws:elb/")),
        [],
      );
    });
  });
}
