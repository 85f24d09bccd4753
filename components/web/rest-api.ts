/** A REST API: what HTTP APIs have not, such as usage plans, validation, a web ACL and streaming. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { whenMade } from "../base/outputs";
import { Component, main, Transforms } from "../component";
import {
  AlarmDefinition,
  Alarmed,
  AliasTarget,
  HttpOrigin,
  Invocable,
  OriginHeader,
  WebAcl,
} from "../contracts";
import { httpMethods } from "../../rules/api-gateway";
import { SharedDocument } from "../shared-document";
import { aliasOf, ApiDomain, ApiDomainArgs, makeApiDomain, refuseUnreachable } from "./api-domain";
import { apiAlarms } from "./api-alarms";
import { CallPermissions } from "./call-permissions";
import { authorizationOf, makeRestAuthorizer, RestAuthorizer } from "./rest-api/authorizer";
import { functionIntegration, longestAnswer } from "./rest-api/integration";
import { RequestValidation } from "./rest-api/request-validation";
import { RestAuthorizerArgs, RestRouteArgs, UsagePlanArgs } from "./rest-api/route-args";
import { makeStage } from "./rest-api/stage";
import { makeUsagePlans } from "./rest-api/usage-plans";
import { RouteNames } from "./route-names";

export interface RestApiArgs {
  /** Name of the stage, which is the first part of every path but under a `domain`. Default: `live`. Cannot be changed later. */
  stageName?: string;
  /** Checks callers on every route that does not say otherwise. Default: none, and routes want AWS credentials. */
  authorizer?: RestAuthorizerArgs;
  /** Requests a second over all routes, as a steady rate. Default: 100. */
  throttlingRateLimit?: number;
  /** Requests at once. Default: 200. */
  throttlingBurstLimit?: number;
  /** Plans by names of your own, for routes with `apiKeyRequired`. Default: none. */
  usagePlans?: Readonly<Record<string, UsagePlanArgs>>;
  /** Filters requests; with a `requiredHeader` nobody goes round the CDN that adds it. Of scope `REGIONAL`. Default: none. */
  webAcl?: WebAcl;
  /** A name of its own. Default: none. */
  domain?: ApiDomainArgs;
  /** True to answer under the `domain` alone, so that nobody goes round what stands before it. Default: false. */
  disableExecuteApiEndpoint?: boolean;
  /** Traces requests with X-Ray. Default: true. */
  tracing?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    restApi: aws.apigateway.RestApiArgs;
    deployment: aws.apigateway.DeploymentArgs;
    stage: aws.apigateway.StageArgs;
    settings: aws.apigateway.MethodSettingsArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    executionLogs: aws.cloudwatch.LogGroupArgs;
    authorizer: aws.apigateway.AuthorizerArgs;
    validator: aws.apigateway.RequestValidatorArgs;
    resource: aws.apigateway.ResourceArgs;
    usagePlan: aws.apigateway.UsagePlanArgs;
    apiKey: aws.apigateway.ApiKeyArgs;
    usagePlanKey: aws.apigateway.UsagePlanKeyArgs;
    domain: aws.apigateway.DomainNameArgs;
    mapping: aws.apigateway.BasePathMappingArgs;
    webAcl: aws.wafv2.WebAclAssociationArgs;
  }>;
}

/** What the deployment waits for and changes with. */
interface Part {
  readonly resource: pulumi.Resource;
  readonly definition: pulumi.Input<unknown>;
}

/**
 * An API Gateway REST API of the region. Every route is closed unless it says `authorization: "none"`;
 * requests are throttled, logged as JSON and traced. Its deployment waits for all methods and is made
 * anew when one changes.
 *
 * Creates: the API, deployment, stage and its settings, 2 log groups; with `usagePlans` a plan and its keys; per route a method and an
 * integration, a resource for each part of its path; per function one permission. Execution logs need the
 * account's role (`oncePerAccount: { apiGatewayLogs: ... }` of the environment names the stack that makes
 * it). Costs nothing when idle; $3.50 for a million requests.
 *
 * @example
 * const api = new RestApi("partners", {
 *   usagePlans: { labs: { rateLimit: 5, keys: ["print-lab"] } },
 * });
 * api.route("GET /photos/{photoId}", listPhotos, { authorization: "none", apiKeyRequired: true });
 */
