/** What looks like the way that a stack rule asks for, and is none; and what may be it, and is not refused. */
import * as assert from "node:assert/strict";
import {
  checkResource,
  checkStack,
  resourceRules,
  stackRules,
  unknown,
  type StackResource,
} from "../../../rules";
import { ec2 } from "../../../rules/base/types/ec2";
import { ecs } from "../../../rules/base/types/ecs";
import { lambda } from "../../../rules/base/types/lambda";
import { lb } from "../../../rules/base/types/lb";
import { s3 } from "../../../rules/base/types/s3";
import { gateway, out } from "./network-resources";
import { bucket, eventTarget, fn, make, topic } from "./service-resources";
import { from, stackOf } from "./stack";
import { polled, rule } from "./stack-broker-cases";
import { speaking } from "./stack-classic-cases";
import { released } from "./stack-release-cases";

const blamed = (id: string, resources: readonly StackResource[]) =>
  checkStack(
    stackRules.filter((one) => one.id === id),
    resources,
    { today: "2026-11-23" },
  ).map(({ urn }) => urn.split("::").at(-1));

const anywhere = { cidrIpv4: "0.0.0.0/0" };
const way = [gateway("public-a"), out("a")];

describe("near misses of stack rules", () => {
  it("MQ-01-route: a rule that lets in, and one to another port, lead nowhere", () => {
    const letsIn = rule("in", ec2.securityGroupRule, 443, { type: "ingress", ...anywhere });
    const letsOut = rule("out", ec2.securityGroupRule, 443, { type: "egress", ...anywhere });
    const elsewhere = rule("postgres", ec2.egressRule, 5432, anywhere);
    assert.deepEqual(blamed("MQ-01-route", polled(...way, letsIn)), ["poll"]);
    assert.deepEqual(blamed("MQ-01-route", polled(...way, elsewhere)), ["poll"]);
    assert.deepEqual(blamed("MQ-01-route", polled(...way, letsOut)), []);
  });

  it("CLB-07, ELB-05-logs: a policy whose bucket can't be told may be that of any", () => {
    const policy = make(s3.bucketPolicy)("policy", { bucket: unknown, policy: "{}" });
    for (const [id, type] of [
      ["CLB-07", lb.classicLoadBalancer],
      ["ELB-05-logs", lb.loadBalancer],
    ]) {
      const accessLogs = {
        from: ["bucket"],
        value: { bucket: "logs", interval: 5, enabled: true },
      };
      const logging = make(type)("balancer", { accessLogs });
      assert.deepEqual(blamed(id, stackOf(bucket("bucket"), logging)), ["balancer"]);
      assert.deepEqual(blamed(id, stackOf(bucket("bucket"), logging, policy)), []);
    }
  });

  it("CDP-01-hook: a role that may do all but another thing may call any hook", () => {
    const besides = [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }];
    assert.deepEqual(blamed("CDP-01-hook", released({})), ["hook"]);
    assert.deepEqual(blamed("CDP-01-hook", released({ besides })), []);
  });

  it("SEC-CLB-tls: a policy of one's own that has TLS 1.0 on", () => {
    assert.deepEqual(blamed("SEC-CLB-tls", speaking("true", "Protocol-TLSv1")), ["classic"]);
    assert.deepEqual(blamed("SEC-CLB-tls", speaking("false", "Protocol-TLSv1")), []);
    assert.deepEqual(blamed("SEC-CLB-tls", speaking("true", "Protocol-TLSv1.2")), []);
  });

  it("LAM-35: a function URL names no tenant", () => {
    const isolated = fn("fn", { tenancyConfig: { tenantIsolationMode: "PER_TENANT" } });
    const url = make(lambda.functionUrl)("url", { functionName: from("fn") });
    assert.deepEqual(blamed("LAM-35", stackOf(isolated, url)), ["url"]);
  });

  it("SNS-03: a text that is not known yet is one", () => {
    const target = eventTarget("target", { arn: from("topic"), input: unknown });
    assert.deepEqual(blamed("SNS-03", stackOf(topic("topic"), target)), []);
  });
});

describe("near misses of rules for one resource", () => {
  it("ECS-02: a grace period is one for checks of containers, too, and unused without any", () => {
    const inputs = { healthCheckGracePeriodSeconds: 60, launchType: "FARGATE" };
    const found = checkResource(resourceRules, ecs.ecsService, inputs, { today: "2026-11-23" });
    assert.deepEqual(found.filter(({ argument }) => argument.startsWith("healthCheck")), []); // prettier-ignore
  });
});
