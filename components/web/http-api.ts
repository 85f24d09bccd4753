/** An HTTP API: routes to functions, and to load balancers inside the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../base/outputs";
import { sentAfter } from "../base/origin-header";
import { Component, main, Transforms } from "../component";
import {
  AlarmDefinition,
  Alarmed,
  AliasTarget,
  HttpOrigin,
  Invocable,
  OriginHeader,
  PrivateHost,
  VirtualNetwork,
} from "../contracts";
import { SharedDocument } from "../shared-document";
import { httpIntegrationTimeout, httpMethods } from "../../rules/api-gateway";
import { aliasOf, ApiDomain, ApiDomainArgs, makeApiDomain, refuseUnreachable } from "./api-domain";
import { apiAlarms } from "./api-alarms";
import { CallPermissions } from "./call-permissions";
import {
  authorizationTypes,
  kindOf,
  makeHttpAuthorizer,
  refuseSlowAuthorizer,
} from "./http-api/authorizer";
import { PrivateHosts } from "./http-api/private-hosts";
import { HttpAuthorizerArgs, RouteArgs } from "./http-api/route-args";
import { makeHttpStage, ThrottledRoute } from "./http-api/stage";
import { RouteNames } from "./route-names";

const LONGEST_INTEGRATION_SECONDS = httpIntegrationTimeout.max / 1000;
/** The stage that has no part of its own in paths. */
const DEFAULT_STAGE = "$default";
const DEFAULT_RATE = 100;
const DEFAULT_BURST = 200;

export interface HttpApiArgs {
  /** Checks callers on every route that does not say otherwise. Default: none, and routes want AWS credentials. */
  authorizer?: HttpAuthorizerArgs;
  /** Requests a second over all routes, as a steady rate. Default: 100. */
  throttlingRateLimit?: pulumi.Input<number>;
  /** Requests at once. Default: 200. */
  throttlingBurstLimit?: pulumi.Input<number>;
  /** Name of the stage, which is then the first part of every path but under a `domain`. Default: none. Cannot be changed later. */
  stageName?: string;
  /** A name of its own. Default: none. */
  domain?: ApiDomainArgs;
  /** True to answer under the `domain` alone, so that nobody goes round what stands before it. Default: false. */
  disableExecuteApiEndpoint?: boolean;
  /** For routes to load balancers inside the VPC: the network that they stand in. Default: none. */
  vpcLink?: { network: VirtualNetwork };
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    api: aws.apigatewayv2.ApiArgs;
    stage: aws.apigatewayv2.StageArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    authorizer: aws.apigatewayv2.AuthorizerArgs;
    domain: aws.apigateway.DomainNameArgs;
    mapping: aws.apigatewayv2.ApiMappingArgs;
    vpcLink: aws.apigatewayv2.VpcLinkArgs;
    link: aws.ec2.SecurityGroupArgs;
  }>;
}

/**
 * An API Gateway HTTP API with access logs in JSON and throttling. Every route is closed unless it
 * says `authorization: "none"`.
 *
 * Creates: the API, its stage, a log group and, for this release, the one before; per route an integration and a route; per
 * function one permission for the whole API; where they are asked for an authorizer, a domain with its mapping, and a
 * VPC link with its security group. Costs nothing when idle.
 *
 * @example
 * const api = new HttpApi("api");
 * api.route("GET /photos", listPhotos, { authorization: "none" });
 */
export class HttpApi extends Component implements Alarmed, HttpOrigin {
  readonly originKind = "http";
  readonly originDomain: pulumi.Output<string>;
  /** `/` and the stage, where it has a name and the API no domain: what a CDN puts before every path. */
  readonly originPath?: pulumi.Output<string>;
  /** Where it answers: under its domain, else that of the stage. */
  readonly url: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;
  /** True where the API checks tokens, and routes want one unless they say otherwise. */
  readonly checksTokens: boolean;
  readonly nodes: {
    readonly api: aws.apigatewayv2.Api;
    readonly stage: aws.apigatewayv2.Stage;
    readonly authorizer?: aws.apigatewayv2.Authorizer;
  };
  readonly #args: HttpApiArgs;
  readonly #names = new RouteNames("route", this.refuse);
  readonly #permissions: CallPermissions;
  readonly #throttled: SharedDocument<ThrottledRoute>;
  readonly #domain?: ApiDomain;
  readonly #hosts?: PrivateHosts;

