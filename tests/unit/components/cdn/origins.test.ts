import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  Distribution,
  DistributionArgs,
  EdgeFunction,
  managedCachePolicies,
} from "../../../../components/cdn";
import { FunctionOrigin, PrivateHost } from "../../../../components/contracts";
import { record, refusal, valueOf } from "../record";
import { api, SiteBucket } from "./origins";

const host: PrivateHost = {
  connectionName: "alb",
  securityGroupId: pulumi.output("sg-1"),
  arn: pulumi.output(
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/alb/50dc6c495c0c9188",
  ),
  listenerArn: pulumi.output("arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/1"),
  dnsName: pulumi.output("internal-alb-1.eu-west-1.elb.amazonaws.com"),
  protocol: "HTTPS",
};
const called: FunctionOrigin = {
  logicalName: "app",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:app"),
  invokeArn: pulumi.output("arn:aws:apigateway:eu-west-1:lambda:path/app"),
  functionName: pulumi.output("app"),
  url: pulumi.output("https://abc.lambda-url.eu-west-1.on.aws/"),
  ready: [],
};
const site = new SiteBucket();

async function make(args: Partial<DistributionArgs>) {
  const recording = await record(() => new Distribution("cdn", { origins: { site }, ...args }));
  const inputs = recording.inputs<aws.cloudfront.DistributionArgs>(
    aws.cloudfront.Distribution,
    "cdn",
  );
  type Origins = aws.types.input.cloudfront.DistributionOrigin[];
  type Behaviors = aws.types.input.cloudfront.DistributionOrderedCacheBehavior[];
  return {
    recording,
    inputs,
    origin: (id: string) => (inputs.origins as Origins).find(({ originId }) => originId === id)!,
    behavior: (path: string) =>
      (inputs.orderedCacheBehaviors as Behaviors).find(({ pathPattern }) => pathPattern === path)!,
  };
}

