/** The authorizer of an HTTP API. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";
import { Invocable } from "../../contracts";
import { authorizerTimeout } from "../../../rules/api-gateway";
import { Authorization, FunctionAuthorizerArgs, HttpAuthorizerArgs } from "./route-args";

/** Seconds that an answer is kept; AWS's own default in its console. */
const DEFAULT_TTL_SECONDS = 300;

/** Which of a route's authorizations the API's own authorizer stands for. */
export function kindOf(args: HttpAuthorizerArgs | undefined): "jwt" | "function" | undefined {
  if (args === undefined) return undefined;
  return "function" in args ? "function" : "jwt";
}

export function makeHttpAuthorizer(
  apiId: pulumi.Output<string>,
  args: HttpAuthorizerArgs,
  child: MakeChild,
): aws.apigatewayv2.Authorizer {
  const definition: aws.apigatewayv2.AuthorizerArgs =
    "function" in args
      ? {
          apiId,
          name: "function",
          authorizerType: "REQUEST",
          authorizerUri: args.function.invokeArn,
          authorizerPayloadFormatVersion: "2.0",
          enableSimpleResponses: true,
          authorizerResultTtlInSeconds: args.ttlSeconds ?? DEFAULT_TTL_SECONDS,
          identitySources: [...identitySourcesOf(args)],
        }
      : {
          apiId,
          name: "jwt",
          authorizerType: "JWT",
          identitySources: ["$request.header.Authorization"],
          jwtConfiguration: { issuer: args.issuer, audiences: args.audience },
        };
  return child(aws.apigatewayv2.Authorizer, "authorizer", definition);
}

/** A route's authorization in AWS's words. */
export const authorizationTypes: Readonly<Record<Authorization, string>> = {
  jwt: "JWT",
  function: "CUSTOM",
  iam: "AWS_IAM",
  none: "NONE",
};

/** @throws pulumi.RunError for a function that may outlive what an API waits for it */
export function refuseSlowAuthorizer(target: Invocable, refuse: Refuse): void {
  const { logicalName, timeoutSeconds } = target;
  const most = authorizerTimeout.max / 1000;
  if (timeoutSeconds !== undefined && timeoutSeconds > most) {
    throw refuse(
      `authorizer function "${logicalName}" with timeout`,
      timeoutSeconds,
      `at most ${most} seconds, the longest an API waits for an authorizer`,
      "shorten the function's timeout",
    );
  }
}

function identitySourcesOf({ identitySources, originHeader }: FunctionAuthorizerArgs) {
  return identitySources ?? [`$request.header.${originHeader?.name ?? "Authorization"}`];
}