  constructor(name: string, args: HttpApiArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:HttpApi", name, args, opts);
    this.#args = args;
    const { authorizer, domain, stageName = DEFAULT_STAGE } = args;
    const { child } = this;
    refuseUnreachable(args, this.refuse);
    const api = this.child(aws.apigatewayv2.Api, main, {
      protocolType: "HTTP",
      disableExecuteApiEndpoint: args.disableExecuteApiEndpoint ?? false,
    });
    this.#permissions = new CallPermissions(api.executionArn, child, this.refuse);
    this.#throttled = new SharedDocument<ThrottledRoute>(`throttles of "${name}"`);
    const choice = {
      name,
      stageName,
      throttlingRateLimit: args.throttlingRateLimit ?? DEFAULT_RATE,
      throttlingBurstLimit: args.throttlingBurstLimit ?? DEFAULT_BURST,
    };
    const stage = makeHttpStage(api, choice, this.#throttled, this.environment, child);
    this.nodes = { api, stage, authorizer: authorizer && this.makeAuthorizer(api, authorizer) };
    this.#hosts = args.vpcLink && new PrivateHosts(name, args.vpcLink.network, child);
    this.#domain = domain && this.makeDomain(domain);
    this.apiId = api.id;
    this.checksTokens = kindOf(authorizer) === "jwt";
    const ownHost = whenMade(api.apiEndpoint, (url) => new URL(url).hostname);
    this.originDomain = this.#domain?.domainName ?? ownHost;
    const isNamed = stageName !== DEFAULT_STAGE && !this.#domain;
    this.originPath = isNamed ? pulumi.output(`/${stageName}`) : undefined;
    this.url = pulumi.interpolate`https://${this.originDomain}${this.originPath ?? ""}`;
  }

  /** What a CDN before the API adds to every request, where the authorizer's function asks for it. */
  get originHeader(): OriginHeader | undefined {
    const { authorizer } = this.#args;
    const asked = authorizer && "function" in authorizer ? authorizer.originHeader : undefined;
    const { authorizer: made } = this.nodes;
    return asked && made && sentAfter(asked, [made]);
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return apiAlarms("ApiId", this.apiId);
  }

  /**
   * What an alias record points to: `dns.alias("api", api.alias())`.
   *
   * @throws pulumi.RunError without a domain
   */
  alias(): AliasTarget {
    return aliasOf(this.#domain, this.refuse);
  }

  /**
   * Sends requests to a function: `api.route("GET /photos/{photoId}", getPhoto)`; with a `vpcLink` to a
   * load balancer as well, whole paths: `api.route("ANY /pages/{proxy+}", alb)`.
   *
   * @param key method and path, or `$default` for everything no other route takes
   * @throws pulumi.RunError where the key is malformed, the function may outlive the API's 30 seconds, or the API has not the authorizer or link that is asked for
   */
  route(key: string, target: Invocable | PrivateHost, args: RouteArgs = {}): void {
    this.refuseMalformed(key);
    const reached =
      "listenerArn" in target ? this.reach(key, target, args) : this.call(key, target);
    const suffix = this.#names.take(key);
    const { transform = {} } = args;
    const dependsOn =
      "listenerArn" in target ? [] : [this.#permissions.give(target, suffix, transform.permission)];
    const integration = this.child(
      aws.apigatewayv2.Integration,
      suffix,
      { apiId: this.apiId, ...reached, timeoutMilliseconds: httpIntegrationTimeout.max },
      { transform: transform.integration, dependsOn },
    );
    const route = this.child(
      aws.apigatewayv2.Route,
      suffix,
      {
        apiId: this.apiId,
        routeKey: key,
        target: pulumi.interpolate`integrations/${integration.id}`,
        ...this.authorize(key, args),
      },
      { transform: transform.route },
    );
    this.throttle(key, route, args);
  }

  private makeAuthorizer(
    api: aws.apigatewayv2.Api,
    args: HttpAuthorizerArgs,
  ): aws.apigatewayv2.Authorizer {
    if (!("function" in args)) {
      return makeHttpAuthorizer(api.id, args, this.child);
    }
    refuseSlowAuthorizer(args.function, this.refuse);
    const dependsOn = [this.#permissions.give(args.function, "authorizer")];
    return makeHttpAuthorizer(api.id, args, (type, suffix, given, opts) =>
      this.child(type, suffix, given, { ...opts, dependsOn }),
    );
  }

  private makeDomain(args: ApiDomainArgs): ApiDomain {
    const made = makeApiDomain(args, this.child, this.refuse);
    this.child(aws.apigatewayv2.ApiMapping, "mapping", {
      apiId: this.nodes.api.id,
      stage: this.nodes.stage.name,
      domainName: made.domainName,
    });
    return made;
  }

  private call(key: string, target: Invocable): Omit<aws.apigatewayv2.IntegrationArgs, "apiId"> {
    this.refuseSlow(key, target);
    return {
      integrationType: "AWS_PROXY",
      integrationUri: target.arn,
      payloadFormatVersion: "2.0",
    };
  }

  private reach(
    key: string,
    host: PrivateHost,
    { serverName, transform = {} }: RouteArgs,
  ): Omit<aws.apigatewayv2.IntegrationArgs, "apiId"> {
    if (!this.#hosts) {
      throw this.refuse(
        `route "${key}" to "${host.connectionName}"`,
        undefined,
        "an API with a way into the VPC",
        "give the API vpcLink: { network }",
      );
    }
    if (transform.permission) {
      throw this.refuse(
        "transform.permission",
        `given for "${host.connectionName}"`,
        "given for functions: a load balancer has no permission",
        "remove it",
      );
    }
    return this.#hosts.integration(key, host, serverName, this.refuse);
  }

  private throttle(key: string, route: aws.apigatewayv2.Route, args: RouteArgs): void {
    const { throttlingRateLimit, throttlingBurstLimit } = args;
    if (throttlingRateLimit === undefined && throttlingBurstLimit === undefined) return;
    const shared = this.#args;
    this.#throttled.add({
      route,
      key,
      throttlingRateLimit: throttlingRateLimit ?? shared.throttlingRateLimit ?? DEFAULT_RATE,
      throttlingBurstLimit: throttlingBurstLimit ?? shared.throttlingBurstLimit ?? DEFAULT_BURST,
    });
  }

  private authorize(key: string, args: RouteArgs): Partial<aws.apigatewayv2.RouteArgs> {
    const own = kindOf(this.#args.authorizer);
    const wanted = args.authorization ?? own ?? "iam";
    const isOwn = wanted === "jwt" || wanted === "function";
    if (isOwn && wanted !== own) {
      throw this.refuse(
        `route "${key}" authorization`,
        wanted,
        own === undefined
          ? `"iam" or "none" on an API without authorizer`
          : `"${own}", "iam" or "none": the API has one authorizer`,
        `give the API an authorizer: ${wanted === "jwt" ? "{ issuer, audience }" : "{ function }"}`,
      );
    }
    return {
      authorizationType: authorizationTypes[wanted],
      ...(isOwn ? { authorizerId: this.nodes.authorizer?.id } : {}),
      ...(args.authorizationScopes ? { authorizationScopes: args.authorizationScopes } : {}),
    };
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
