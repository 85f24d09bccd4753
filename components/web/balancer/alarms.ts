/** What goes wrong with load balancers. */
import * as aws from "@pulumi/aws";
import { AlarmDefinition } from "../../contracts";

const NAMESPACE = "AWS/ApplicationELB";
const NETWORK_NAMESPACE = "AWS/NetworkELB";
const MINUTE = 60;

/** Errors of the load balancer and of what stands behind it, and targets that do not work. */
export function balancerAlarms(
  { arnSuffix }: aws.lb.LoadBalancer,
  groups: ReadonlyMap<string, aws.lb.TargetGroup>,
): readonly AlarmDefinition[] {
  const dimensions = { LoadBalancer: arnSuffix };
  const errors = { namespace: NAMESPACE, dimensions, statistic: "Sum", threshold: 10 } as const;
  return [
    {
      ...errors,
      name: "balancer-errors",
      description:
        "The load balancer itself answered 5xx more than 10 times in 5 minutes: no healthy target, or targets that do not answer in time.",
      metricName: "HTTPCode_ELB_5XX_Count",
    },
    {
      ...errors,
      name: "target-errors",
      description:
        "Targets answered 5xx more than 10 times in 5 minutes: look at the application's logs.",
      metricName: "HTTPCode_Target_5XX_Count",
    },
    ...unhealthyTargets(NAMESPACE, dimensions, groups),
  ];
}

/** Of one that passes connections on: targets that do not work, and no ports left to reach them from. */
export function networkBalancerAlarms(
  { arnSuffix }: aws.lb.LoadBalancer,
  groups: ReadonlyMap<string, aws.lb.TargetGroup>,
): readonly AlarmDefinition[] {
  const dimensions = { LoadBalancer: arnSuffix };
  return [
    {
      name: "ports-used-up",
      description:
        "Connections failed because the ports to a target are used up: add targets, or preserve the clients' addresses.",
      namespace: NETWORK_NAMESPACE,
      metricName: "PortAllocationErrorCount",
      ...{ dimensions, statistic: "Sum", threshold: 0 },
    },
    ...unhealthyTargets(NETWORK_NAMESPACE, dimensions, groups),
  ];
}

function unhealthyTargets(
  namespace: string,
  dimensions: AlarmDefinition["dimensions"],
  groups: ReadonlyMap<string, aws.lb.TargetGroup>,
): AlarmDefinition[] {
  return [...groups].map(([name, group]) => ({
    name: `unhealthy-${name}`,
    description:
      "A target has failed its health checks for 5 minutes: look at what it answers to them.",
    namespace,
    metricName: "UnHealthyHostCount",
    dimensions: { ...dimensions, TargetGroup: group.arnSuffix },
    statistic: "Maximum",
    threshold: 0,
    period: MINUTE,
    evaluationPeriods: 5,
  }));
}
