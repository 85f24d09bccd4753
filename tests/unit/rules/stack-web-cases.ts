/** Cases of the stack rules for load balancers and APIs. */
import { apigateway } from "../../../rules/base/types/apigateway";
import { ec2 } from "../../../rules/base/types/ec2";
import { ecs } from "../../../rules/base/types/ecs";
import { lb } from "../../../rules/base/types/lb";
import { s3 } from "../../../rules/base/types/s3";
import { make, type Args } from "./service-resources";
import { from, fromEach, stackOf } from "./stack";
import type { StackCase } from "./stack-cases";

const balancer = make(lb.loadBalancer);
const listener = make(lb.listener);
const group = make(lb.targetGroup)("group");
const inZones = (...zones: string[]) =>
  stackOf(
    ...zones.map((availabilityZone, index) =>
      make(ec2.subnet)(`subnet-${index}`, { availabilityZone }),
    ),
    balancer("balancer", { subnets: fromEach(...zones.map((_zone, index) => `subnet-${index}`)) }),
  );
const listening = (protocol: string, args: Args) =>
  stackOf(
    balancer("balancer", args),
    listener("listener", { loadBalancerArn: from("balancer"), protocol }),
  );
const passing = (protocol: string) =>
  stackOf(
    make(lb.targetGroup)("group", { protocol }),
    listener("listener", { protocol: "TCP", defaultActions: from("group") }),
  );
const logging = (...dependsOn: string[]) =>
  stackOf(
    make(s3.bucket)("bucket"),
    make(s3.bucketPolicy)("policy", { bucket: from("bucket") }),
    balancer(
      "balancer",
      { accessLogs: { from: ["bucket"], value: { enabled: true } } },
      { dependsOn },
    ),
  );
const serving = (...dependsOn: string[]) =>
  stackOf(
    group,
    make(lb.listenerRule)("rule", { actions: from("group") }),
    make(ecs.ecsService)("service", { loadBalancers: from("group") }, { dependsOn }),
  );
const forwarding = (internal: boolean) =>
  stackOf(
    balancer("balancer", { internal }),
    listener("listener", {
      loadBalancerArn: from("balancer"),
      protocol: "HTTP",
      defaultActions: [{ type: "forward" }],
    }),
  );

const deployed = (args: Args, ...dependsOn: string[]) =>
  stackOf(
    make(apigateway.restApi)("api"),
    make(apigateway.restMethod)("method", { restApi: from("api") }),
    make(apigateway.restIntegration)("integration", {
      restApi: from("api"),
      httpMethod: from("method"),
    }),
    make(apigateway.restDeployment)("deployment", { restApi: from("api"), ...args }, { dependsOn }),
  );

const api = make(apigateway.restApi)("api");
/** A method, and an authorizer of the same or another API. */
const guarded = (authorization: string, type: string, of = "api") =>
  stackOf(
    api,
    make(apigateway.restApi)("other"),
    make(apigateway.restAuthorizer)("authorizer", { restApi: from(of), type }),
    make(apigateway.restMethod)("method", {
      restApi: from("api"),
      authorization,
      authorizerId: from("authorizer"),
    }),
    make(apigateway.restIntegration)("integration", { restApi: from("api") }),
  );

export const webStackCases: { readonly [rule: string]: StackCase } = {
  "API-03-same": {
    pass: guarded("CUSTOM", "REQUEST"),
    fail: guarded("CUSTOM", "REQUEST", "other"),
    blamed: "method",
  },
  "API-03-kind": {
    pass: guarded("COGNITO_USER_POOLS", "COGNITO_USER_POOLS"),
    fail: guarded("COGNITO_USER_POOLS", "REQUEST"),
    blamed: "method",
  },
  "API-16": {
    pass: guarded("CUSTOM", "REQUEST"),
    fail: stackOf(api, make(apigateway.restMethod)("method", { restApi: from("api") })),
    blamed: "method",
  },
  "API-13": {
    pass: deployed({}, "integration"), // which waits for its method
    fail: deployed({}, "method"),
    blamed: "deployment",
  },
  "API-14": {
    pass: deployed({ triggers: { methods: "hash" } }),
    fail: deployed({}),
    blamed: "deployment",
  },
  "ELB-01-zones": {
    pass: inZones("eu-west-1a", "eu-west-1b"),
    fail: inZones("eu-west-1a", "eu-west-1a"),
    blamed: "balancer",
  },
  "ELB-02-protocol": {
    pass: listening("HTTPS", {}),
    fail: listening("HTTPS", { loadBalancerType: "network" }),
    blamed: "listener",
  },
  "ELB-02-group": { pass: passing("TCP_UDP"), fail: passing("HTTP"), blamed: "listener" },
  "ELB-05-logs": { pass: logging("policy"), fail: logging(), blamed: "balancer" },
  "ELB-06-service": { pass: serving("rule"), fail: serving(), blamed: "service" },
  "SEC-ELB-plain": { pass: forwarding(true), fail: forwarding(false), blamed: "listener" },
};
