/** The authorizer of a REST API, and what its routes ask of it. */
import * as aws from "@pulumi/aws";
import type { Refuse, MakeChild } from "../../component";
import type { CallPermissions } from "../call-permissions";
import { refuseSlowAuthorizer } from "../http-api/authorizer";
import { RestAuthorizerArgs, RestRouteArgs } from "./route-args";

/** Seconds that an authorizer's answer is kept; AWS's own default. */
const DEFAULT_TTL_SECONDS = 300;

export interface RestAuthorizer {
  readonly resource: aws.apigateway.Authorizer;
  readonly definition: aws.apigateway.AuthorizerArgs;
}

/** @throws pulumi.RunError for a function that may outlive what an API waits for it */
export function makeRestAuthorizer(
  api: aws.apigateway.RestApi,
  args: RestAuthorizerArgs,
  permissions: CallPermissions,
  child: MakeChild,
  refuse: Refuse,
): RestAuthorizer {
  const common = { restApi: api.id, identitySource: "method.request.header.Authorization" };
  const isPool = "userPoolArns" in args;
  if (!isPool) refuseSlowAuthorizer(args.function, refuse);
  const definition: aws.apigateway.AuthorizerArgs = isPool
    ? { ...common, type: "COGNITO_USER_POOLS", providerArns: args.userPoolArns }
    : {
        ...common,
        type: "REQUEST",
        authorizerUri: args.function.invokeArn,
        authorizerResultTtlInSeconds: args.ttlSeconds ?? DEFAULT_TTL_SECONDS,
        ...(args.identitySource === undefined ? {} : { identitySource: args.identitySource }),
      };
  const dependsOn = isPool ? [] : [permissions.give(args.function, "authorizer")];
  const resource = child(aws.apigateway.Authorizer, "authorizer", definition, { dependsOn });
  return { resource, definition };
}

/**
 * Who may call a route, by the provider's names.
 *
 * @throws pulumi.RunError for a route that wants an authorizer of an API without one
 */
export function authorizationOf(
  key: string,
  args: RestRouteArgs,
  authorizer: RestAuthorizer | undefined,
  refuse: Refuse,
): Pick<aws.apigateway.MethodArgs, "authorization" | "authorizerId" | "authorizationScopes"> {
  const wanted = args.authorization ?? (authorizer ? "authorizer" : "iam");
  if (wanted !== "authorizer") {
    return { authorization: wanted === "iam" ? "AWS_IAM" : "NONE" };
  }
  if (!authorizer) {
    throw refuse(
      `route "${key}" authorization`,
      wanted,
      '"iam" or "none" on an API without authorizer',
      "give the API an authorizer",
    );
  }
  return {
    authorization: "providerArns" in authorizer.definition ? "COGNITO_USER_POOLS" : "CUSTOM",
    authorizerId: authorizer.resource.id,
    authorizationScopes: args.authorizationScopes,
  };
}
