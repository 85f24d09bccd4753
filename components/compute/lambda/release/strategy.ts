/** How traffic goes from one version to the next. */
import * as aws from "@pulumi/aws";
import {
  longestShiftMinutes,
  predefinedLambdaConfigs,
  shiftInterval,
  shiftPercent,
} from "../../../../rules/codedeploy";
import { grouped, inWords, isWithin } from "../../../../rules/base/checks";
import { Refuse } from "../../../component";

export const releaseStrategies = ["canary", "linear", "all-at-once"] as const;

export type TrafficShift =
  /** So many percent first, and all the rest after so many minutes. Limit: 1 to 99 percent, 1 to 2,880 minutes. */
  | { strategy: "canary"; percent: number; minutes: number }
  /** So many percent more every so many minutes. Limit: 1 to 99 percent, 2,880 minutes from the first step to the last. */
  | { strategy: "linear"; percent: number; minutes: number }
  /** Everything in one step, once the hook before it agrees. */
  | { strategy: "all-at-once" };

/** Minutes from the first step to the last. */
export function minutesOf(shift: TrafficShift): number {
  switch (shift.strategy) {
    case "canary":
      return shift.minutes;
    case "linear":
      return shift.minutes * (Math.ceil(100 / shift.percent) - 1);
    case "all-at-once":
      return 0;
  }
}

/** In words, for `pulumi up` and the output. */
export function inWordsOf(shift: TrafficShift): string {
  switch (shift.strategy) {
    case "canary":
      return `canary, ${shift.percent} % for ${minutes(shift.minutes)}`;
    case "linear":
      return `linear, ${shift.percent} % more every ${minutes(shift.minutes)}`;
    case "all-at-once":
      return "all at once";
  }
}

const minutes = (count: number) => (count === 1 ? "minute" : `${count} minutes`);

/** The name of CodeDeploy's own configuration; undefined where none fits. */
export function predefinedConfig(shift: TrafficShift): string | undefined {
  const name = `CodeDeployDefault.${predefinedName(shift)}`;
  return predefinedLambdaConfigs.find((known) => known === name);
}

function predefinedName(shift: TrafficShift): string {
  switch (shift.strategy) {
    case "canary":
      return `LambdaCanary${shift.percent}Percent${shift.minutes}Minutes`;
    case "linear":
      return `LambdaLinear${shift.percent}PercentEvery${shift.minutes}Minute${shift.minutes === 1 ? "" : "s"}`;
    case "all-at-once":
      return "LambdaAllAtOnce";
  }
}

/** A configuration of our own, in the words of CodeDeploy. */
export function ownConfig(
  shift: Exclude<TrafficShift, { strategy: "all-at-once" }>,
): aws.codedeploy.DeploymentConfigArgs {
  const step = { percentage: shift.percent, interval: shift.minutes };
  return {
    computePlatform: "Lambda",
    trafficRoutingConfig:
      shift.strategy === "canary"
        ? { type: "TimeBasedCanary", timeBasedCanary: step }
        : { type: "TimeBasedLinear", timeBasedLinear: step },
  };
}

/** @throws pulumi.RunError for a strategy that CodeDeploy doesn't know, and numbers beyond its limits (CDP-01). */
export function refuseShift(shift: TrafficShift, refuse: Refuse): void {
  if (!releaseStrategies.includes(shift.strategy)) {
    throw refuse(
      "release.strategy",
      shift.strategy,
      releaseStrategies.join(", "),
      'write { strategy: "canary", percent: 10, minutes: 5 }',
    );
  }
  if (shift.strategy === "all-at-once") {
    const given = ["percent", "minutes"].find((key) => key in shift);
    if (given !== undefined) {
      throw refuse(
        `release.${given}`,
        (shift as unknown as Record<string, unknown>)[given],
        "nothing with all-at-once (CDP-01)",
        `leave ${given} out, or choose canary or linear`,
      );
    }
    return;
  }
  const numbers = [
    ["percent", shift.percent, shiftPercent],
    ["minutes", shift.minutes, shiftInterval],
  ] as const;
  for (const [key, value, range] of numbers) {
    if (typeof value !== "number" || !isWithin(range, value)) {
      const fix = "take a whole number within";
      throw refuse(`release.${key}`, value, `${inWords(range)} (CDP-01)`, fix);
    }
  }
  if (minutesOf(shift) > longestShiftMinutes) {
    throw refuse(
      "release",
      `${minutesOf(shift)} minutes from the first step to the last`,
      `at most ${grouped(longestShiftMinutes)} minutes (CDP-01)`,
      "take larger steps, or shorter ones",
    );
  }
}
