import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Alb, ElasticIp, Nlb, NlbArgs } from "../../../../components/web";
import { record, refusal, valueOf } from "../record";
import { network, previewHere } from "./network-under-test";

type Inputs = Record<string, unknown>;
const nlb = (args: Partial<NlbArgs> = {}) =>
  new Nlb("entrance", {
    network: network(),
    addresses: { "eu-west-1a": {}, "eu-west-1b": {} },
    ...args,
  });
const certificate = { arn: pulumi.output("arn"), domainNames: ["mqtt.example.com"] };

describe("Nlb", () => {
  it("wears an address a zone, which outlives it", async () => {
    const plan = await previewHere(() => void nlb());
    const balancer = plan.get(aws.lb.LoadBalancer, "entrance");
    assert.equal(balancer.deleteBeforeReplace, true);
    const mappings = balancer.inputs.subnetMappings as unknown as Inputs[];
    for (const [position, zone] of ["eu-west-1a", "eu-west-1b"].entries()) {
      const address = plan.get(aws.ec2.Eip, `entrance-address-${zone}`);
      assert.equal(mappings[position].allocationId, address.outputs.allocationId);
      assert.ok(address.protect && address.retainOnDelete);
    }
    assert.notEqual(mappings[0].subnetId, mappings[1].subnetId);
    assert.match(String(balancer.outputs.arn), /loadbalancer\/net\/entrance-/);
  });

  it("has addresses by zone, whatever their order; that of a zone that was left stays, unworn", async () => {
    const both = { "eu-west-1a": {}, "eu-west-1b": {} };
    const swapped = { "eu-west-1b": {}, "eu-west-1a": {} };
    const more = { ...both, "eu-west-1c": {} };
    const plans = await Promise.all(
      [both, swapped, more].map((addresses) => previewHere(() => void nlb({ addresses }))),
    );
    const worn = plans.map((plan) => plan.get(aws.lb.LoadBalancer, "entrance").inputs);
    assert.deepEqual(worn[1].subnetMappings, worn[0].subnetMappings);
    assert.deepEqual(worn[2].subnetMappings, worn[0].subnetMappings);
    assert.ok(plans[2].get(aws.ec2.Eip, "entrance-address-eu-west-1c").protect);
    const { aliases } = plans[0].get(aws.ec2.Eip, "entrance-address-eu-west-1b");
    assert.ok(JSON.stringify(aliases).includes("entrance-address-1"), JSON.stringify(aliases));
  });

  it("passes connections to an Alb, which lets it in, once that listens", async () => {
    const plan = await previewHere(() => {
      const inside = network();
      const alb = new Alb("pages", { network: inside, internal: true, certificate });
      const addresses = { "eu-west-1a": {}, "eu-west-1b": {} };
      new Nlb("entrance", { network: inside, addresses }).forward("pages", alb);
    });
    const { inputs } = plan.get(aws.lb.TargetGroup, "entrance-pages");
    assert.deepEqual([inputs.targetType, inputs.protocol, inputs.port], ["alb", "TCP", 443]);
    const attachment = plan.get(aws.lb.TargetGroupAttachment, "entrance-pages");
    assert.equal(attachment.inputs.targetId, plan.get(aws.lb.LoadBalancer, "pages").outputs.arn);
    assert.ok(attachment.dependencies.includes(plan.get(aws.lb.Listener, "pages-https").urn));
    const [group, front] = ["pages", "entrance"].map(
      (name) => plan.get(aws.ec2.SecurityGroup, `${name}-balancer`).id,
    );
    const letIn = plan.resources.filter(({ type }) => type.includes("SecurityGroupIngressRule"));
    assert.ok(
      letIn.some(
        ({ inputs: rule }) =>
          rule.securityGroupId === group && rule.referencedSecurityGroupId === front,
      ),
    );
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity === "error"),
      [],
    );
  });

  it("has its security group from the start, open where it listens", async () => {
    const recording = await record(() => {
      const balancer = nlb();
      balancer.targets("dns", { port: 53, protocol: "TCP_UDP" });
      balancer.targets("syslog", { port: 514, protocol: "UDP", allowedCidrs: ["192.0.2.0/24"] });
      return balancer;
    });
    const balancer = recording.inputs<Inputs>(aws.lb.LoadBalancer, "entrance");
    assert.equal((balancer.securityGroups as string[]).length, 1);
    const opened = recording.resources
      .filter(({ type }) => type.includes("securityGroupIngressRule"))
      .map(({ inputs }) => [inputs.ipProtocol, inputs.fromPort, inputs.cidrIpv4]);
    assert.deepEqual(opened, [
      ["tcp", 53, "0.0.0.0/0"],
      ["udp", 53, "0.0.0.0/0"],
      ["udp", 514, "192.0.2.0/24"],
    ]);
  });

  it("tells what registers by which protocols it is reached, and where it is asked for its health", async () => {
    const recording = await record(() => {
      const balancer = nlb();
      return {
        mqtt: balancer.targets("mqtt", { port: 8883 }),
        syslog: balancer.targets("syslog", {
          ...{ port: 514, targetPort: 5514, protocol: "UDP" },
          healthCheck: { port: "6514" },
        }),
        dns: balancer.targets("dns", { port: 53, protocol: "TCP_UDP" }),
      };
    });
    const told = Object.entries(recording.made).map(([name, target]) => [
      name,
      target.port,
      target.protocols,
      target.healthPort,
    ]);
    assert.deepEqual(told, [
      ["mqtt", 8883, ["tcp"], undefined],
      ["syslog", 5514, ["udp"], 6514],
      ["dns", 53, ["tcp", "udp"], undefined],
    ]);
  });

  it("ends TLS, and shows targets the client where it is told to", async () => {
    const recording = await record(() =>
      nlb().targets("mqtt", {
        port: 8883,
        targetPort: 1883,
        protocol: "TLS",
        certificate,
        preserveClientIp: true,
      }),
    );
    assert.equal(recording.made.port, 1883);
    const listener = recording.inputs<Inputs>(aws.lb.Listener, "entrance-mqtt");
    assert.equal(listener.sslPolicy, "ELBSecurityPolicy-TLS13-1-2-2021-06");
    const group = recording.inputs<Inputs>(aws.lb.TargetGroup, "entrance-mqtt");
    assert.deepEqual([group.protocol, group.port, group.preserveClientIp], ["TCP", 1883, "true"]);
  });

  const refusals: readonly [string, () => unknown, RegExp][] = [
    [
      "no addresses",
      () => nlb({ addresses: undefined }),
      /addresses is \[\]; allowed: one for each zone/,
    ],
    [
      "a zone without address",
      () => nlb({ addresses: { "eu-west-1a": {} } }),
      /fix: add eu-west-1b, or internal: true/,
    ],
    ["addresses inside", () => nlb({ internal: true }), /allowed: none where it is internal/],
    [
      "a port twice",
      () => {
        const balancer = nlb();
        balancer.targets("a", { port: 1 });
        balancer.targets("b", { port: 1 });
      },
      /"a" has this one/,
    ],
    [
      "TLS without certificate",
      () => nlb().targets("a", { port: 1, protocol: "TLS" }),
      /targets "a" certificate/,
    ],
    [
      "UDP that hides its clients",
      () => nlb().targets("a", { port: 1, protocol: "UDP", preserveClientIp: false }),
      /preserveClientIp is false/,
    ],
  ];
  for (const [what, build, message] of refusals) {
    it(`refuses ${what}`, async () => assert.match(await refusal(build), message));
  }
});

describe("ElasticIp", () => {
  it("is protected and retained, unless it is disposable", async () => {
    const plan = await previewHere(() => {
      new ElasticIp("kept");
      new ElasticIp("gone", { disposable: true });
    });
    assert.ok(plan.get(aws.ec2.Eip, "kept").retainOnDelete);
    assert.ok(!plan.get(aws.ec2.Eip, "gone").protect);
  });

  it("leaves an address that is brought in as it is", async () => {
    const allocationId = "eipalloc-0123456789abcdef0";
    const recording = await record(() => new ElasticIp("brought", { allocationId }));
    assert.equal(recording.count(aws.ec2.Eip), 0);
    assert.equal(await valueOf(recording.made.allocationId), allocationId);
    const malformed = { allocationId: "eip-1" };
    assert.match(
      await refusal(() => new ElasticIp("brought", malformed)),
      /allocationId is "eip-1"/,
    );
  });
});
