/** A CloudFront distribution. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, MakeChild, Refuse, Transforms } from "../component";
import {
  AlarmDefinition,
  Alarmed,
  AliasTarget,
  Certificate,
  Origin,
  StaticOrigin,
  WebAcl,
} from "../contracts";
import { AccessLogs, AccessLogsArgs, LogBucket } from "./access-logs";
import { behaviorArgs, originArgs, originGroupArgs } from "./behaviors";
import { refuseContradictions } from "./distribution-contradictions";
import { ErrorPages, errorResponses } from "./error-pages";
import { hostNamesOf } from "./host-names";
import { isBucket, isFunction, letCall, Way, waysTo } from "./origin-access";
import { ContentSecurityPolicy, responseHeaders } from "./response-headers";
import { OriginRoute, PathRoute, Route, Routes, routesOf } from "./routes";
import { rewriteUrl, stripPrefix, UrlRewrite, VIEWER_REQUEST_RUNTIME } from "./viewer-request";

export interface DistributionArgs {
  /**
   * Where answers come from, by name: a bucket, an API, or either with choices of its own. The default
   * origin gets every path that no other takes; another one gets `/<name>/*`, without `/<name>`.
   */
  origins: Readonly<Record<string, Origin | OriginRoute>>;
  /** Name of the default origin. Default: `site`. */
  defaultOrigin?: string;
  /** Certificate in us-east-1, wherever the rest of the stack is (rule CF-01). Default: none, and the distribution is reached by its `cloudfront.net` name alone. */
  certificate?: Certificate;
  /**
   * Names to answer to, under the certificate's main domain: `www`, `@` for the domain itself, `*`; with
   * a dot at the end the whole name. Default: `["www"]` with a certificate, else none.
   */
  aliases?: readonly string[];
  /** Where CloudFront answers from: `PriceClass_100`, `PriceClass_200`, `PriceClass_All`. Default: `PriceClass_All`. */
  priceClass?: pulumi.Input<string>;
  /** Object for `/`, without slash. Default: `index.html` where the default origin is a bucket, else none. */
  defaultRootObject?: string;
  /** How paths without a file lead to one in the default origin, for single-page applications and the like. Default: they don't. */
  urlRewrite?: UrlRewrite;
  /**
   * Page of the default origin for what is missing, with status 404, such as `/404.html`. CloudFront shows
   * it in place of every 403 and 404, so it is refused beside an origin that is not a bucket. Default: none.
   */
  notFoundPage?: `/${string}`;
  /**
   * Pages of the distribution for statuses of any origin, such as `{ 503: { page: "/sorry.html" } }`; with
   * `status: 200` a single-page application's own for 404. Default: what `notFoundPage` says.
   */
  errorPages?: ErrorPages;
  /**
   * What pages of the default origin may load besides what comes from their own host, by directive, such as
   * `{ "img-src": ["https://photos.example.com"] }`; everything else browsers refuse, inline scripts and
   * styles as well as frames around the page. `{}` is the strictest. Default: no such policy.
   */
  contentSecurityPolicy?: ContentSecurityPolicy;
  /** Countries that are served or not, as `{ restrictionType: "whitelist", locations: ["DE"] }`. Default: all are. */
  geoRestriction?: pulumi.Input<aws.types.input.cloudfront.DistributionRestrictionsGeoRestriction>;
  /** Filters requests; of scope `CLOUDFRONT`, and so in us-east-1. Default: none. */
  webAcl?: WebAcl;
  /** ARN of a web ACL of that scope that others made. Default: that of `webAcl`. */
  webAclId?: pulumi.Input<string>;
  /**
   * Bucket for access logs. Default: no logs: they hold visitors' addresses, and how long those may be
   * kept, where, and who reads them is for you to say. CloudFront's metrics are there without them.
   */
  logs?: LogBucket;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    distribution: aws.cloudfront.DistributionArgs;
    originAccess: aws.cloudfront.OriginAccessControlArgs;
    functionAccess: aws.cloudfront.OriginAccessControlArgs;
    vpcOrigin: aws.cloudfront.VpcOriginArgs;
    ingress: aws.vpc.SecurityGroupIngressRuleArgs;
    permission: aws.lambda.PermissionArgs;
    function: aws.cloudfront.FunctionArgs;
    headers: aws.cloudfront.ResponseHeadersPolicyArgs;
  }> & {
    logs?: AccessLogsArgs["transform"];
  };
}

