/** Pauses in the life of a fleet's servers, for what must be done before they serve or go. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../../base/sorted";
import { MakeChild, Refuse } from "../../component";
import { Access } from "../../contracts";

export interface LifecycleHookArgs {
  /** `launching`: before the server serves. `terminating`: before it goes, to finish and hand over. */
  at: "launching" | "terminating";
  /** Seconds until the default counts, unless the server or a function says earlier that it is done. Limit: 30 to 7,200. */
  seconds: number;
  /** What happens when nobody said so: `continue`, or `abandon`, which ends a server that never got ready. Default: `abandon` when launching, else `continue`. */
  otherwise?: "abandon" | "continue";
}

export type LifecycleHooks = Readonly<Record<string, LifecycleHookArgs>>;

const transitions = {
  launching: "autoscaling:EC2_INSTANCE_LAUNCHING",
  terminating: "autoscaling:EC2_INSTANCE_TERMINATING",
} as const;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html */
const heartbeat = { min: 30, max: 7_200 };

/** @throws pulumi.RunError where a hook waits for no time that AWS takes */
export function refuseHooks(hooks: LifecycleHooks, refuse: Refuse): void {
  for (const [name, { seconds }] of sorted(hooks)) {
    if (!(Number.isInteger(seconds) && seconds >= heartbeat.min && seconds <= heartbeat.max)) {
      const argument = `lifecycleHooks.${name}.seconds`;
      throw refuse(argument, seconds, "30 to 7,200 seconds", "set a time in this range");
    }
  }
}

interface Hook {
  readonly name: string;
  readonly lifecycleTransition: string;
  readonly heartbeatTimeout: number;
  readonly defaultResult: string;
}

function hook(name: string, { at, seconds, otherwise }: LifecycleHookArgs): Hook {
  const result = otherwise ?? (at === "launching" ? "abandon" : "continue");
  return {
    name,
    lifecycleTransition: transitions[at],
    heartbeatTimeout: seconds,
    defaultResult: result.toUpperCase(),
  };
}

/** What the group is made with, so that its first servers wait, too. */
export function firstHooks(hooks: LifecycleHooks): Hook[] {
  return sorted(hooks).map(([name, args]) => hook(name, args));
}

/** The same as resources of their own, which can be changed. */
export function makeHooks(
  hooks: LifecycleHooks,
  groupName: pulumi.Output<string>,
  child: MakeChild,
): void {
  for (const [name, args] of sorted(hooks)) {
    child(
      aws.autoscaling.LifecycleHook,
      `hook-${name}`,
      { ...hook(name, args), autoscalingGroupName: groupName },
      { key: "lifecycleHook" },
    );
  }
}

/**
 * By which a server says that it is done: `aws autoscaling complete-lifecycle-action`. The group is made
 * after the role, with a name that begins with the fleet's.
 */
export function completion(
  fleet: string,
  { region, accountId }: { region: pulumi.Output<string>; accountId: pulumi.Output<string> },
  partition: pulumi.Input<string>,
): Access {
  const group = pulumi.interpolate`arn:${partition}:autoscaling:${region}:${accountId}:autoScalingGroup:*:autoScalingGroupName/${fleet}-*`;
  return {
    statements: [
      {
        Effect: "Allow",
        Action: [
          "autoscaling:CompleteLifecycleAction",
          "autoscaling:RecordLifecycleActionHeartbeat",
        ],
        Resource: group,
      },
    ],
  };
}
