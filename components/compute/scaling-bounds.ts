/** What bounds and measures of scaling may say, of tasks and servers alike. */
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../base/sorted";
import { whenMade } from "../base/outputs";
import { Refuse } from "../component";
import { MessageSource } from "../contracts";

/** How few and how many there may be. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** @throws pulumi.RunError where bounds, or those at certain times, are none */
export function refuseBounds(
  scaling: Bounds & { readonly schedules?: Readonly<Record<string, Bounds>> },
  refuse: Refuse,
): void {
  const { schedules = {} } = scaling;
  const timed = sorted(schedules).map(([name, bounds]) => [`scaling.schedules.${name}`, bounds]);
  const all = [["scaling", scaling], ...timed] as [string, Bounds][];
  for (const [argument, { min, max }] of all) {
    const areCounts = [min, max].every((bound) => Number.isInteger(bound) && bound >= 0);
    if (!areCounts || min > max) {
      const found = { min, max };
      throw refuse(argument, found, "whole numbers, min of at most max", "correct the bounds");
    }
  }
  if (scaling.min === scaling.max && !scaling.schedules) {
    throw refuse(
      "scaling",
      { min: scaling.min, max: scaling.max },
      "a max above min (rule ASG-01)",
      "raise max, or say count in place of scaling",
    );
  }
}

/** @throws pulumi.RunError where a share is none */
export function refusePercent(measure: string, percent: number | undefined, refuse: Refuse): void {
  if (percent !== undefined && !(percent >= 1 && percent <= 100)) {
    const fix = "leave it out, or set about 60";
    throw refuse(`scaling.${measure}`, percent, "1 to 100 percent", fix);
  }
}

/** @throws pulumi.RunError where a number is no count of what is there */
export function refuseCount(count: number | undefined, scaling: unknown, refuse: Refuse): void {
  if (scaling && count !== undefined) {
    const allowed = "count for a fixed number, or scaling for bounds";
    throw refuse("count", count, allowed, "remove count: scaling.min always run");
  }
  if (count !== undefined && !(Number.isInteger(count) && count >= 0)) {
    throw refuse("count", count, "a whole number of 0 or more", "correct it");
  }
}

/** @throws pulumi.RunError where a share of Spot is none */
export function refuseShare(share: number, refuse: Refuse): void {
  const hundredths = share * 100;
  if (!(share >= 0 && share <= 1) || Math.abs(hundredths - Math.round(hundredths)) > 1e-9) {
    throw refuse("spotShare", share, "0 to 1, in hundredths", "give a share such as 0.5");
  }
}

/** A metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: { readonly name: string; readonly value: pulumi.Input<string> }[];
}

/** Messages that wait, for each one that runs; with none all of them, so that the first one starts. */
export function backlogOf({ arn }: MessageSource, running: Metric, noun: string) {
  const queueName = whenMade(arn, (text) => text.slice(text.lastIndexOf(":") + 1));
  const waiting = {
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: [{ name: "QueueName", value: queueName }],
  };
  const average = (id: string, metric: Metric) => ({
    id,
    returnData: false,
    metricStat: { stat: "Average", metric },
  });
  return [
    average("waiting", waiting),
    average(`${noun}s`, running),
    {
      id: "each",
      returnData: true,
      label: `Messages waiting for each ${noun}`,
      expression: `waiting / IF(FILL(${noun}s, 0) > 0, FILL(${noun}s, 1), 1)`,
    },
  ];
}
