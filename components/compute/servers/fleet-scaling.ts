/** How many servers a fleet has, by what they have to do. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../../base/sorted";
import { MakeChild, Refuse } from "../../component";
import { MessageSource, Target } from "../../contracts";
import { backlogOf, refuseBounds, refusePercent } from "../scaling-bounds";

export interface FleetSchedule {
  /** When, as cron writes it with five fields: `0 8 * * 1-5`. */
  recurrence: string;
  /** IANA name of the time zone that `recurrence` is read in. Default: UTC. */
  timezone?: string;
  min: number;
  max: number;
}

export interface FleetScalingArgs {
  /** Servers that always run. 0 is for those that take a queue's messages. */
  min: number;
  /** Most servers. */
  max: number;
  /** Share of the CPU in use that scaling aims at, in percent. Default: 60 where nothing else is said. Limit: 1 to 100. */
  cpu?: number;
  /** Requests a minute of each server that scaling aims at. Needs a target of an application load balancer. Default: none. */
  requestsPerServer?: number;
  /** Messages that wait for each server that scaling aims at. Needs `queue`. Default: 100 with a queue for which nothing else is said. */
  messagesPerServer?: number;
  /** Other bounds at certain times, by name. Default: none. */
  schedules?: Readonly<Record<string, FleetSchedule>>;
}

const DEFAULT_CPU_PERCENT = 60;
const DEFAULT_MESSAGES = 100;

type Configuration = aws.types.input.autoscaling.PolicyTargetTrackingConfiguration;

/** What scaling may look at. */
export interface ScaledFleet {
  readonly groupName: pulumi.Output<string>;
  readonly target?: Target;
  readonly queue?: MessageSource;
}

/** Contradictions, with the fleet's other arguments or in themselves. */
export function refuseFleetScaling(
  scaling: FleetScalingArgs,
  { target, queue }: Pick<ScaledFleet, "target" | "queue">,
  refuse: Refuse,
): void {
  refuseBounds(scaling, refuse);
  refusePercent("cpu", scaling.cpu, refuse);
  const { requestsPerServer, messagesPerServer } = scaling;
  if (requestsPerServer !== undefined && !target?.requestCountLabel) {
    const allowed = "a target of an application load balancer, which counts requests";
    throw refuse("scaling.requestsPerServer", requestsPerServer, allowed, "scale on cpu");
  }
  if (messagesPerServer !== undefined && !queue) {
    const fix = "pass queue, or scale on cpu";
    throw refuse("scaling.messagesPerServer", messagesPerServer, "a fleet with queue", fix);
  }
  if (scaling.min === 0 && !queue) {
    const allowed = "1 or more: nothing but a queue's messages wakes a fleet up";
    throw refuse("scaling.min", 0, allowed, "set min to 1 or more");
  }
}

/** Makes a policy for each measure, and the scheduled bounds. */
export function scaleFleet(scaling: FleetScalingArgs, scaled: ScaledFleet, child: MakeChild): void {
  const { groupName } = scaled;
  for (const [measure, configuration] of measures(scaling, scaled)) {
    child(
      aws.autoscaling.Policy,
      `by-${measure}`,
      {
        autoscalingGroupName: groupName,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: configuration,
      },
      { key: "scalingPolicy" },
    );
  }
  for (const [name, { recurrence, timezone, min, max }] of sorted(scaling.schedules ?? {})) {
    child(
      aws.autoscaling.Schedule,
      `at-${name}`,
      {
        autoscalingGroupName: groupName,
        scheduledActionName: name,
        recurrence,
        timeZone: timezone ?? "UTC",
        minSize: min,
        maxSize: max,
        // Scaling's own, within the bounds (API reference, PutScheduledUpdateGroupAction; -1 is the provider's "none").
        desiredCapacity: -1,
      },
      { key: "scheduledAction" },
    );
  }
}

function measures(scaling: FleetScalingArgs, scaled: ScaledFleet): [string, Configuration][] {
  const { cpu, requestsPerServer, messagesPerServer } = scaling;
  const { queue, target } = scaled;
  const isSilent = [cpu, requestsPerServer, messagesPerServer].every((x) => x === undefined);
  const messages = messagesPerServer ?? (isSilent && queue ? DEFAULT_MESSAGES : undefined);
  const busy = cpu ?? (isSilent && !queue ? DEFAULT_CPU_PERCENT : undefined);
  const found: [string, Configuration | undefined][] = [
    ["cpu", predefined("ASGAverageCPUUtilization", busy)],
    [
      "requests",
      predefined("ALBRequestCountPerTarget", requestsPerServer, target?.requestCountLabel),
    ],
    [
      "messages",
      queue && messages !== undefined ? backlog(queue, scaled.groupName, messages) : undefined,
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
    : { targetValue, predefinedMetricSpecification: { predefinedMetricType, resourceLabel } };
}

/** Messages that wait for each server in service. */
function backlog(
  queue: MessageSource,
  groupName: pulumi.Output<string>,
  targetValue: number,
): Configuration {
  const running = {
    namespace: "AWS/AutoScaling",
    metricName: "GroupInServiceInstances",
    dimensions: [{ name: "AutoScalingGroupName", value: groupName }],
  };
  return {
    targetValue,
    customizedMetricSpecification: { metrics: backlogOf(queue, running, "server") },
  };
}