/**
 * Serves everything under one name: HTTPS only (TLS 1.2 or newer with a certificate of your own), HTTP/2
 * and 3, IPv6, security headers. Buckets stay private: CloudFront signs its requests (origin access
 * control) and the bucket lets this distribution in and no other; likewise functions with a URL. A load
 * balancer inside the VPC is reached without the internet (VPC origin). APIs are not cached.
 *
 * Creates: the distribution; an origin access control where there is a bucket, and one where there is a
 * function, with its two permissions; a VPC origin for each host in the VPC, with a rule in its security
 * group; a CloudFront function for
 * each prefix that is taken off; a response headers policy where there is a content security policy; access logs where a bucket for them is given. Costs nothing when idle.
 * The first `up` takes about five minutes.
 *
 * Objects are kept for a day or as their `Cache-Control` says: name assets by their content, and give
 * pages a short one. S3 Glacier Instant Retrieval can be served; deeper classes can't.
 *
 * @example
 * const cdn = new Distribution("cdn", {
 *   origins: { site: data.buckets.site, api: web.api },
 *   certificate: dns.edgeCertificate,
 * });
 * dns.alias("www", cdn); // https://www.example.com/api/photos is GET /photos of the API
 * @example
 * new Distribution("shop", {
 *   origins: { site: data.buckets.shop, orders: { origin: api, pathPattern: "/v1/*", stripPrefix: false } },
 *   urlRewrite: "single-page",
 * });
 */
export class Distribution extends Component implements AliasTarget, Alarmed {
  readonly arn: pulumi.Output<string>;
  readonly distributionId: pulumi.Output<string>;
  /** CloudFront's own name for it, such as `d111111abcdef8.cloudfront.net`. */
  readonly domainName: pulumi.Output<string>;
  /** `https://` and the first of the aliases, or CloudFront's own name. */
  readonly url: pulumi.Output<string>;
  /** `https://` and each name that it answers to; CloudFront's own where there is no other. */
  readonly urls: readonly pulumi.Output<string>[];
  readonly hostNames: readonly string[];
  readonly aliasName: pulumi.Output<string>;
  readonly aliasZoneId: pulumi.Output<string>;
  /** "You can't set EvaluateTargetHealth to true when the alias target is a CloudFront distribution" (Route 53 API, AliasTarget). */
  readonly reportsHealth = false;

  readonly #args: DistributionArgs;

  /** @throws pulumi.RunError naming the argument that contradicts others */
  constructor(name: string, args: DistributionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:cdn:Distribution", name, args, opts);
    this.#args = args;
    const { transform = {} } = args;
    const refuse: Refuse = (...words) => this.refuse(...words);
    const routes = routesOf(args.origins, args.defaultOrigin ?? "site", refuse);
    this.hostNames = hostNamesOf(args.certificate, args.aliases, refuse);
    refuseContradictions(args, routes, refuse);
    const all = [routes.byDefault, ...routes.byPath];
    const child: MakeChild = (...words) => this.child(...words);
    const distribution = this.child(
      aws.cloudfront.Distribution,
      main,
      this.distributionArgs(routes, waysTo(all, name, child, this)),
    );
    this.arn = distribution.arn;
    this.distributionId = distribution.id;
    this.domainName = distribution.domainName;
    this.aliasName = distribution.domainName;
    this.aliasZoneId = distribution.hostedZoneId;
    const named = this.hostNames.filter((host) => !host.startsWith("*."));
    const hosts = named.length > 0 ? named : [distribution.domainName];
    this.urls = hosts.map((host) => pulumi.interpolate`https://${host}`);
    this.url = this.urls[0];
    this.letIn(new Set(all.map(({ origin }) => origin).filter(isBucket)));
    for (const { key, origin } of all) {
      if (isFunction(origin)) letCall(key, origin, this.arn, child);
    }
    if (args.logs) {
      new AccessLogs(
        `${name}-logs`,
        { distributionArn: this.arn, bucket: args.logs, transform: transform.logs },
        { parent: this },
      );
    }
  }

