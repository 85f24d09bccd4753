import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { CdnLayer, Distribution, DistributionArgs } from "../../../../components/cdn";
import { record, valueOf } from "../record";
import { api, certificate, SiteBucket } from "./origins";

type Behavior = aws.types.output.cloudfront.DistributionOrderedCacheBehavior;

interface DistributionInputs {
  aliases: string[];
  defaultCacheBehavior: Behavior;
  orderedCacheBehaviors: Behavior[];
  origins: aws.types.output.cloudfront.DistributionOrigin[];
  [argument: string]: unknown;
}

/** The distribution's own arguments, and everything else that was made. */
async function distributionOf(args: Partial<DistributionArgs> = {}) {
  const bucket = new SiteBucket();
  const recording = await record(
    () => new Distribution("cdn", { origins: { site: bucket, api }, ...args }),
  );
  const inputs = recording.inputs<DistributionInputs>(aws.cloudfront.Distribution, "cdn");
  return { recording, bucket, inputs, made: recording.made };
}

describe("Distribution", () => {
  it("reads a private bucket, signed, by default", async () => {
    const { recording, inputs } = await distributionOf();
    const access = recording.inputs<aws.cloudfront.OriginAccessControlArgs>(
      aws.cloudfront.OriginAccessControl,
      "cdn-origin-access",
    );
    assert.equal(access.originAccessControlOriginType, "s3");
    assert.equal(access.signingBehavior, "always");
    assert.equal(access.signingProtocol, "sigv4");
    const site = inputs.origins.find(({ originId }) => originId === "site")!;
    assert.equal(site.domainName, "site.s3.eu-west-1.amazonaws.com");
    assert.match(site.originAccessControlId!, /^E/);
    assert.equal(site.customOriginConfig, undefined);
    assert.deepEqual(inputs.defaultCacheBehavior, {
      targetOriginId: "site",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      responseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03",
    });
    assert.equal(inputs.defaultRootObject, "index.html");
  });

  it("is let into the bucket alone of all distributions", async () => {
    const { bucket, made } = await distributionOf();
    assert.equal(bucket.allowed.length, 1);
    assert.deepEqual(await valueOf(pulumi.output(bucket.allowed[0])), {
      Sid: "Readcdn",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::site/*",
      Condition: {
        StringEquals: {
          "AWS:SourceArn": await valueOf(made.arn),
          "AWS:SourceAccount": await valueOf(made.environment.accountId),
        },
      },
    });
    assert.match(await valueOf(made.arn), /^arn:aws:cloudfront::\d{12}:distribution\//);
  });

  it("asks a bucket once, under however many names", async () => {
    const bucket = new SiteBucket();
    const { recording } = await distributionOf({ origins: { site: bucket, assets: bucket } });
    assert.equal(bucket.allowed.length, 1);
    assert.equal(recording.count(aws.cloudfront.OriginAccessControl), 1);
  });

  it("passes all of a request but the host to an API, uncached and encrypted", async () => {
    const { recording, inputs } = await distributionOf();
    const origin = inputs.origins.find(({ originId }) => originId === "api")!;
    assert.equal(origin.domainName, "abc.execute-api.eu-west-1.amazonaws.com");
    assert.equal(origin.originAccessControlId, undefined);
    assert.deepEqual(origin.customOriginConfig, {
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      httpPort: 80,
      httpsPort: 443,
      originReadTimeout: 30,
      originKeepaliveTimeout: 5,
    });
    const [behavior] = inputs.orderedCacheBehaviors;
    assert.equal(behavior.pathPattern, "/api/*");
    assert.equal(behavior.targetOriginId, "api");
    assert.equal(behavior.viewerProtocolPolicy, "redirect-to-https");
    assert.deepEqual([...behavior.allowedMethods].sort(), [
      "DELETE",
      "GET",
      "HEAD",
      "OPTIONS",
      "PATCH",
      "POST",
      "PUT",
    ]);
    assert.equal(behavior.cachePolicyId, "4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assert.equal(behavior.originRequestPolicyId, "b689b0a8-53d0-40ab-baf2-68738e2966ac");
    assert.equal(behavior.responseHeadersPolicyId, "67f7725c-6f97-4210-82d7-5512b31e9d03");
    const strip = recording.inputs<aws.cloudfront.FunctionArgs>(
      aws.cloudfront.Function,
      "cdn-strip-api",
    );
    assert.equal(strip.runtime, "cloudfront-js-2.0");
    assert.equal(strip.publish, true);
    assert.match(strip.code as string, /startsWith\("\/api\/"\)/);
    const [association] = behavior.functionAssociations!;
    assert.equal(association.eventType, "viewer-request");
    assert.match(association.functionArn, /:function\/cdn-strip-api/);
  });

  it("takes an origin's own choices", async () => {
    const { recording, inputs } = await distributionOf({
      origins: {
        site: {
          origin: api,
          cachePolicyId: "cache",
          originRequestPolicyId: "request",
          responseHeadersPolicyId: "response",
          originReadTimeout: 60,
        },
        api: { origin: api, pathPattern: "/v1/*", stripPrefix: false },
      },
    });
    const behavior = inputs.defaultCacheBehavior;
    assert.equal(behavior.cachePolicyId, "cache");
    assert.equal(behavior.originRequestPolicyId, "request");
    assert.equal(behavior.responseHeadersPolicyId, "response");
    const site = inputs.origins.find(({ originId }) => originId === "site")!;
    assert.equal(site.customOriginConfig!.originReadTimeout, 60);
    assert.equal(inputs.orderedCacheBehaviors[0].pathPattern, "/v1/*");
    assert.equal(inputs.orderedCacheBehaviors[0].functionAssociations, undefined);
    assert.equal(recording.count(aws.cloudfront.Function), 0);
    assert.equal(recording.count(aws.cloudfront.OriginAccessControl), 0);
    assert.equal(inputs.defaultRootObject, undefined);
  });

  it("is the same in whatever order the origins come", async () => {
    const site = new SiteBucket();
    const one = await distributionOf({ origins: { site, api, more: api } });
    const other = await distributionOf({ origins: { more: api, api, site } });
    assert.deepEqual(one.inputs, other.inputs);
    assert.deepEqual(
      one.inputs.origins.map(({ originId }) => originId),
      ["api", "more", "site"],
    );
  });

  it("is reached by CloudFront's name without a certificate", async () => {
    const { inputs, made } = await distributionOf();
    assert.deepEqual(inputs.viewerCertificate, { cloudfrontDefaultCertificate: true });
    assert.deepEqual(inputs.aliases, []);
    assert.deepEqual(made.hostNames, []);
    assert.equal(await valueOf(made.url), `https://${await valueOf(made.domainName)}`);
    assert.match(await valueOf(made.domainName), /\.cloudfront\.net$/);
  });

  it("answers to www under a certificate's domain", async () => {
    const { inputs, made } = await distributionOf({ certificate });
    assert.deepEqual(inputs.viewerCertificate, {
      acmCertificateArn: await valueOf(certificate.arn),
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    });
    assert.deepEqual(inputs.aliases, ["www.example.com"]);
    assert.deepEqual(made.hostNames, ["www.example.com"]);
    assert.equal(await valueOf(made.url), "https://www.example.com");
  });

  it("answers to the names it is given", async () => {
    const { inputs, made } = await distributionOf({
      certificate: { ...certificate, domainNames: [...certificate.domainNames, "example.org"] },
      aliases: ["*", "@", "example.org."],
    });
    assert.deepEqual(inputs.aliases, ["*.example.com", "example.com", "example.org"]);
    assert.equal(await valueOf(made.url), "https://example.com");
  });

  it("is a target for aliases that reports no health", async () => {
    const { made } = await distributionOf();
    assert.equal(made.reportsHealth, false);
    assert.equal(await valueOf(made.aliasName), await valueOf(made.domainName));
    assert.equal(await valueOf(made.aliasZoneId), "Z2FDTNDATAQYW2");
  });

  it("speaks the newest protocols, and is open to all countries", async () => {
    const { inputs } = await distributionOf();
    assert.equal(inputs.enabled, true);
    assert.equal(inputs.httpVersion, "http2and3");
    assert.equal(inputs.isIpv6Enabled, true);
    assert.equal(inputs.priceClass, "PriceClass_All");
    assert.deepEqual(inputs.restrictions, { geoRestriction: { restrictionType: "none" } });
    assert.equal(inputs.customErrorResponses, undefined);
    assert.deepEqual(inputs.tags, { Layer: "cdn" });
  });

  it("passes on price class, countries and web ACL", async () => {
    const geoRestriction = { restrictionType: "whitelist", locations: ["DE"] };
    const { inputs } = await distributionOf({
      priceClass: "PriceClass_100",
      geoRestriction,
      webAclId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b",
    });
    assert.equal(inputs.priceClass, "PriceClass_100");
    assert.deepEqual(inputs.restrictions, { geoRestriction });
    assert.match(inputs.webAclId as string, /webacl/);
  });

  it("rewrites the paths of the site alone for a single-page application", async () => {
    const { recording, inputs } = await distributionOf({
      urlRewrite: "single-page",
      defaultRootObject: "app.html",
    });
    const rewrite = recording.inputs<aws.cloudfront.FunctionArgs>(
      aws.cloudfront.Function,
      "cdn-rewrite",
    );
    assert.match(rewrite.code as string, /request\.uri = "\/app\.html"/);
    assert.match(
      inputs.defaultCacheBehavior.functionAssociations![0].functionArn,
      /:function\/cdn-rewrite/,
    );
    assert.match(
      inputs.orderedCacheBehaviors[0].functionAssociations![0].functionArn,
      /:function\/cdn-strip-api/,
    );
    assert.equal(inputs.customErrorResponses, undefined);
  });

  it("shows a page for what a bucket does not have", async () => {
    const { inputs } = await distributionOf({
      origins: { site: new SiteBucket() },
      notFoundPage: "/404.html",
    });
    assert.deepEqual(inputs.customErrorResponses, [
      { errorCode: 403, responseCode: 404, responsePagePath: "/404.html" },
      { errorCode: 404, responseCode: 404, responsePagePath: "/404.html" },
    ]);
  });

  it("writes no access logs, unless there is a bucket for them", async () => {
    const without = await distributionOf();
    assert.equal(without.recording.count(aws.cloudwatch.LogDelivery), 0);

    const logs = new SiteBucket();
    const { recording, made } = await distributionOf({ logs });
    const source = recording.inputs<aws.cloudwatch.LogDeliverySourceArgs>(
      aws.cloudwatch.LogDeliverySource,
      "cdn-logs-source",
    );
    assert.equal(source.resourceArn, await valueOf(made.arn));
    assert.equal(source.logType, "ACCESS_LOGS");
    const destination = recording.inputs<aws.cloudwatch.LogDeliveryDestinationArgs>(
      aws.cloudwatch.LogDeliveryDestination,
      "cdn-logs-destination",
    );
    assert.equal(destination.outputFormat, "json");
    assert.deepEqual(destination.deliveryDestinationConfiguration, {
      destinationResourceArn: "arn:aws:s3:::site",
    });
    const delivery = recording.inputs<aws.cloudwatch.LogDeliveryArgs>(
      aws.cloudwatch.LogDelivery,
      "cdn-logs",
    );
    assert.deepEqual(
      [source, destination, delivery].map(({ region }) => region),
      ["us-east-1", "us-east-1", "us-east-1"],
    );
    const account = await valueOf(made.environment.accountId);
    const [statement] = logs.allowed;
    const allowed = (await valueOf(pulumi.output(statement))) as unknown as {
      Resource: string;
      Condition: { StringEquals: Record<string, string>; ArnLike: Record<string, string> };
    };
    assert.equal(allowed.Resource, `arn:aws:s3:::site/AWSLogs/${account}/CloudFront/*`);
    assert.equal(allowed.Condition.StringEquals["aws:SourceAccount"], account);
    assert.match(allowed.Condition.ArnLike["aws:SourceArn"], /^arn:aws:logs:us-east-1:/);
  });

  it("lets every child be changed", async () => {
    const { recording, inputs } = await distributionOf({
      transform: {
        distribution: { comment: "changed" },
        originAccess: { description: "changed" },
        function: { comment: "changed" },
      },
    });
    assert.equal(inputs.comment, "changed");
    const access = recording.inputs<{ description: string }>(
      aws.cloudfront.OriginAccessControl,
      "cdn-origin-access",
    );
    assert.equal(access.description, "changed");
    const strip = recording.inputs<{ comment: string }>(aws.cloudfront.Function, "cdn-strip-api");
    assert.equal(strip.comment, "changed");
  });
});

describe("CdnLayer", () => {
  it("is its distribution, to visitors and to aliases", async () => {
    const { made } = await record(
      () => new CdnLayer("cdn", { origins: { site: new SiteBucket() }, certificate }),
    );
    const { distribution } = made;
    assert.equal(distribution.logicalName, "cdn-distribution");
    assert.equal(await valueOf(made.url), "https://www.example.com");
    assert.equal(await valueOf(made.domainName), await valueOf(distribution.domainName));
    assert.equal(await valueOf(made.aliasName), await valueOf(distribution.aliasName));
    assert.equal(await valueOf(made.aliasZoneId), await valueOf(distribution.aliasZoneId));
    assert.deepEqual(made.hostNames, ["www.example.com"]);
    assert.equal(made.reportsHealth, false);
  });
});
