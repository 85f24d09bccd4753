/** A CloudFront distribution. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Refuse, Transform } from "../component";
import { AliasTarget, Certificate, Origin, StaticOrigin } from "../contracts";
import { AccessLogs, AccessLogsArgs, LogBucket } from "./access-logs";
import { behaviorArgs, originArgs } from "./behaviors";
import { hostNamesOf } from "./host-names";
import { OriginRoute, PathRoute, Route, Routes, routesOf } from "./routes";
import { rewriteUrl, stripPrefix, UrlRewrite, VIEWER_REQUEST_RUNTIME } from "./viewer-request";

/** S3 answers 403 for an object that is missing to those who may not list the bucket. */
const MISSING_OBJECT_CODES = [403, 404];

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
  /** Countries that are served or not, as `{ restrictionType: "whitelist", locations: ["DE"] }`. Default: all are. */
  geoRestriction?: pulumi.Input<aws.types.input.cloudfront.DistributionRestrictionsGeoRestriction>;
  /** ARN of a web ACL of scope CLOUDFRONT, in us-east-1. Default: none. */
  webAclId?: pulumi.Input<string>;
  /**
   * Bucket for access logs. Default: no logs: they hold visitors' addresses, and how long those may be
   * kept, where, and who reads them is for you to say. CloudFront's metrics are there without them.
   */
  logs?: LogBucket;
  /** Changes the arguments of the children. */
  transform?: {
    distribution?: Transform<aws.cloudfront.DistributionArgs>;
    originAccess?: Transform<aws.cloudfront.OriginAccessControlArgs>;
    function?: Transform<aws.cloudfront.FunctionArgs>;
    logs?: AccessLogsArgs["transform"];
  };
}

