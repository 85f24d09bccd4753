/** An HTTPS address of a function's own. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";

/** Who may call: `iam` holders of AWS credentials, `none` everyone. */
export const urlAuthorizations = ["iam", "none"] as const;

export interface FunctionUrlArgs {
  /** Who may call. Default: `iam`. */
  authorization?: (typeof urlAuthorizations)[number];
  /** Pages of other origins that may call. Default: none. */
  cors?: aws.types.input.lambda.FunctionUrlCors;
}

/** What the address belongs to: the function, or its alias. */
interface Addressed {
  functionName: pulumi.Output<string>;
  qualifier?: pulumi.Output<string>;
  /** True where the handler streams its answer. */
  streams: boolean;
}

/** Makes the address, and the permissions that an open one needs. */
export function makeFunctionUrl(
  args: FunctionUrlArgs,
  { functionName, qualifier, streams }: Addressed,
  child: MakeChild,
): aws.lambda.FunctionUrl {
  const open = args.authorization === "none";
  const url = child(aws.lambda.FunctionUrl, "url", {
    functionName,
    qualifier,
    authorizationType: open ? "NONE" : "AWS_IAM",
    cors: args.cors,
    invokeMode: streams ? "RESPONSE_STREAM" : "BUFFERED",
  });
  if (open) {
    // Since October 2025 a caller needs both, also where anyone may call (Lambda guide, "Control access to Lambda function URLs").
    const everyone = { function: functionName, qualifier, principal: "*" };
    child(
      aws.lambda.Permission,
      "url",
      {
        ...everyone,
        action: "lambda:InvokeFunctionUrl",
        functionUrlAuthType: "NONE",
      },
      { key: "urlPermission" },
    );
    child(
      aws.lambda.Permission,
      "url-invoke",
      {
        ...everyone,
        action: "lambda:InvokeFunction",
        invokedViaFunctionUrl: true,
      },
      { key: "urlPermission" },
    );
  }
  return url;
}
