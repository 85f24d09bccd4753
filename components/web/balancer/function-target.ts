/** A function behind a load balancer. */
import * as aws from "@pulumi/aws";
import { MakeChild } from "../../component";
import { Invocable } from "../../contracts";
import { FunctionRouteArgs } from "./target-groups";

/**
 * The group of one function. The permission comes before the function is registered: AWS tries it then
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html).
 */
export function functionChildren(
  route: string,
  target: Invocable,
  { multiValueHeaders = false, transform = {} }: FunctionRouteArgs,
  child: MakeChild,
): { group: aws.lb.TargetGroup; attachment: aws.lb.TargetGroupAttachment } {
  // A group takes one function: the first release of one makes a group for the alias, and the rule changes over
  // before the old group goes.
  const name = target.qualifier ? `${route}-alias` : route;
  const group = child(
    aws.lb.TargetGroup,
    name,
    {
      targetType: "lambda",
      lambdaMultiValueHeadersEnabled: multiValueHeaders,
      healthCheck: { enabled: false }, // each check would be a paid call
    },
    { transform: transform.targetGroup },
  );
  const permission = child(
    aws.lambda.Permission,
    name,
    {
      action: "lambda:InvokeFunction",
      function: target.functionName,
      qualifier: target.qualifier,
      principal: "elasticloadbalancing.amazonaws.com",
      sourceArn: group.arn,
    },
    { transform: transform.permission },
  );
  const attachment = child(
    aws.lb.TargetGroupAttachment,
    name,
    { targetGroupArn: group.arn, targetId: target.arn },
    { transform: transform.attachment, dependsOn: [permission, ...target.ready] },
  );
  return { group, attachment };
}
