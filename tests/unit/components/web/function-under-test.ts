import * as pulumi from "@pulumi/pulumi";
import { Invocable } from "../../../../components/contracts";

/** A function as the layers above see it. */
export function functionUnderTest(timeoutSeconds = 10, logicalName = "list"): Invocable {
  return {
    logicalName,
    arn: pulumi.output(`arn:aws:lambda:eu-west-1:123456789012:function:${logicalName}`),
    invokeArn: pulumi.output(
      `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${logicalName}/invocations`,
    ),
    functionName: pulumi.output(logicalName),
    timeoutSeconds,
    ready: [],
  };
}