export class RestApi extends Component implements Alarmed, HttpOrigin {
  readonly originKind = "http";
  readonly originDomain: pulumi.Output<string>;
  /** `/` and the stage, where the API has no domain: what a CDN puts before every path. */
  readonly originPath?: pulumi.Output<string>;
  /** Where it answers: under its domain, else that of the stage. */
  readonly url: pulumi.Output<string>;
  readonly apiId: pulumi.Output<string>;
  /** ARN of the stage, as web ACLs want it. */
  readonly stageArn: pulumi.Output<string>;
  /** Values of the keys by `<plan>-<key>`; secret. */
  readonly apiKeys: Readonly<Record<string, pulumi.Output<string>>>;
  readonly nodes: {
    readonly api: aws.apigateway.RestApi;
    readonly deployment: aws.apigateway.Deployment;
    readonly stage: aws.apigateway.Stage;
  };
  readonly #args: RestApiArgs;
  readonly #parts: SharedDocument<Part>;
  readonly #resources = new Map<string, pulumi.Output<string>>();
  readonly #routes = new RouteNames("route", this.refuse);
  readonly #paths = new RouteNames("path", this.refuse);
  readonly #permissions: CallPermissions;
  readonly #authorizer?: RestAuthorizer;
  readonly #domain?: ApiDomain;
  readonly #validation: RequestValidation;

  constructor(name: string, args: RestApiArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:RestApi", name, args, opts);
    this.#args = args;
    const { stageName = "live", domain, disableExecuteApiEndpoint = false } = args;
    refuseUnreachable(args, this.refuse);
    const api = this.child(aws.apigateway.RestApi, main, {
      endpointConfiguration: { types: "REGIONAL" },
      disableExecuteApiEndpoint,
    });
    this.apiId = api.id;
    this.#parts = new SharedDocument<Part>(`routes of "${name}"`);
    const waited: Promise<pulumi.Resource[]> = this.#parts.entries.then((parts) =>
      parts.map(({ resource }) => resource),
    );
    const deployment = this.child(
      aws.apigateway.Deployment,
      "deployment",
      { restApi: api.id, triggers: { routes: this.hashOfParts() } },
      { dependsOn: waited },
    );
    const { child } = this;
    this.#permissions = new CallPermissions(api.executionArn, child, this.refuse);
    const choice = {
      name,
      stageName,
      tracing: args.tracing ?? true,
      throttlingRateLimit: args.throttlingRateLimit ?? 100,
      throttlingBurstLimit: args.throttlingBurstLimit ?? 200,
    };
    const stage = makeStage(api, deployment, choice, this.environment, child);
    this.nodes = { api, deployment, stage };
    this.#validation = new RequestValidation(api.id, child);
    if (args.authorizer) {
      const { refuse } = this;
      const made = makeRestAuthorizer(api, args.authorizer, this.#permissions, child, refuse);
      this.#parts.add(made);
      this.#authorizer = made;
    }
    if (args.webAcl) {
      const association = { resourceArn: stage.arn, webAclArn: args.webAcl.arn };
      this.child(aws.wafv2.WebAclAssociation, "web-acl", association);
    }
    this.apiKeys = makeUsagePlans(api, stage, args.usagePlans ?? {}, child);
    this.#domain = domain && this.makeDomain(domain);
    const ownHost = whenMade(stage.invokeUrl, (url) => new URL(url).hostname);
    this.originDomain = this.#domain?.domainName ?? ownHost;
    this.originPath = this.#domain ? undefined : pulumi.interpolate`/${stage.stageName}`;
    this.url = this.#domain ? pulumi.interpolate`https://${this.originDomain}` : stage.invokeUrl;
    this.stageArn = stage.arn;
  }

