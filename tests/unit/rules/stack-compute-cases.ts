import { apigateway } from "../../../rules/base/types/apigateway";
import { autoscaling } from "../../../rules/base/types/autoscaling";
import { ecs } from "../../../rules/base/types/ecs";
import { fn, make, polls } from "./service-resources";
import { from, stackOf } from "./stack";
import type { StackCase } from "./stack-cases";

const group = make(autoscaling.autoScalingGroup);
const policy = make(autoscaling.groupPolicy)("busy", { autoscalingGroupName: from("fleet") });
const provider = make(ecs.capacityProvider)("servers", {
  autoScalingGroupProvider: {
    from: ["fleet"],
    value: { managedTerminationProtection: "ENABLED" },
  },
});

/** A REST API before a function with an environment for each tenant. */
const isolated = (requestParameters: Record<string, string>) =>
  stackOf(
    fn("fn", { tenancyConfig: { tenantIsolationMode: "PER_TENANT" } }),
    make(apigateway.restIntegration)("integration", { uri: from("fn"), requestParameters }),
  );

/** A stream that a durable function reads. */
const durable = (executionTimeout: number) =>
  stackOf(fn("fn", { durableConfig: { executionTimeout } }), polls("orders"));

export const computeStackCases: { readonly [rule: string]: StackCase } = {
  "ASG-01-room": {
    pass: stackOf(group("fleet", { minSize: 1, maxSize: 2 }), policy),
    fail: stackOf(group("fleet", { minSize: 2, maxSize: 2 }), policy),
    blamed: "busy",
  },
  "ECS-05-protection": {
    pass: stackOf(group("fleet", { protectFromScaleIn: true }), provider),
    fail: stackOf(group("fleet", {}), provider),
    blamed: "servers",
  },
  "LAM-35": {
    pass: isolated({ "integration.request.header.X-Amz-Tenant-Id": "method.request.header.t" }),
    fail: isolated({ "integration.request.header.X-Other": "method.request.header.t" }),
    blamed: "integration",
  },
  "LAM-34": { pass: durable(900), fail: durable(901), blamed: "poll" },
};
