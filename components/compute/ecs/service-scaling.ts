/** How many tasks a service has, by what they have to do. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../../base/sorted";
import { MakeChild, Refuse } from "../../component";
import { MessageSource, Target } from "../../contracts";
import { backlogOf, refuseBounds, refusePercent } from "../scaling-bounds";

export interface ScalingSchedule {
  /** When, such as `cron(0 8 ? * MON-FRI *)`. */
  schedule: string;
  /** IANA name of the time zone that `schedule` is read in. Default: UTC. */
  timezone?: string;
  min: number;
  max: number;
}

export interface ServiceScalingArgs {
  /** Tasks that always run. 0 is for workers alone. */
  min: number;
  /** Most tasks. */
  max: number;
  /** Share of the CPU in use that scaling aims at, in percent. Default: 60 where nothing else is said. Limit: 1 to 100. */
  cpu?: number;
  /** Share of the memory in use that scaling aims at, in percent. Default: none. Limit: 1 to 100. */
  memory?: number;
  /** Requests a minute of each task that scaling aims at. Needs a target of an application load balancer. Default: none. */
  requestsPerTask?: number;
  /** Messages that wait for each task that scaling aims at. Needs `queue`. Default: 10 for a worker for which nothing else is said. */
  messagesPerTask?: number;
  /** Other bounds at certain times, by name. Default: none. */
  schedules?: Readonly<Record<string, ScalingSchedule>>;
}

const DEFAULT_CPU_PERCENT = 60;
const DEFAULT_MESSAGES = 10;

/** What scaling may look at. */
export interface Scaled {
  readonly clusterName: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  readonly target?: Target;
  readonly queue?: MessageSource;
}

type Configuration = aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration;

/** Contradictions, with the service's other arguments or in themselves. */
export function refuseScaling(
  scaling: ServiceScalingArgs,
  { target, queue, shifts }: Pick<Scaled, "target" | "queue"> & { shifts: boolean },
  refuse: Refuse,
): void {
  refuseBounds(scaling, refuse);
  for (const measure of ["cpu", "memory"] as const) {
    refusePercent(measure, scaling[measure], refuse);
  }
  if (scaling.requestsPerTask !== undefined && (!target?.requestCountLabel || shifts)) {
    throw refuse(
      "scaling.requestsPerTask",
      scaling.requestsPerTask,
      shifts
        ? "none where traffic is shifted between two groups: the metric is one group's"
        : "a target of an application load balancer, which counts requests",
      "scale on cpu",
    );
  }
  if (scaling.messagesPerTask !== undefined && !queue) {
    const fix = "pass queue, or scale on cpu";
    throw refuse("scaling.messagesPerTask", scaling.messagesPerTask, "a worker with queue", fix);
  }
  if (scaling.min === 0 && !queue) {
    const fix = "set min to 1 or more";
    throw refuse(
      "scaling.min",
      0,
      "1 or more: nothing but a queue's messages wakes a service up",
      fix,
    );
  }
}

/** Makes the scalable target, a policy for each measure, and the scheduled bounds. */
export function scaleService(scaling: ServiceScalingArgs, scaled: Scaled, child: MakeChild): void {
  const { schedules = {} } = scaling;
  const common = { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount" };
  const target = child(
    aws.appautoscaling.Target,
    "tasks",
    {
      ...common,
      resourceId: pulumi.interpolate`service/${scaled.clusterName}/${scaled.serviceName}`,
      minCapacity: scaling.min,
      maxCapacity: scaling.max,
    },
    {
      key: "scalableTarget",
      // A schedule sets the bounds in AWS; the next update must not set them back.
      ignoreChanges: Object.keys(schedules).length > 0 ? ["minCapacity", "maxCapacity"] : [],
    },
  );
  const { resourceId } = target;
  for (const [measure, configuration] of measures(scaling, scaled)) {
    child(
      aws.appautoscaling.Policy,
      `by-${measure}`,
      {
        ...common,
        resourceId,
        policyType: "TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration: configuration,
      },
      { key: "scalingPolicy" },
    );
  }
  for (const [name, { schedule, timezone, min, max }] of sorted(schedules)) {
    child(
      aws.appautoscaling.ScheduledAction,
      `at-${name}`,
      {
        ...common,
        resourceId,
        schedule,
        timezone,
        scalableTargetAction: { minCapacity: min, maxCapacity: max },
      },
      { key: "scheduledAction" },
    );
  }
}

function measures(scaling: ServiceScalingArgs, scaled: Scaled): [string, Configuration][] {
  const { cpu, memory, requestsPerTask, messagesPerTask } = scaling;
  const isSilent = [cpu, memory, requestsPerTask, messagesPerTask].every((x) => x === undefined);
  const messages = messagesPerTask ?? (isSilent && scaled.queue ? DEFAULT_MESSAGES : undefined);
  const busy = cpu ?? (isSilent && !scaled.queue ? DEFAULT_CPU_PERCENT : undefined);
  const found: [string, Configuration | undefined][] = [
    ["cpu", predefined("ECSServiceAverageCPUUtilization", busy)],
    ["memory", predefined("ECSServiceAverageMemoryUtilization", memory)],
    [
      "requests",
      predefined("ALBRequestCountPerTarget", requestsPerTask, scaled.target?.requestCountLabel),
    ],
    [
      "messages",
      scaled.queue && messages !== undefined ? backlog(scaled.queue, scaled, messages) : undefined,
    ],
  ];
  return found.filter((each): each is [string, Configuration] => each[1] !== undefined);
}

function predefined(
  predefinedMetricType: string,
  targetValue: number | undefined,
  resourceLabel?: pulumi.Output<string>,
): Configuration | undefined {
  return targetValue === undefined
    ? undefined
    : {
        targetValue,
        predefinedMetricSpecification: { predefinedMetricType, resourceLabel },
      };
}

/** Messages that wait for each task that runs. */
function backlog(
  queue: MessageSource,
  { clusterName, serviceName }: Scaled,
  targetValue: number,
): Configuration {
  const running = {
    namespace: "ECS/ContainerInsights",
    metricName: "RunningTaskCount",
    dimensions: [
      { name: "ClusterName", value: clusterName },
      { name: "ServiceName", value: serviceName },
    ],
  };
  return {
    targetValue,
    customizedMetricSpecification: { metrics: backlogOf(queue, running, "task") },
  };
}
