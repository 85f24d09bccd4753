/** The sides of rules of VPCs and of made passwords that their one case each does not show. */
import * as assert from "node:assert/strict";
import { checkStack, stackRules, unknown, type Plain, type StackResource } from "../../../rules";
import { apigateway } from "../../../rules/base/types/apigateway";
import { ec2 } from "../../../rules/base/types/ec2";
import { ecs } from "../../../rules/base/types/ecs";
import { rds } from "../../../rules/base/types/rds";
import { make } from "./service-resources";
import { from } from "./stack";
import {
  behind,
  defaultGroup,
  inVpc,
  itsGroup,
  placed,
  privateApi,
  protectedBy,
  provides,
  reached,
  spread,
} from "./stack-vpc-cases";

const found = (id: string, resources: readonly StackResource[]) => {
  const rules = stackRules.filter((rule) => rule.id === id);
  assert.equal(rules.length, 1);
  return checkStack(rules, resources, { today: "2026-11-23" }).map((problem) => problem.found);
};

describe("NET-13: one VPC", () => {
  it("is asked of groups without a vpcId, and of those of another VPC", () => {
    const own = "its subnets are of vpc";
    assert.deepEqual(found("NET-13", inVpc(defaultGroup)), [`group, of the default VPC; ${own}`]);
    assert.deepEqual(found("NET-13", inVpc(itsGroup("other"))), [`group, of other; ${own}`]);
  });

  it("is asked through a group of subnets, too", () => {
    assert.equal(found("NET-13", behind(defaultGroup)).length, 1);
    assert.deepEqual(found("NET-13", behind(itsGroup("vpc"))), []);
  });

  it("is not asked where it can't be told", () => {
    const looked = make(ec2.securityGroup)("group", { vpcId: unknown });
    assert.deepEqual(found("NET-13", inVpc(looked)), []);
    const given = make(ec2.securityGroup)("group", { vpcId: "vpc-0123456789abcdef0" });
    assert.deepEqual(found("NET-13", inVpc(given)), []);
  });
});

describe("NET-14: private DNS", () => {
  it("needs both attributes of the VPC", () => {
    const both = { enableDnsHostnames: true, enableDnsSupport: true };
    assert.deepEqual(found("NET-14", reached(both)), []);
    assert.deepEqual(found("NET-14", reached({ ...both, enableDnsSupport: false })), [true]);
    assert.deepEqual(found("NET-14", reached({ enableDnsHostnames: false })), [true]);
    assert.deepEqual(found("NET-14", reached({ enableDnsHostnames: unknown })), []);
  });
});

describe("RDS-15: zones of a group of subnets", () => {
  it("are two or more", () => {
    assert.deepEqual(found("RDS-15", spread("a")), ["one subnet"]);
    assert.deepEqual(found("RDS-15", spread("a", "a2")), ["all in eu-west-1a"]);
    assert.deepEqual(found("RDS-15", spread("a", "a2", "b")), []);
  });
});

describe("RDS-16: made passwords", () => {
  const of = (args: Parameters<typeof protectedBy>[2]) =>
    found("RDS-16", protectedBy(rds.databaseInstance, "password", args));

  it("hold no character that RDS refuses", () => {
    assert.deepEqual(of({}), ["made of !@#$%&*()-_=+[]{}<>:? by made"]);
    assert.deepEqual(of({ overrideSpecial: "_%@" }), ["made of _%@ by made"]);
    assert.deepEqual(of({ overrideSpecial: "_%" }), []);
    assert.deepEqual(of({ special: false }), []);
    assert.deepEqual(of({ overrideSpecial: unknown }), []);
  });
});

describe("API-22: private APIs", () => {
  const policy = make(apigateway.restApiPolicy)("policy", { restApiId: from("api") });
  const deployment = (dependsOn: string[]) => ({
    ...make(apigateway.restDeployment)("after", { restApi: from("api") }),
    dependsOn,
  });

  it("have a policy before they are deployed", () => {
    assert.deepEqual(found("API-22", privateApi({})), ["api, without a policy"]);
    assert.deepEqual(found("API-22", privateApi({}, policy)), ["not after its policy policy"]);
    assert.deepEqual(found("API-22", privateApi({}, policy, deployment(["policy"]))), [
      "not after its policy policy",
    ]);
    const within = '{"x-amazon-apigateway-policy":{}}';
    assert.deepEqual(found("API-22", privateApi({ body: within })), []);
    assert.deepEqual(found("API-22", privateApi({ body: unknown })), []);
    assert.equal(found("API-22", privateApi({ body: '{"openapi":"3.0.1"}' })).length, 1);
    const open = { endpointConfiguration: { types: "REGIONAL" } };
    assert.deepEqual(found("API-22", privateApi(open)), []);
  });
});

describe("ECS-07-provider: capacity providers", () => {
  it("are those of the service's cluster", () => {
    assert.deepEqual(found("ECS-07-provider", placed()), ["FARGATE_SPOT"]);
    assert.deepEqual(found("ECS-07-provider", placed(provides("FARGATE"))), ["FARGATE_SPOT"]);
    assert.deepEqual(found("ECS-07-provider", placed(provides("FARGATE_SPOT"))), []);
    assert.deepEqual(found("ECS-07-provider", placed(provides(unknown))), []);
    const managed = (args: { readonly [argument: string]: Plain }) =>
      make(ecs.capacityProvider)("managed", args);
    const ofCluster = { name: "FARGATE_SPOT", cluster: "cluster" };
    assert.deepEqual(found("ECS-07-provider", placed(managed(ofCluster))), []);
    assert.deepEqual(found("ECS-07-provider", placed(managed({ cluster: unknown }))), []);
    assert.deepEqual(found("ECS-07-provider", placed(managed({ name: "servers" }))), [
      "FARGATE_SPOT",
    ]);
    const others = make(ecs.clusterCapacityProviders)("others", { clusterName: unknown });
    assert.deepEqual(found("ECS-07-provider", placed(others)), []);
  });
});
