/** Permission for a service to call a function by its own principal. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Transform } from "../component";
import { Invocable } from "../contracts";

export interface Caller {
  /** The service's principal, such as `sns.amazonaws.com`. */
  service: pulumi.Input<string>;
  /** ARN of the one thing that may call. */
  source: pulumi.Input<string>;
  /** The account, where the source's ARN does not name it, as with a bucket's. Default: none. */
  account?: pulumi.Input<string>;
  /** The permission's suffix, where a source has several for one function. Default: `calls-<function>`. */
  suffix?: string;
  /** Changes the permission. */
  transform?: Transform<aws.lambda.PermissionArgs>;
}

/**
 * Lets a service call the function, or its alias where there is one, on behalf of one thing. The
 * permission is the source's child, `<source>-calls-<function>`.
 */
export function permitCall(
  target: Invocable,
  { service, source, account, suffix, transform }: Caller,
  child: MakeChild,
): aws.lambda.Permission {
  return child(
    aws.lambda.Permission,
    suffix ?? `calls-${target.logicalName}`,
    {
      action: "lambda:InvokeFunction",
      function: target.functionName,
      qualifier: target.qualifier,
      principal: service,
      sourceArn: source,
      sourceAccount: account,
    },
    { key: "permission", transform, dependsOn: [...target.ready] },
  );
}
