/** What a route of a REST API can be told. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Transforms } from "../../component";
import { Invocable } from "../../contracts";

/** Who may call a route: `authorizer` whom the API's authorizer lets in, `iam` AWS credentials, `none` everyone. */
export const restAuthorizations = ["authorizer", "iam", "none"] as const;
export type RestAuthorization = (typeof restAuthorizations)[number];

/** Checks tokens of Cognito user pools, or asks a function about the request. */
export type RestAuthorizerArgs =
  | { userPoolArns: pulumi.Input<string>[] }
  | {
      /** Answers with a policy; has 10 seconds. */
      function: Invocable;
      /** What the answer is kept by, such as `method.request.header.Authorization`. Default: that header. */
      identitySource?: string;
      /** Seconds that an answer is kept. Default: 300. Limit: 0 to 3,600. */
      ttlSeconds?: number;
    };

/** What requests must have; others are answered by 400, and the function is not called. */
export interface RequestShape {
  /** JSON schema (draft 4) of the body. Default: any body. */
  body?: object;
  /** Parameters of the query that must be there. Default: none. */
  query?: readonly string[];
  /** Headers that must be there. Default: none. */
  headers?: readonly string[];
}

export interface RestRouteArgs {
  /** Who may call it. Default: `authorizer` where the API has one, else `iam`. */
  authorization?: RestAuthorization;
  /** Scopes a token must have, with user pools. Default: none. */
  authorizationScopes?: pulumi.Input<string>[];
  /** True to want a key of one of the API's usage plans. Default: false. */
  apiKeyRequired?: boolean;
  /** What requests must have. Default: nothing. */
  request?: RequestShape;
  /** `stream` sends the answer as it is written, for up to 15 minutes. Default: `buffer`, whole, within 29 seconds and 10 MB. */
  response?: "buffer" | "stream";
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    method: aws.apigateway.MethodArgs;
    integration: aws.apigateway.IntegrationArgs;
    model: aws.apigateway.ModelArgs;
    /** Of the function's permission, which the first route to the function makes. */
    permission: aws.lambda.PermissionArgs;
  }>;
}

/** What holders of some keys may ask for. */
export interface UsagePlanArgs {
  /** Requests a second, as a steady rate. Default: 10. */
  rateLimit?: number;
  /** Requests at once. Default: 20. */
  burstLimit?: number;
  /** Requests in a period. Default: no bound. */
  quota?: { limit: number; period: "DAY" | "WEEK" | "MONTH" };
  /** Names of the keys, made by AWS: one for each holder. */
  keys: readonly string[];
}
