/** An HTTP API: routes to functions. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transform } from "../component";
import { HttpOrigin, Invocable } from "../contracts";
import { logGroupArgs } from "../observability/log-group";
import { httpIntegrationTimeout, httpMethods } from "../../rules/api-gateway";

const LONGEST_INTEGRATION_SECONDS = httpIntegrationTimeout.max / 1000;

/** Who may call a route: `jwt` holders of a token of the API's issuer, `iam` AWS credentials, `none` everyone. */
export const authorizations = ["jwt", "iam", "none"] as const;
export type Authorization = (typeof authorizations)[number];

export interface JwtAuthorizerArgs {
  /** URL of the issuer, such as that of a Cognito user pool. */
  issuer: pulumi.Input<string>;
  /** Client ids whose tokens are accepted. */
  audience: pulumi.Input<string>[];
}

export interface HttpApiArgs {
  /** Checks tokens on every route that does not say otherwise. Default: none, and routes want AWS credentials. */
  authorizer?: JwtAuthorizerArgs;
  /** Requests a second over all routes, as a steady rate. Default: 100. */
  throttlingRateLimit?: pulumi.Input<number>;
  /** Requests at once. Default: 200. */
  throttlingBurstLimit?: pulumi.Input<number>;
  /** Changes the arguments of the children. */
  transform?: {
    api?: Transform<aws.apigatewayv2.ApiArgs>;
    stage?: Transform<aws.apigatewayv2.StageArgs>;
    logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    authorizer?: Transform<aws.apigatewayv2.AuthorizerArgs>;
  };
}

export interface RouteArgs {
  /** Who may call it. Default: `jwt` where the API has an authorizer, else `iam`. */
  authorization?: Authorization;
  /** Scopes a token must have, with `jwt`. Default: none. */
  authorizationScopes?: pulumi.Input<string>[];
  /** Changes the arguments of the children. */
  transform?: {
    integration?: Transform<aws.apigatewayv2.IntegrationArgs>;
    route?: Transform<aws.apigatewayv2.RouteArgs>;
    permission?: Transform<aws.lambda.PermissionArgs>;
  };
}

/**
 * An API Gateway HTTP API with access logs in JSON and throttling. Every route is closed unless it
 * says `authorization: "none"`.
 *
 * Creates: the API, its default stage, a log group; per route an integration, a route and the
 * permission to call the function. Costs nothing when idle.
 *
 * @example
 * const api = new HttpApi("api");
 * api.route("GET /photos", listPhotos, { authorization: "none" });
 */
export class HttpApi extends Component implements HttpOrigin {
  readonly originKind = "http";
  readonly originDomain: pulumi.Output<string>;
  /** URL of the default stage. */
  readonly url: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;
  private readonly executionArn: pulumi.Output<string>;
  private readonly authorizerId?: pulumi.Output<string>;
  private readonly routes = new Map<string, string>();

  constructor(name: string, args: HttpApiArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:HttpApi", name, opts);
    const { transform = {} } = args;
    const api = this.child(aws.apigatewayv2.Api, main, { protocolType: "HTTP" }, transform.api);
    const logGroup = this.child(
      aws.cloudwatch.LogGroup,
      "logs",
      logGroupArgs(this.environment),
      transform.logGroup,
    );
    this.child(
      aws.apigatewayv2.Stage,
      "stage",
      {
        apiId: api.id,
        name: "$default",
        autoDeploy: true,
        accessLogSettings: { destinationArn: logGroup.arn, format: ACCESS_LOG_FORMAT },
        defaultRouteSettings: {
          throttlingRateLimit: args.throttlingRateLimit ?? 100,
          throttlingBurstLimit: args.throttlingBurstLimit ?? 200,
          detailedMetricsEnabled: true,
        },
      },
      transform.stage,
    );
    if (args.authorizer) {
      const { issuer, audience } = args.authorizer;
      this.authorizerId = this.child(
        aws.apigatewayv2.Authorizer,
        "authorizer",
        {
          apiId: api.id,
          name: "jwt",
          authorizerType: "JWT",
          identitySources: ["$request.header.Authorization"],
          jwtConfiguration: { issuer, audiences: audience },
        },
        transform.authorizer,
      ).id;
    }
    this.apiId = api.id;
    this.executionArn = api.executionArn;
    this.url = api.apiEndpoint;
    this.originDomain = api.apiEndpoint.apply((url) => new URL(url).hostname);
    this.registerOutputs({ apiId: this.apiId, url: this.url, originDomain: this.originDomain });
  }

