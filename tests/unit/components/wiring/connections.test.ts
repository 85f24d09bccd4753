import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Component, MakeChild } from "../../../../components/component";
import {
  connectAll,
  Consumer,
  reachInternet,
  reachServices,
} from "../../../../components/wiring/connections";
import { Access, Connectable, VirtualNetwork } from "../../../../components/contracts";
import { EgressMode, Network } from "../../../../components/network";
import { record, Recording, refusal } from "../record";

/** Something that connects. */
class Worker extends Component {
  constructor(open: (from: Consumer, child: MakeChild) => void) {
    super("strata:test:Worker", "worker");
    const from = { name: "worker", securityGroupId: pulumi.output("sg-worker") };
    open(from, (type, suffix, args, opts) => this.child(type, suffix, args, opts));
  }
}

function target(name: string, mainPort?: number, securityGroupId = `sg-${name}`): Connectable {
  return { connectionName: name, securityGroupId: pulumi.output(securityGroupId), mainPort };
}

function reachOn(to: Connectable, port: number): Access {
  return { statements: [], connection: { to, port } };
}

function reach(name: string, port: number, securityGroupId?: string): Access {
  return reachOn(target(name, undefined, securityGroupId), port);
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

describe("connections to several ports of one thing", () => {
  const broker = target("broker", 5671);

  async function rulesTo(...access: Access[]): Promise<Record<string, unknown>> {
    const recording = await record(
      () => new Worker((from, child) => connectAll(from, access, child)),
    );
    assert.equal(
      recording.count(aws.vpc.SecurityGroupEgressRule),
      recording.count(aws.vpc.SecurityGroupIngressRule),
    );
    return Object.fromEntries(
      recording.resources
        .filter(({ type }) => type.endsWith("SecurityGroupEgressRule"))
        .map(({ name, inputs }) => [name, inputs.toPort]),
    );
  }

  it("are all opened, whichever is granted first", async () => {
    const [messages, console_] = [reachOn(broker, 5671), reachOn(broker, 8162)];
    const rules = { "worker-to-broker": 5671, "worker-to-broker-8162": 8162 };
    assert.deepEqual(await rulesTo(messages, console_), rules);
    assert.deepEqual(await rulesTo(console_, messages, console_), rules);
  });

  it("have names that stay when another port is added", async () => {
    assert.deepEqual(await rulesTo(reachOn(broker, 5671)), { "worker-to-broker": 5671 });
    assert.deepEqual(await rulesTo(reachOn(broker, 8162)), { "worker-to-broker-8162": 8162 });
  });

  it("are refused where it is not said which of them is the main one", async () => {
    const to = target("sessions");
    const message = await refusal(() => rulesOf(reachOn(to, 6380), reachOn(to, 6379)));
    assert.match(
      message,
      /"worker" connects to "sessions" on ports 6379, 6380.*mainPort[^]*fix: set mainPort/,
    );
  });

  it("are refused where another thing has the name of one of them", async () => {
    const message = await refusal(() =>
      rulesOf(reachOn(broker, 8162), reachOn(target("broker-8162"), 443)),
    );
    assert.match(
      message,
      /"worker" connects to "broker-8162" and to port 8162 of "broker"[^]*fix: give one of them another name/,
    );
  });
});

describe("names that rules of their own have", () => {
  for (const name of ["s3", "dynamodb", "internet", "internet-5432"]) {
    it(`are refused: ${name}`, async () => {
      const message = await refusal(() => rulesOf(reach(name, 6379)));
      assert.match(
        message,
        new RegExp(`"worker" connects to something named "${name}".*[^]*fix: give it another name`),
      );
    });
  }

  it("are refused: that of the network, whose endpoints are reached", async () => {
    const sessions = reach("network", 6379);
    const granted: Access = { statements: [{ Action: "sqs:SendMessage", Effect: "Allow" }] };
    const message = await refusal(() => {
      const network = new Network("network", {
        zones: ["eu-west-1a"],
        interfaceEndpoints: ["sqs"],
      });
      return new Worker((from, child) => reachServices(from, network, [sessions, granted], child));
    });
    assert.match(message, /two things named "network"/);
  });
});

function rulesOf(...access: Access[]): Worker {
  return new Worker((from, child) => connectAll(from, access, child));
}

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

describe("endpoints that are not called over HTTPS", () => {
  it("are reached on their own port, beside those that are", async () => {
    const access: Access[] = [
      {
        statements: [
          { Effect: "Allow", Action: ["ses:SendRawEmail", "sqs:SendMessage"], Resource: "*" },
        ],
      },
    ];
    const recording = await record(() => {
      const zones = ["eu-west-1a"];
      const interfaceEndpoints = ["email-smtp", "sqs"];
      const network = new Network("network", { zones, interfaceEndpoints });
      return new Worker((from, child) => reachServices(from, network, access, child));
    });
    assert.equal(egressRule(recording, "worker-to-network").toPort, 443);
    assert.equal(egressRule(recording, "worker-to-network-587").toPort, 587);
    assert.equal(ingressRule(recording, "worker-to-network-587").fromPort, 587);
  });
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