describe("Distribution in front of a host in the VPC", () => {
  it("reaches it without the internet, and lets CloudFront alone in", async () => {
    const { recording, origin, behavior } = await make({ origins: { site, app: host } });
    const way = recording.inputs<aws.cloudfront.VpcOriginArgs>(
      aws.cloudfront.VpcOrigin,
      "cdn-vpc-app",
    );
    const endpoint =
      way.vpcOriginEndpointConfig as aws.types.input.cloudfront.VpcOriginVpcOriginEndpointConfig;
    assert.equal(endpoint.arn, await valueOf(host.arn));
    assert.equal(endpoint.originProtocolPolicy, "https-only");
    assert.equal(endpoint.httpsPort, 443);
    const rule = recording.inputs<aws.vpc.SecurityGroupIngressRuleArgs>(
      aws.vpc.SecurityGroupIngressRule,
      "cdn-to-alb",
    );
    assert.equal(rule.securityGroupId, "sg-1");
    assert.equal(rule.fromPort, 443);
    assert.match(String(rule.prefixListId), /^pl-/);
    const { vpcOriginConfig, customOriginConfig } = origin("app");
    assert.equal(customOriginConfig, undefined);
    assert.match(JSON.stringify(vpcOriginConfig), /"vpcOriginId":"vo_/);
    // AllViewer: rules and certificate of the load balancer go by the viewer's host.
    assert.equal(behavior("/app/*").originRequestPolicyId, "216adef6-5c7f-47e4-b989-5492eafa07d3");
  });
});

describe("Distribution in front of a function", () => {
  it("signs its requests, and is the only distribution that may call", async () => {
    const { recording, origin } = await make({ origins: { site, app: called } });
    const control = recording.inputs<aws.cloudfront.OriginAccessControlArgs>(
      aws.cloudfront.OriginAccessControl,
      "cdn-function-access",
    );
    assert.equal(control.originAccessControlOriginType, "lambda");
    assert.equal(origin("app").domainName, "abc.lambda-url.eu-west-1.on.aws");
    assert.ok(origin("app").originAccessControlId);
    const arn = await valueOf(recording.made.arn);
    for (const [name, action] of [
      ["cdn-app-url", "lambda:InvokeFunctionUrl"],
      ["cdn-app-invoke", "lambda:InvokeFunction"],
    ]) {
      const args = recording.inputs<aws.lambda.PermissionArgs>(aws.lambda.Permission, name);
      assert.equal(args.action, action);
      assert.equal(args.principal, "cloudfront.amazonaws.com");
      assert.equal(args.sourceArn, arn);
    }
  });
});

describe("Distribution with choices for its origins", () => {
  it("sends headers, and puts a path before those of the viewer", async () => {
    const { origin } = await make({
      origins: {
        site,
        old: {
          origin: { originKind: "http", originDomain: "old.example.com" },
          headers: { "x-b": "2", "x-a": "1" },
          originPath: "/v1",
        },
      },
    });
    assert.equal(origin("old").originPath, "/v1");
    assert.deepEqual(origin("old").customHeaders, [
      { name: "x-a", value: "1" },
      { name: "x-b", value: "2" },
    ]);
  });

  it("asks a second origin where the first is out of order, for reading alone", async () => {
    const { inputs, behavior } = await make({
      origins: {
        site,
        spare: { ...api },
        api: {
          origin: api,
          fallback: "spare",
          cachePolicyId: managedCachePolicies.CachingDisabled,
        },
      },
    });
    assert.deepEqual(inputs.originGroups, [
      {
        originId: "api-or-fallback",
        failoverCriteria: { statusCodes: [500, 502, 503, 504] },
        members: [{ originId: "api" }, { originId: "spare" }],
      },
    ]);
    assert.equal(behavior("/api/*").targetOriginId, "api-or-fallback");
    assert.deepEqual(behavior("/api/*").allowedMethods, ["GET", "HEAD", "OPTIONS"]);
    assert.equal(behavior("/spare/*").targetOriginId, "spare");
  });

  it("runs functions on requests and answers", async () => {
    const recording = await record(() => {
      const seen = new EdgeFunction("seen", (event) => event.request);
      const left = new EdgeFunction("left", (event) => event.response!);
      const origin = { origin: site, viewerRequest: seen, viewerResponse: left };
      new Distribution("cdn", { origins: { site: origin } });
      return [seen.arn, left.arn];
    });
    const { defaultCacheBehavior } = recording.inputs<aws.cloudfront.DistributionArgs>(
      aws.cloudfront.Distribution,
      "cdn",
    );
    const [seen, left] = await Promise.all(recording.made.map((arn) => valueOf(arn)));
    assert.deepEqual(
      (defaultCacheBehavior as { functionAssociations: unknown }).functionAssociations,
      [
        { eventType: "viewer-request", functionArn: seen },
        { eventType: "viewer-response", functionArn: left },
      ],
    );
  });

  it("shows pages for errors, and is filtered by a web ACL", async () => {
    const webAcl = {
      arn: pulumi.output("arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1"),
      scope: "CLOUDFRONT" as const,
    };
    const { inputs } = await make({
      webAcl,
      errorPages: { 404: { page: "/", status: 200 }, 503: { page: "/sorry.html", seconds: 5 } },
    });
    assert.deepEqual(inputs.customErrorResponses, [
      { errorCode: 404, responseCode: 200, responsePagePath: "/" },
      { errorCode: 503, responseCode: 503, responsePagePath: "/sorry.html", errorCachingMinTtl: 5 },
    ]);
    assert.match(String(inputs.webAclId), /global\/webacl/);
  });

  const seen = { arn: pulumi.output("arn:aws:cloudfront::123456789012:function/seen") };
  const refusals: [what: string, args: Partial<DistributionArgs>, message: RegExp][] = [
    [
      "a fallback that is not there",
      { origins: { site, api: { origin: api, fallback: "spare" } } },
      /origins.api.fallback is "spare"; allowed: another origin: site/,
    ],
    [
      "two functions on one request",
      { origins: { site, api: { origin: api, viewerRequest: seen } } },
      /origins.api.viewerRequest .*none where \/api is taken off.*\n {2}fix: add stripPrefix: false/,
    ],
    [
      "a function beside urlRewrite",
      { origins: { site: { origin: site, viewerRequest: seen } }, urlRewrite: "single-page" },
      /none beside urlRewrite/,
    ],
    [
      "a function without an address",
      { origins: { site, app: { ...called, url: undefined } } },
      /origins.app is "app"; allowed: a function with an address/,
    ],
    [
      "two pages for one status",
      { notFoundPage: "/404.html", errorPages: { 404: { page: "/x.html" } } },
      /errorPages is 404; allowed: a page for each status once/,
    ],
    [
      "a web ACL of the region",
      { webAcl: { arn: pulumi.output("a"), scope: "REGIONAL" } },
      /webAcl is "REGIONAL"; allowed: a web ACL of scope CLOUDFRONT/,
    ],
    [
      "a status that no page can stand in for",
      { errorPages: { 401: { page: "/login.html" } } },
      /errorCode is 401; allowed: 400, 403/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what}`, async () =>
      assert.match(
        await refusal(() => new Distribution("cdn", { origins: { site }, ...args })),
        message,
      ));
  }
});
