/** How a new version of a service takes over. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";
import { AlternateTarget, Target } from "../../contracts";
import { assumedBy, policyDocument } from "../../base/policy-document";

/** Minutes that the old tasks stay, to go back to at once. */
interface Bake {
  /** Minutes that the old tasks stay after the last step, to go back to at once. Default: 5. Limit: 0 to 1,440. */
  bakeMinutes?: number;
}

/** What sends a new version back beside its own failing. */
interface Watched {
  /** Names of alarms that send it back while it takes over. Default: none. */
  alarms?: readonly pulumi.Input<string>[];
}

/** How a new version of a service takes over; all but `rolling` need a target with an alternate group. */
export type DeploymentArgs = Watched & Strategy;

type Strategy =
  /** Tasks are exchanged bit by bit. */
  | { strategy: "rolling" }
  /** A whole second set of tasks takes all requests at once. */
  | ({ strategy: "blue-green" } & Bake)
  /** So many percent more for so many minutes each. Limit: 3 to 100 percent, 0 to 1,440 minutes. */
  | ({ strategy: "linear"; percent: number; minutes: number } & Bake)
  /** So many percent for so many minutes, then all. Limit: 0.1 to 100 percent, 0 to 1,440 minutes. */
  | ({ strategy: "canary"; percent: number; minutes: number } & Bake);

const DEFAULT_BAKE_MINUTES = 5;

/** The argument of the service. */
export function deploymentConfiguration(
  deployment: DeploymentArgs,
): aws.types.input.ecs.ServiceDeploymentConfiguration {
  if (deployment.strategy === "rolling") {
    return { strategy: "ROLLING" };
  }
  const bakeTimeInMinutes = String(deployment.bakeMinutes ?? DEFAULT_BAKE_MINUTES);
  switch (deployment.strategy) {
    case "blue-green":
      return { strategy: "BLUE_GREEN", bakeTimeInMinutes };
    case "linear":
      return {
        strategy: "LINEAR",
        bakeTimeInMinutes,
        linearConfiguration: {
          stepPercent: deployment.percent,
          stepBakeTimeInMinutes: String(deployment.minutes),
        },
      };
    case "canary":
      return {
        strategy: "CANARY",
        bakeTimeInMinutes,
        canaryConfiguration: {
          canaryPercent: deployment.percent,
          canaryBakeTimeInMinutes: String(deployment.minutes),
        },
      };
  }
}

/** Alarms that send a version back; none is said as well, since an absent block would keep what it was. */
export function rollbackAlarms({ alarms = [] }: DeploymentArgs): aws.types.input.ecs.ServiceAlarms {
  const isWatched = alarms.length > 0;
  return { alarmNames: [...alarms], enable: isWatched, rollback: isWatched };
}

/** Traffic needs two groups to be shifted between. */
export function refuseDeployment(
  deployment: DeploymentArgs,
  target: Target | undefined,
  refuse: Refuse,
): void {
  if (deployment.strategy !== "rolling" && !target?.alternate) {
    throw refuse(
      "deployment.strategy",
      deployment.strategy,
      "rolling, where the target has no second group to shift traffic to",
      target
        ? "give the target one: alb.targets(name, { alternate: true, ... })"
        : "pass a target with alternate: true, or deploy in the rolling way",
    );
  }
}

/**
 * The role by which ECS registers tasks in both groups and moves the weights of the rule: exactly these
 * two, where AWS's own policy for it (AmazonECSInfrastructureRolePolicyForLoadBalancers) names all of the
 * account's.
 */
export function trafficShift(
  { targetGroupArn }: Target,
  alternate: AlternateTarget,
  child: MakeChild,
): {
  advancedConfiguration: aws.types.input.ecs.ServiceLoadBalancerAdvancedConfiguration;
  ready: pulumi.Resource;
} {
  const { productionListenerRule, testListenerRule } = alternate;
  const role = child(aws.iam.Role, "traffic-role", {
    assumeRolePolicy: assumedBy("ecs.amazonaws.com"),
  });
  const ready = child(aws.iam.RolePolicy, "traffic-policy", {
    role: role.name,
    policy: policyDocument([
      {
        Effect: "Allow",
        Action: [
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
        ],
        Resource: "*", // has no resources to name
      },
      {
        Effect: "Allow",
        Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
        Resource: [targetGroupArn, alternate.targetGroupArn],
      },
      {
        Effect: "Allow",
        Action: "elasticloadbalancing:ModifyRule",
        Resource: testListenerRule
          ? [productionListenerRule, testListenerRule]
          : [productionListenerRule],
      },
    ]),
  });
  return {
    advancedConfiguration: {
      alternateTargetGroupArn: alternate.targetGroupArn,
      productionListenerRule,
      testListenerRule,
      roleArn: role.arn,
    },
    ready,
  };
}
