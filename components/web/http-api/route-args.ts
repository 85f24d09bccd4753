/** What an HTTP API's authorizer and routes can be told. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Transforms } from "../../component";
import { Invocable, OriginHeader } from "../../contracts";

/**
 * Who may call a route: `jwt` holders of a token of the API's issuer, `function` whom the API's function
 * lets in, `iam` AWS credentials, `none` everyone.
 */
export const authorizations = ["jwt", "function", "iam", "none"] as const;
export type Authorization = (typeof authorizations)[number];

export interface JwtAuthorizerArgs {
  /** URL of the issuer, such as that of a Cognito user pool. */
  issuer: pulumi.Input<string>;
  /** Client ids whose tokens are accepted. */
  audience: pulumi.Input<string>[];
}

export interface FunctionAuthorizerArgs {
  /** Gets the request and answers `{ isAuthorized: boolean, context?: object }`; has 10 seconds. */
  function: Invocable;
  /**
   * What requests must have, else they are answered by 401 and the function is not asked; and what its answers
   * are kept by. Default: `$request.header.` and the name of `originHeader`, or else `$request.header.Authorization`.
   */
  identitySources?: readonly string[];
  /** Seconds that an answer is kept. Default: 300. Limit: 0 to 3,600. */
  ttlSeconds?: number;
  /** The header that the function looks for: a CDN before the API then adds it. Default: none. */
  originHeader?: OriginHeader;
}

/** Checks tokens, or asks a function about each request. */
export type HttpAuthorizerArgs = JwtAuthorizerArgs | FunctionAuthorizerArgs;

export interface RouteArgs {
  /** Who may call it. Default: whom the API's authorizer lets in, `iam` where there is none. */
  authorization?: Authorization;
  /** Scopes a token must have, with `jwt`. Default: none. */
  authorizationScopes?: pulumi.Input<string>[];
  /** Requests a second of this route alone, as a steady rate. Default: it shares the API's. */
  throttlingRateLimit?: number;
  /** Requests at once of this route alone. Default: it shares the API's. */
  throttlingBurstLimit?: number;
  /** For a load balancer that speaks HTTPS: the name that its certificate is valid for. Default: none. */
  serverName?: string;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    integration: aws.apigatewayv2.IntegrationArgs;
    route: aws.apigatewayv2.RouteArgs;
    /** Of the function's permission, which the first route to the function makes. */
    permission: aws.lambda.PermissionArgs;
  }>;
}
