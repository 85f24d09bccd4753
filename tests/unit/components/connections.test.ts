import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Component, MakeChild } from "../../../components/component";
import {
  connectAll,
  Consumer,
  reachInternet,
  reachServices,
} from "../../../components/connections";
import { Access, VirtualNetwork } from "../../../components/contracts";
import { EgressMode, Network } from "../../../components/network";
import { record, Recording, refusal } from "./record";

/** Something that connects. */
class Worker extends Component {
  constructor(open: (from: Consumer, child: MakeChild) => void) {
    super("strata:test:Worker", "worker");
    const from = { name: "worker", securityGroupId: pulumi.output("sg-worker") };
    open(from, (type, suffix, args, transform, opts) =>
      this.child(type, suffix, args, transform, opts),
    );
    this.registerOutputs({});
  }
}

function reach(name: string, port: number, securityGroupId = `sg-${name}`): Access {
  const to = { connectionName: name, securityGroupId: pulumi.output(securityGroupId) };
  return { statements: [], connection: { to, port } };
}

const egressRule = (recording: Recording<unknown>, name: string) =>
  recording.inputs<aws.vpc.SecurityGroupEgressRuleArgs>(aws.vpc.SecurityGroupEgressRule, name);
const ingressRule = (recording: Recording<unknown>, name: string) =>
  recording.inputs<aws.vpc.SecurityGroupIngressRuleArgs>(aws.vpc.SecurityGroupIngressRule, name);

describe("connections", () => {
  const sessions = reach("sessions", 6379);

  it("open both ends, one port wide, between the two groups only", async () => {
    const access = [sessions, { statements: [] }];
    const recording = await record(
      () => new Worker((from, child) => connectAll(from, access, child)),
    );
    const out = egressRule(recording, "worker-to-sessions");
    const into = ingressRule(recording, "worker-to-sessions");
    assert.deepEqual(
      [out.securityGroupId, out.referencedSecurityGroupId],
      ["sg-worker", "sg-sessions"],
    );
    assert.deepEqual(
      [into.securityGroupId, into.referencedSecurityGroupId],
      ["sg-sessions", "sg-worker"],
    );
    for (const rule of [out, into]) {
      assert.deepEqual([rule.ipProtocol, rule.fromPort, rule.toPort], ["tcp", 6379, 6379]);
      assert.equal(rule.cidrIpv4, undefined);
    }
  });

  it("open once what is granted twice", async () => {
    const recording = await record(
      () => new Worker((from, child) => connectAll(from, [sessions, sessions], child)),
    );
    assert.equal(recording.count(aws.vpc.SecurityGroupEgressRule), 1);
    assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 1);
  });

  it("refuse two things of one name", async () => {
    for (const other of [reach("sessions", 5432), reach("sessions", 6379, "sg-other")]) {
      const message = await refusal(
        () => new Worker((from, child) => connectAll(from, [sessions, other], child)),
      );
      assert.match(message, /two things named "sessions"[^]*fix: give one of them another name/);
    }
  });
});

describe("services in the VPC", () => {
  const granting = (...Action: string[]): Access => ({
    statements: [{ Effect: "Allow", Action, Resource: "*" }],
  });

  function recordServices(access: Access[], interfaceEndpoints: string[] = []) {
    return record(() => {
      const network = new Network("network", { zones: ["eu-west-1a"], interfaceEndpoints });
      return new Worker((from, child) => reachServices(from, network, access, child));
    });
  }

  it("are reached by prefix list where something of theirs is granted, and no others are", async () => {
    const recording = await recordServices([granting("s3:GetObject", "sqs:SendMessage")]);
    const rule = egressRule(recording, "worker-to-s3");
    assert.match(String(rule.prefixListId), /^pl-/);
    assert.deepEqual([rule.fromPort, rule.toPort, rule.cidrIpv4], [443, 443, undefined]);
    assert.equal(recording.count(aws.vpc.SecurityGroupEgressRule), 1);
  });

  it("are reached through the interface endpoints, which let the consumer in", async () => {
    const recording = await recordServices(
      [granting("secretsmanager:GetSecretValue")],
      ["secretsmanager"],
    );
    const into = ingressRule(recording, "worker-to-network");
    assert.deepEqual([into.fromPort, into.referencedSecurityGroupId], [443, "sg-worker"]);
    assert.equal(
      into.securityGroupId,
      egressRule(recording, "worker-to-network").referencedSecurityGroupId,
    );
  });
});

describe("services whose endpoint has another name than their actions", () => {
  const cases: readonly [endpoint: string, action: string][] = [
    ["kinesis-streams", "kinesis:PutRecord"],
    ["kinesis-firehose", "firehose:PutRecord"],
    ["monitoring", "cloudwatch:PutMetricData"],
    ["bedrock-runtime", "bedrock:InvokeModel"],
    ["ecr.dkr", "ecr:BatchGetImage"],
    ["states", "States:StartExecution"],
  ];
  for (const [endpoint, Action] of cases) {
    it(`are reached: ${Action} through ${endpoint}`, async () => {
      const access: Access = { statements: [{ Effect: "Allow", Action, Resource: "*" }] };
      const recording = await record(() => {
        const zones = ["eu-west-1a"];
        const network = new Network("network", { zones, interfaceEndpoints: [endpoint] });
        return new Worker((from, child) => reachServices(from, network, [access], child));
      });
      assert.equal(egressRule(recording, "worker-to-network").toPort, 443);
      assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 1);
    });
  }
});

describe("services without an endpoint", () => {
  it("get no way through the endpoints of others", async () => {
    const network = () =>
      new Network("network", { zones: ["eu-west-1a"], interfaceEndpoints: ["secretsmanager"] });
    const access: Access[] = [
      { statements: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }] },
    ];
    const recording = await record(
      () => new Worker((from, child) => reachServices(from, network(), access, child)),
    );
    assert.equal(recording.count(aws.vpc.SecurityGroupEgressRule), 0);
  });
});

describe("the internet", () => {
  const worker = (mode: EgressMode) => () => {
    const network: VirtualNetwork = new Network("network", {
      zones: ["eu-west-1a"],
      egress: { mode },
    });
    return new Worker((from, child) => reachInternet(from, network, child));
  };

  it("is reached over HTTPS only", async () => {
    const rule = egressRule(await record(worker("single")), "worker-to-internet");
    assert.deepEqual([rule.cidrIpv4, rule.fromPort, rule.toPort], ["0.0.0.0/0", 443, 443]);
  });

  it("is refused where there is no way to it", async () => {
    const message = await refusal(worker("none"));
    assert.match(message, /"worker" asks for egress, but network "network" has egress mode "none"/);
    assert.match(message, /fix: give the network an egress mode/);
  });
});