  /** What a CDN before the API adds to every request, where the web ACL asks for it. */
  get originHeader(): OriginHeader | undefined {
    return this.#args.webAcl?.originHeader;
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return apiAlarms("ApiName", this.nodes.api.name);
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
   * Sends requests to a function: `api.route("GET /photos/{photoId}", getPhoto)`.
   *
   * @param key method and path
   * @throws pulumi.RunError where the key is malformed or taken, or the function may outlive the API's patience
   */
  route(key: string, target: Invocable, args: RestRouteArgs = {}): void {
    const [httpMethod, path] = this.checkedKey(key);
    const streams = args.response === "stream";
    this.refuseSlow(key, target, longestAnswer(streams));
    const { transform = {} } = args;
    const suffix = this.#routes.take(key);
    const place = { restApi: this.apiId, resourceId: this.resourceOf(path) };
    const methodArgs: aws.apigateway.MethodArgs = {
      ...place,
      httpMethod,
      apiKeyRequired: args.apiKeyRequired ?? false,
      ...authorizationOf(key, args, this.#authorizer, this.refuse),
      ...this.#validation.methodArgs(suffix, args),
    };
    const method = this.child(aws.apigateway.Method, suffix, methodArgs, {
      transform: transform.method,
    });
    const integrationArgs: aws.apigateway.IntegrationArgs = {
      ...place,
      httpMethod: method.httpMethod,
      ...functionIntegration(target, streams),
    };
    const permission = this.#permissions.give(target, suffix, transform.permission);
    const integration = this.child(aws.apigateway.Integration, suffix, integrationArgs, {
      transform: transform.integration,
      dependsOn: [permission],
    });
    this.#parts.add({ resource: method, definition: methodArgs });
    this.#parts.add({ resource: integration, definition: integrationArgs });
  }

  private makeDomain(args: ApiDomainArgs): ApiDomain {
    const made = makeApiDomain(args, this.child, this.refuse);
    this.child(aws.apigateway.BasePathMapping, "mapping", {
      restApi: this.nodes.api.id,
      stageName: this.nodes.stage.stageName,
      domainName: made.domainName,
    });
    return made;
  }

  /** Changes with every method and integration: a deployment is a snapshot. */
  private hashOfParts(): pulumi.Output<string> {
    const definitions = this.#parts.entries.then((parts) => parts.map((part) => part.definition));
    return pulumi
      .jsonStringify(definitions)
      .apply((text) => createHash("sha256").update(text).digest("hex"));
  }

  /** The resource of a path, and those above it; each is made once. */
  private resourceOf(path: string): pulumi.Output<string> {
    if (path === "/" || path === "") return this.nodes.api.rootResourceId;
    const known = this.#resources.get(path);
    if (known) return known;
    const cut = path.lastIndexOf("/");
    const made = this.child(
      aws.apigateway.Resource,
      this.#paths.take(path),
      {
        restApi: this.apiId,
        parentId: this.resourceOf(path.slice(0, cut)),
        pathPart: path.slice(cut + 1),
      },
      { key: "resource" },
    ).id;
    this.#resources.set(path, made);
    return made;
  }

  private checkedKey(key: string): [method: string, path: string] {
    const [method, path, ...rest] = key.split(" ");
    const isKnown = (httpMethods as readonly string[]).includes(method);
    if (!isKnown || !/^\/([\w.:{}+-]+(\/[\w.:{}+-]+)*)?$/.test(path ?? "") || rest.length > 0) {
      throw this.refuse(
        "route",
        key,
        `one of ${httpMethods.join(", ")}, a space and a path that starts with "/" and ends without`,
        'write it like "GET /photos/{photoId}"',
      );
    }
    return [method, path];
  }

  private refuseSlow(key: string, target: Invocable, seconds: number): void {
    const { timeoutSeconds } = target;
    if (timeoutSeconds !== undefined && timeoutSeconds > seconds) {
      throw this.refuse(
        `route "${key}" to function "${target.logicalName}" with timeout`,
        timeoutSeconds,
        `at most ${seconds} seconds, the longest this route waits`,
        "shorten the function's timeout, stream the response, or answer at once and work through a queue",
      );
    }
  }
}
