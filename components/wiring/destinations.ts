/** Destinations that are there already: where a function's asynchronous outcomes can go, by ARN. */
import * as pulumi from "@pulumi/pulumi";
import { Destination } from "../contracts";

/**
 * A standard SNS topic.
 *
 * @example
 * const failures = topicDestination("arn:aws:sns:eu-west-1:123456789012:failures");
 * new LambdaFunction("resize", handler, { onFailure: failures });
 */
export function topicDestination(arn: pulumi.Input<string>): Destination {
  return destination("topic", "sns:Publish", arn);
}

/**
 * An EventBridge bus.
 *
 * @example
 * const bus = busDestination("arn:aws:events:eu-west-1:123456789012:event-bus/orders");
 * new LambdaFunction("order", handler, { onSuccess: bus });
 */
export function busDestination(arn: pulumi.Input<string>): Destination {
  return destination("bus", "events:PutEvents", arn);
}

function destination(
  destinationKind: Destination["destinationKind"],
  action: string,
  arn: pulumi.Input<string>,
): Destination {
  return {
    destinationKind,
    arn: pulumi.output(arn),
    deliver: () => ({ statements: [{ Effect: "Allow", Action: action, Resource: arn }] }),
  };
}
