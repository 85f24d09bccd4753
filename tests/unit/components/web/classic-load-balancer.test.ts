import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Fleet } from "../../../../components/compute";
import { Certificate } from "../../../../components/contracts";
import { Bucket } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { Network } from "../../../../components/network";
import { ClassicLoadBalancer, ClassicLoadBalancerArgs } from "../../../../components/web";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";
import { network } from "../data/network-under-test";

const certificate: Certificate = {
  arn: pulumi.output("arn:aws:acm:eu-west-1:123456789012:certificate/1"),
  domainNames: ["www.example.com"],
};
const http = { port: 80, protocol: "HTTP", instancePort: 8080 } as const;
const https = { port: 443, protocol: "HTTPS", instancePort: 8080, certificate } as const;
type Args = Partial<ClassicLoadBalancerArgs>;
type Inputs = Record<string, unknown>;
const make = (args: Args = {}) =>
  record(() => new ClassicLoadBalancer("legacy", { network, listeners: { https }, ...args }));
const member = (name: string, id: object) => ({
  ...{ logicalName: name, connectionName: name, mainPort: 8080 },
  securityGroupId: pulumi.output(`sg-${name}`),
  ...(id as { instanceId: pulumi.Output<string> }),
});

describe("ClassicLoadBalancer", () => {
  it("listens in all public subnets, drains, checks, and lets in its ports alone", async () => {
    const recording = await make({ listeners: { https, http } });
    const { securityGroups, ...others } = recording.inputs<Inputs>(aws.elb.LoadBalancer, "legacy");
    assert.equal((securityGroups as string[]).length, 1);
    assert.deepEqual(others, {
      internal: false,
      subnets: await valueOf(network.publicSubnetIds),
      listeners: [
        { lbPort: 80, lbProtocol: "HTTP", instancePort: 8080, instanceProtocol: "HTTP" },
        {
          ...{ lbPort: 443, lbProtocol: "HTTPS", instancePort: 8080, instanceProtocol: "HTTP" },
          sslCertificateId: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
        },
      ],
      healthCheck: {
        ...{ healthyThreshold: 2, unhealthyThreshold: 2, interval: 30, timeout: 5 },
        target: "TCP:8080",
      },
      crossZoneLoadBalancing: true,
      connectionDraining: true,
      connectionDrainingTimeout: 60,
      idleTimeout: 60,
      desyncMitigationMode: "defensive",
      tags: { Layer: "web" },
    });
    const opened = recording.resources
      .filter(({ type }) => type.endsWith(":SecurityGroupIngressRule"))
      .map(({ inputs }) => [inputs.fromPort, inputs.cidrIpv4]);
    assert.deepEqual(opened, [
      [80, "0.0.0.0/0"],
      [443, "0.0.0.0/0"],
    ]);
    assert.equal(recording.count(aws.vpc.SecurityGroupEgressRule), 0);
  });

  it("speaks TLS 1.2 alone, and again after its listener was made anew", async () => {
    const recording = await make();
    const { policyAttributes, policyTypeName } = recording.inputs<Inputs>(
      aws.elb.LoadBalancerPolicy,
      "legacy-tls",
    );
    assert.equal(policyTypeName, "SSLNegotiationPolicyType");
    assert.deepEqual(policyAttributes, [
      { name: "Reference-Security-Policy", value: "ELBSecurityPolicy-TLS-1-2-2017-01" },
    ]);
    const triggersOf = async (args: Args) => {
      const { triggers, policyNames, loadBalancerPort } = (await make(args)).inputs<Inputs>(
        aws.elb.ListenerPolicy,
        "legacy-https",
      );
      assert.deepEqual([policyNames, loadBalancerPort], [["tls"], 443]);
      return JSON.stringify(triggers);
    };
    const before = await triggersOf({});
    const renewed = { ...certificate, arn: pulumi.output("arn:aws:acm:another") };
    assert.notEqual(
      await triggersOf({ listeners: { https: { ...https, certificate: renewed } } }),
      before,
    );
    assert.notEqual(
      await triggersOf({ listeners: { https: { ...https, instancePort: 9 } } }),
      before,
    );
    assert.equal(await triggersOf({ idleTimeout: 300 }), before);
    const plain = await make({ listeners: { http }, internal: true });
    assert.equal(plain.count(aws.elb.LoadBalancerPolicy), 0);
  });

  it("stands in private subnets where it is internal, and lets nobody in unasked", async () => {
    const recording = await make({ internal: true });
    const balancer = recording.inputs<Inputs>(aws.elb.LoadBalancer, "legacy");
    assert.deepEqual(balancer.subnets, await valueOf(network.privateSubnetIds));
    assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 0);
    const asked = await make({ internal: true, allowedCidrs: ["10.0.0.0/16"] });
    assert.equal(asked.count(aws.vpc.SecurityGroupIngressRule), 1);
  });

  it("serves a server and a fleet, each by the ports that they listen on and are checked on", async () => {
    const recording = await record(() => {
      const classic = new ClassicLoadBalancer("legacy", {
        network,
        listeners: { http, tcp: { port: 25, protocol: "TCP", instancePort: 2525 } },
        internal: true,
        healthCheck: { target: "HTTP:9000/health", interval: 10 },
      });
      classic.serve(member("mail", { instanceId: pulumi.output("i-1") }));
      classic.serve(member("web", { groupName: pulumi.output("web-group") }));
    });
    const attached = recording.inputs<Inputs>(aws.elb.Attachment, "legacy-mail");
    assert.equal(attached.instance, "i-1");
    const group = recording.inputs<Inputs>(aws.autoscaling.Attachment, "legacy-web");
    assert.equal(group.autoscalingGroupName, "web-group");
    assert.match(String(group.elb), /^legacy-/);
    const ports = recording.resources
      .filter(({ type, name }) => type.endsWith("IngressRule") && name.includes("-mail"))
      .map(({ inputs }) => inputs.fromPort);
    assert.deepEqual(ports, [8080, 2525, 9000]);
  });

  it("is an alias target, and is watched", async () => {
    const { made } = await make();
    assert.match(await valueOf(made.aliasName), /^legacy-.*\.eu-west-1\.elb\.amazonaws\.com$/);
    assert.match(await valueOf(made.aliasZoneId), /^Z/);
    const [errors, unhealthy] = made.alarmDefinitions();
    assert.deepEqual(
      [errors.metricName, unhealthy.metricName],
      ["HTTPCode_ELB_5XX", "UnHealthyHostCount"],
    );
  });

  it("refuses what AWS would", async () => {
    const refused = (args: Args) =>
      refusal(() => new ClassicLoadBalancer("legacy", { network, listeners: { https }, ...args }));
    assert.match(
      await refused({ listeners: {} }),
      /listeners is {}; allowed: one listener or more/,
    );
    const bare = { port: 443, protocol: "HTTPS", instancePort: 8080 } as const;
    assert.match(await refused({ listeners: { bare } }), /CLB-01-certificate/);
    assert.match(await refused({ listeners: { https, other: https } }), /CLB-03/);
    const mixed = { ...https, instanceProtocol: "TCP" } as const;
    assert.match(await refused({ listeners: { mixed } }), /CLB-02/);
    assert.match(
      await refused({ healthCheck: { target: "nowhere" } }),
      /healthCheck.target is "nowhere"/,
    );
    assert.match(await refused({ healthCheck: { interval: 5 } }), /CLB-04-order/);
    assert.match(await refused({ idleTimeout: 5_000 }), /CLB-06-idle/);
    const build = () => {
      const parent = new Environment("test", {
        ...{ region: "eu-west-1", account: "123456789012", encryption: "customer-managed" },
      });
      const logs = new Bucket("data", {}, { parent });
      new ClassicLoadBalancer("legacy", { network, listeners: { https }, logs }, { parent });
    };
    assert.match(await refusal(build), /a bucket that S3 encrypts by its own key/);
  });

  it("stands in a stack without findings: a fleet behind it, its logs in a bucket that takes them", async () => {
    const plan = await previewStack(() => {
      const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
      const zones = ["eu-west-1a", "eu-west-1b"];
      const place = new Network("net", { zones, egress: { mode: "per-az" } }, { parent });
      const logs = new Bucket("logs", { purpose: "logs" }, { parent });
      const args = { network: place, listeners: { https }, logs };
      const classic = new ClassicLoadBalancer("legacy", args, { parent });
      classic.serve(new Fleet("servers", { network: place, port: 8080 }, { parent }));
    });
    const balancer = plan.get(aws.elb.LoadBalancer, "legacy");
    const { bucketPrefix, interval } = balancer.inputs.accessLogs as unknown as Inputs;
    assert.deepEqual([bucketPrefix, interval], ["legacy", 5]);
    const { policy } = plan.get(aws.s3.BucketPolicy, "logs-policy").inputs as { policy: string };
    assert.match(
      policy,
      /logdelivery\.elasticloadbalancing\.amazonaws\.com[^]*\/legacy\/AWSLogs\/123456789012\/\*/,
    );
    assert.ok(balancer.dependencies.some((urn) => urn.endsWith("::logs-policy")));
    assert.deepEqual(
      plan.findings.filter(({ severity, rule }) => severity !== "info" && rule !== "NET-06"),
      [],
    );
  });
});