  /**
   * Sends requests to a function: `api.route("GET /photos/{photoId}", getPhoto)`.
   *
   * @param key method and path, or `$default` for everything no other route takes
   * @throws pulumi.RunError where the key is malformed, the function may outlive the API's 30 seconds, or `jwt` is asked for without an authorizer
   */
  route(key: string, target: Invocable, args: RouteArgs = {}): void {
    this.refuseMalformed(key);
    this.refuseSlow(key, target);
    const suffix = this.take(key);
    const { transform = {} } = args;
    const integration = this.child(
      aws.apigatewayv2.Integration,
      suffix,
      {
        apiId: this.apiId,
        integrationType: "AWS_PROXY",
        integrationUri: target.arn,
        payloadFormatVersion: "2.0",
        timeoutMilliseconds: httpIntegrationTimeout.max,
      },
      transform.integration,
    );
    this.child(
      aws.apigatewayv2.Route,
      suffix,
      {
        apiId: this.apiId,
        routeKey: key,
        target: pulumi.interpolate`integrations/${integration.id}`,
        ...this.authorize(key, args),
      },
      transform.route,
    );
    this.child(
      aws.lambda.Permission,
      suffix,
      {
        action: "lambda:InvokeFunction",
        function: target.functionName,
        qualifier: target.qualifier,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${this.executionArn}/*/${sourcePath(key)}`,
      },
      transform.permission,
    );
  }

  private authorize(key: string, args: RouteArgs): Partial<aws.apigatewayv2.RouteArgs> {
    const wanted = args.authorization ?? (this.authorizerId ? "jwt" : "iam");
    if (wanted === "jwt" && !this.authorizerId) {
      throw this.refuse(
        `route "${key}" authorization`,
        wanted,
        `"iam" or "none" on an API without authorizer`,
        `give the API an authorizer: { issuer, audience }`,
      );
    }
    const type = { jwt: "JWT", iam: "AWS_IAM", none: "NONE" }[wanted];
    return {
      authorizationType: type,
      ...(wanted === "jwt" ? { authorizerId: this.authorizerId } : {}),
      ...(args.authorizationScopes ? { authorizationScopes: args.authorizationScopes } : {}),
    };
  }

  /** The suffix of the route's children; refuses a second route of the same name. */
  private take(key: string): string {
    const suffix = routeName(key);
    const taken = this.routes.get(suffix);
    if (taken !== undefined) {
      throw this.refuse(
        "route",
        key,
        taken === key ? "one call of route() a key" : `a path whose words differ from "${taken}"`,
        taken === key ? "remove one of the two" : "rename one of the two paths",
      );
    }
    this.routes.set(suffix, key);
    return suffix;
  }

  private refuseMalformed(key: string): void {
    const [method, path, ...rest] = key.split(" ");
    const wellFormed =
      (httpMethods as readonly string[]).includes(method) &&
      /^\//.test(path ?? "") &&
      rest.length === 0;
    if (key !== "$default" && !wellFormed) {
      throw this.refuse(
        "route",
        key,
        `"$default", or one of ${httpMethods.join(", ")}, a space and a path that starts with "/"`,
        `write it like "GET /photos/{photoId}"`,
      );
    }
  }

  private refuseSlow(key: string, target: Invocable): void {
    const { timeoutSeconds } = target;
    if (timeoutSeconds !== undefined && timeoutSeconds > LONGEST_INTEGRATION_SECONDS) {
      throw this.refuse(
        `route "${key}" to function "${target.logicalName}" with timeout`,
        timeoutSeconds,
        `at most ${LONGEST_INTEGRATION_SECONDS} seconds, the longest an HTTP API waits`,
        `shorten the function's timeout, or let it work through a queue and answer at once`,
      );
    }
  }
}

/** `GET /photos/{photoId}` -> `get-photos-{photoId}`. */
function routeName(key: string): string {
  const [method, path = ""] = key.split(" ");
  return `${method.toLowerCase()}${path.replaceAll("/", "-")}`;
}

/** The method and path of a route as an execute-api ARN names them: variables are wildcards. */
function sourcePath(key: string): string {
  if (key === "$default") {
    return "$default";
  }
  const [method, path] = key.split(" ");
  return `${method === "ANY" ? "*" : method}${path.replace(/\{[^}]+\}/g, "*")}`;
}

const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  latency: "$context.responseLatency",
  length: "$context.responseLength",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
});
