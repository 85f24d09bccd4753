/** What becomes of a function's asynchronous calls. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";
import { Access, Destination, Trigger } from "../../contracts";
import { AsynchronousArgs } from "./function-args";

/** What the function's role needs to send outcomes on. */
export function outcomeAccess(args: AsynchronousArgs): Access[] {
  const destinations = [args.onFailure, args.onSuccess, args.deadLetters];
  return destinations.flatMap((destination) => destination?.deliver() ?? []);
}

/** Makes the configuration of asynchronous calls where anything is said about them. */
export function configureAsynchronous(
  args: AsynchronousArgs,
  target: { functionName: pulumi.Output<string>; qualifier?: pulumi.Output<string> },
  child: MakeChild,
): void {
  const { onFailure, onSuccess, maximumRetryAttempts, maximumEventAgeInSeconds } = args;
  const said = [onFailure, onSuccess, maximumRetryAttempts, maximumEventAgeInSeconds];
  if (said.every((value) => value === undefined)) {
    return;
  }
  child(aws.lambda.FunctionEventInvokeConfig, "asynchronous", {
    ...target,
    maximumRetryAttempts,
    maximumEventAgeInSeconds,
    ...(onFailure || onSuccess
      ? {
          destinationConfig: {
            ...(onFailure ? { onFailure: { destination: onFailure.arn } } : {}),
            ...(onSuccess ? { onSuccess: { destination: onSuccess.arn } } : {}),
          },
        }
      : {}),
  });
}

/** Destinations that Lambda does not send to, or that would call the function again (rules LAM-18 and LAM-20). */
export function refuseDestinations(
  args: AsynchronousArgs,
  triggers: readonly Pick<Trigger<never, unknown>, "sourceArn">[],
  refuse: Refuse,
): void {
  const { deadLetters, onFailure, onSuccess } = args;
  if (deadLetters && !["queue", "topic"].includes(deadLetters.destinationKind)) {
    throw refuse(
      "deadLetters",
      `a ${deadLetters.destinationKind}`,
      "a standard queue or topic (LAM-18)",
      "use onFailure, which takes every kind of destination",
    );
  }
  if (onSuccess?.destinationKind === "bucket") {
    throw refuse(
      "onSuccess",
      "a bucket",
      "a queue, topic, bus or function (LAM-20)",
      "send successes to one of these; only failures can go to a bucket",
    );
  }
  const all: [string, Destination | undefined][] = [
    ["deadLetters", deadLetters],
    ["onFailure", onFailure],
    ["onSuccess", onSuccess],
  ];
  for (const [argument, destination] of all) {
    if (destination && triggers.some(({ sourceArn }) => sourceArn === destination.arn)) {
      throw refuse(
        argument,
        `the ${destination.destinationKind} that triggers the function`,
        "anything else; the function would call itself without end (LAM-20)",
        "send to a queue or topic of its own",
      );
    }
    if (destination?.fifo) {
      throw refuse(
        argument,
        `a FIFO ${destination.destinationKind}`,
        `a standard ${destination.destinationKind} (LAM-18)`,
        "send to a queue or topic without fifo",
      );
    }
  }
}