/**
 * Serves everything under one name: HTTPS only (TLS 1.2 or newer with a certificate of your own), HTTP/2
 * and 3, IPv6, security headers. Buckets stay private: CloudFront signs its requests (origin access
 * control) and the bucket lets this distribution in and no other. APIs are not cached.
 *
 * Creates: the distribution; an origin access control where there is a bucket; a CloudFront function for
 * each prefix that is taken off; access logs where a bucket for them is given. Costs nothing when idle.
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
export class Distribution extends Component implements AliasTarget {
  readonly arn: pulumi.Output<string>;
  readonly distributionId: pulumi.Output<string>;
  /** CloudFront's own name for it, such as `d111111abcdef8.cloudfront.net`. */
  readonly domainName: pulumi.Output<string>;
  /** `https://` and the first of the aliases, or CloudFront's own name. */
  readonly url: pulumi.Output<string>;
  readonly hostNames: readonly string[];
  readonly aliasName: pulumi.Output<string>;
  readonly aliasZoneId: pulumi.Output<string>;
  /** "You can't set EvaluateTargetHealth to true when the alias target is a CloudFront distribution" (Route 53 API, AliasTarget). */
  readonly reportsHealth = false;

  /** @throws pulumi.RunError naming the argument that contradicts others */
  constructor(
    name: string,
    private readonly args: DistributionArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:cdn:Distribution", name, opts);
    const { transform = {} } = args;
    const refuse: Refuse = (...words) => this.refuse(...words);
    const routes = routesOf(args.origins, args.defaultOrigin ?? "site", refuse);
    this.hostNames = hostNamesOf(args.certificate, args.aliases, refuse);
    this.refuseContradictions(routes);
    const buckets = [routes.byDefault, ...routes.byPath].flatMap(({ origin }) =>
      origin.originKind === "bucket" ? [origin] : [],
    );
    const distribution = this.child(
      aws.cloudfront.Distribution,
      main,
      this.distributionArgs(routes, buckets.length > 0 ? this.makeOriginAccess() : undefined),
      transform.distribution,
    );
    this.arn = distribution.arn;
    this.distributionId = distribution.id;
    this.domainName = distribution.domainName;
    this.aliasName = distribution.domainName;
    this.aliasZoneId = distribution.hostedZoneId;
    const named = this.hostNames.find((host) => !host.startsWith("*."));
    this.url = pulumi.interpolate`https://${named ?? distribution.domainName}`;
    this.letIn(new Set(buckets));
    if (args.logs) {
      new AccessLogs(
        `${name}-logs`,
        { distributionArn: this.arn, bucket: args.logs, transform: transform.logs },
        { parent: this },
      );
    }
    this.registerOutputs({ arn: this.arn, domainName: this.domainName, url: this.url });
  }

  private distributionArgs(
    routes: Routes,
    accessControlId: pulumi.Output<string> | undefined,
  ): aws.cloudfront.DistributionArgs {
    const { args } = this;
    const all: Route[] = [routes.byDefault, ...routes.byPath];
    return {
      enabled: true,
      comment: this.logicalName,
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: args.priceClass ?? "PriceClass_All",
      aliases: [...this.hostNames],
      defaultRootObject: this.rootObject(routes.byDefault),
      origins: all
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map((route) => originArgs(route, accessControlId)),
      defaultCacheBehavior: behaviorArgs(routes.byDefault, this.makeRewrite(routes.byDefault)),
      orderedCacheBehaviors: routes.byPath.map((route) => ({
        pathPattern: route.pathPattern,
        ...behaviorArgs(route, this.makeStrip(route)),
      })),
      customErrorResponses: args.notFoundPage
        ? MISSING_OBJECT_CODES.map((errorCode) => ({
            errorCode,
            responseCode: 404,
            responsePagePath: args.notFoundPage,
          }))
        : undefined,
      restrictions: { geoRestriction: args.geoRestriction ?? { restrictionType: "none" } },
      viewerCertificate: args.certificate
        ? {
            acmCertificateArn: args.certificate.arn,
            minimumProtocolVersion: "TLSv1.2_2021",
            sslSupportMethod: "sni-only",
          }
        : { cloudfrontDefaultCertificate: true },
      webAclId: args.webAclId,
    };
  }

  private makeOriginAccess(): pulumi.Output<string> {
    return this.child(
      aws.cloudfront.OriginAccessControl,
      "origin-access",
      {
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
        description: `${this.logicalName} reads its buckets`,
      },
      this.args.transform?.originAccess,
    ).id;
  }

  private makeRewrite(route: Route): aws.cloudfront.Function | undefined {
    const { urlRewrite } = this.args;
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
      this.args.transform?.function,
    );
  }

  /** This distribution and no other may read: CloudFront is one principal for all of its customers. */
  private letIn(buckets: ReadonlySet<StaticOrigin>): void {
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
    return (
      this.args.defaultRootObject ?? (origin.originKind === "bucket" ? "index.html" : undefined)
    );
  }

  private refuseContradictions({ byDefault, byPath }: Routes): void {
    const { notFoundPage, urlRewrite, defaultRootObject } = this.args;
    if (defaultRootObject?.startsWith("/")) {
      throw this.refuse(
        "defaultRootObject",
        defaultRootObject,
        "the object's key, which has no slash at the front",
        `write ${JSON.stringify(defaultRootObject.slice(1))}`,
      );
    }
    const http = [byDefault, ...byPath].filter(({ origin }) => origin.originKind === "http");
    if (notFoundPage && http.length > 0) {
      throw this.refuse(
        "notFoundPage",
        notFoundPage,
        `none beside ${http.map(({ key }) => key).join(", ")}, whose own 403 and 404 answers it would replace`,
        'use urlRewrite: "single-page" and let the page show what is missing, or a distribution of its own for the API',
      );
    }
    if (urlRewrite && byDefault.origin.originKind === "http") {
      throw this.refuse(
        "urlRewrite",
        urlRewrite,
        `none where the default origin, ${byDefault.key}, is not a bucket`,
        "remove urlRewrite, or make a bucket the default origin",
      );
    }
  }
}
