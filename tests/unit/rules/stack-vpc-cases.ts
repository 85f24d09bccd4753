/** What a VPC has to be for what stands in it, and values that a service refuses only when they are there. */
import type { Plain } from "../../../rules";
import { apigateway } from "../../../rules/base/types/apigateway";
import { ec2 } from "../../../rules/base/types/ec2";
import { ecs } from "../../../rules/base/types/ecs";
import { elasticache } from "../../../rules/base/types/elasticache";
import { lambda } from "../../../rules/base/types/lambda";
import { mq } from "../../../rules/base/types/mq";
import { random } from "../../../rules/base/types/random";
import { rds } from "../../../rules/base/types/rds";
import { redshift } from "../../../rules/base/types/redshift";
import { subnet, vpc } from "./network-resources";
import { make } from "./service-resources";
import { from, fromEach, stackOf, type Described, type Made } from "./stack";
import type { StackCase } from "./stack-cases";

type Args = { readonly [argument: string]: Plain | Made };

const group = (args: Args = {}) => make(ec2.securityGroup)("group", args);
const zones = [subnet("a", "10.0.0.0/20"), subnet("b", "10.0.16.0/20", "eu-west-1b")];

/** A function in a subnet of the VPC, behind the group. */
export const inVpc = (...more: Described[]) =>
  stackOf(
    ...[vpc(), ...zones, make(ec2.vpc)("other"), ...more],
    make(lambda.function)("fn", {
      vpcConfig: { from: ["a", "group"], value: { subnetIds: ["?"], securityGroupIds: ["?"] } },
    }),
  );

/** A database in a group of subnets, behind the group. */
export const behind = (...more: Described[]) =>
  stackOf(
    ...[vpc(), ...zones, make(ec2.vpc)("other"), ...more],
    make(rds.subnetGroup)("subnets", { subnetIds: fromEach("a", "b") }),
    make(rds.databaseInstance)("orders", {
      dbSubnetGroupName: from("subnets"),
      vpcSecurityGroupIds: fromEach("group"),
    }),
  );
export const itsGroup = (of: string) => group({ vpcId: from(of) });
export const defaultGroup = group();

export const reached = (args: Args) =>
  stackOf(
    make(ec2.vpc)("vpc", { cidrBlock: "10.0.0.0/16", ...args }),
    make(ec2.vpcEndpoint)("endpoint", { vpcId: from("vpc"), privateDnsEnabled: true }),
  );

export const spread = (...names: string[]) =>
  stackOf(
    ...[vpc(), ...zones, subnet("a2", "10.0.32.0/20")],
    make(rds.subnetGroup)("subnets", { subnetIds: fromEach(...names) }),
  );

/** A resource with a password that the program made. */
export const protectedBy = (type: string, argument: string, args: Args) =>
  stackOf(
    make(random.password)("made", { length: 20, ...args }),
    make(type)("taker", { [argument]: from("made") }),
  );

const passwordCase = (type: string, argument: string, overrideSpecial: string): StackCase => ({
  pass: protectedBy(type, argument, { overrideSpecial }),
  fail: protectedBy(type, argument, {}),
  blamed: "taker",
});

export const privateApi = (api: Args, ...more: Described[]) =>
  stackOf(
    make(apigateway.restApi)("api", { endpointConfiguration: { types: "PRIVATE" }, ...api }),
    ...more,
    make(apigateway.restDeployment)("deployment", { restApi: from("api") }),
  );

export const placed = (...more: Described[]) =>
  stackOf(
    make(ecs.ecsCluster)("cluster"),
    ...more,
    make(ecs.ecsService)("service", {
      cluster: from("cluster"),
      capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }],
    }),
  );
export const provides = (...capacityProviders: Plain[]) =>
  make(ecs.clusterCapacityProviders)("providers", {
    clusterName: from("cluster"),
    capacityProviders,
  });

export const vpcStackCases: { readonly [rule: string]: StackCase } = {
  "NET-13": { pass: inVpc(itsGroup("vpc")), fail: inVpc(defaultGroup), blamed: "fn" },
  "NET-14": {
    pass: reached({ enableDnsHostnames: true }),
    fail: reached({}),
    blamed: "endpoint",
  },
  "RDS-15": { pass: spread("a", "b"), fail: spread("a", "a2"), blamed: "subnets" },
  "RDS-16": passwordCase(rds.databaseInstance, "password", "!#$"),
  "RDS-16-cluster": passwordCase(rds.databaseCluster, "masterPassword", "!#$"),
  "EC-08": passwordCase(elasticache.replicationGroup, "authToken", "!&#"),
  "MQ-11": passwordCase(mq.broker, "users", "!@#"),
  "RS-09": passwordCase(redshift.namespace, "adminUserPassword", "!#$"),
  "API-22": { pass: privateApi({ policy: "{}" }), fail: privateApi({}), blamed: "deployment" },
  "ECS-07-provider": {
    pass: placed(provides("FARGATE", "FARGATE_SPOT")),
    fail: placed(provides("FARGATE")),
    blamed: "service",
  },
};