  /** CloudFront counts in us-east-1 ("Monitoring CloudFront metrics with Amazon CloudWatch"). */
  alarmDefinitions(): readonly AlarmDefinition[] {
    return [
      {
        name: "errors",
        description:
          "More than 5 % of the requests were answered by 5xx for 15 minutes: look at the origins, then at the access log.",
        namespace: "AWS/CloudFront",
        metricName: "5xxErrorRate",
        dimensions: { DistributionId: this.distributionId, Region: "Global" },
        ...{ statistic: "Average", threshold: 5, evaluationPeriods: 3 },
        region: "us-east-1",
      },
    ];
  }

  private distributionArgs(
    routes: Routes,
    ways: ReadonlyMap<string, Way>,
  ): aws.cloudfront.DistributionArgs {
    const args = this.#args;
    const all = [routes.byDefault, ...routes.byPath].sort((a, b) => (a.key < b.key ? -1 : 1));
    const groups = all.flatMap((route) => originGroupArgs(route) ?? []);
    return {
      enabled: true,
      comment: this.logicalName,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: args.priceClass ?? "PriceClass_All",
      aliases: [...this.hostNames],
      defaultRootObject: this.rootObject(routes.byDefault),
      origins: all.map((route) => originArgs(route, ways.get(route.key) ?? {})),
      originGroups: groups.length > 0 ? groups : undefined,
      defaultCacheBehavior: behaviorArgs(
        this.withHeaders(routes.byDefault),
        this.makeRewrite(routes.byDefault),
      ),
      orderedCacheBehaviors: routes.byPath.map((route) => ({
        pathPattern: route.pathPattern,
        ...behaviorArgs(route, this.makeStrip(route)),
      })),
      customErrorResponses: errorResponses(args.notFoundPage, args.errorPages),
      restrictions: { geoRestriction: args.geoRestriction ?? { restrictionType: "none" } },
      viewerCertificate: args.certificate
        ? {
            acmCertificateArn: args.certificate.arn,
            minimumProtocolVersion: "TLSv1.2_2021",
            sslSupportMethod: "sni-only",
          }
        : { cloudfrontDefaultCertificate: true },
      webAclId: args.webAclId ?? args.webAcl?.arn,
    };
  }

  private withHeaders(route: Route): Route {
    const { contentSecurityPolicy } = this.#args;
    if (!contentSecurityPolicy) {
      return route;
    }
    const headers = responseHeaders(contentSecurityPolicy, `Pages of ${this.logicalName}`);
    const policy = this.child(aws.cloudfront.ResponseHeadersPolicy, "headers", headers);
    return { ...route, responseHeadersPolicyId: policy.id };
  }

  private makeRewrite(route: Route): aws.cloudfront.Function | undefined {
    const { urlRewrite } = this.#args;
    const page = this.rootObject(route);
    return urlRewrite && page
      ? this.makeFunction(
          "rewrite",
          rewriteUrl(urlRewrite, page),
          `Paths without a file: ${urlRewrite}`,
        )
      : undefined;
  }

  private makeStrip({ key, prefix }: PathRoute): aws.cloudfront.Function | undefined {
    return prefix === undefined
      ? undefined
      : this.makeFunction(`strip-${key}`, stripPrefix(prefix), `Takes ${prefix} off the path`);
  }

  private makeFunction(suffix: string, code: string, comment: string): aws.cloudfront.Function {
    return this.child(
      aws.cloudfront.Function,
      suffix,
      { runtime: VIEWER_REQUEST_RUNTIME, publish: true, comment, code },
      { key: "function" },
    );
  }

  /** This distribution and no other may read: CloudFront is one principal for all of its customers. */
  private letIn(buckets: ReadonlySet<StaticOrigin>): void {
    if (buckets.size > 0) {
      this.environment.admitToKey("data", "cloudfront.amazonaws.com");
    }
    for (const bucket of buckets) {
      bucket.allow({
        Sid: `Read${this.logicalName.replace(/[^A-Za-z0-9]/g, "")}`,
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: pulumi.interpolate`${bucket.arn}/*`,
        Condition: {
          StringEquals: {
            "AWS:SourceArn": this.arn,
            "AWS:SourceAccount": this.environment.accountId,
          },
        },
      });
    }
  }

  private rootObject({ origin }: Route): string | undefined {
    return this.#args.defaultRootObject ?? (isBucket(origin) ? "index.html" : undefined);
  }
}
