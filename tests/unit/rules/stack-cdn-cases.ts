/** Distributions and who can go round them. */
import { apigatewayv2 } from "../../../rules/base/types/apigatewayv2";
import { cloudfront } from "../../../rules/base/types/cloudfront";
import { ec2 } from "../../../rules/base/types/ec2";
import { kms } from "../../../rules/base/types/kms";
import { lambda } from "../../../rules/base/types/lambda";
import { lb } from "../../../rules/base/types/lb";
import { s3 } from "../../../rules/base/types/s3";
import { policy } from "./cases/case";
import { distribution, fn, make, type Args } from "./service-resources";
import { from, fromEach, stackOf, type Described, type Made } from "./stack";
import type { StackCase } from "./stack-cases";

export const fronted = (...names: string[]): Made => ({ from: names, value: [{ originId: "a" }] });
const balanced = (args: Args) =>
  stackOf(
    make(lb.loadBalancer)("balancer", args),
    distribution("cdn", { origins: fronted("balancer") }),
  );
/** Origins of a distribution that sends a header to them. */
export const sending = (header: string, names: readonly string[]): Made => ({
  from: names,
  value: [{ originId: "a", customHeaders: [{ name: header, value: "secret" }] }],
});
/** An HTTP API whose authorizer looks at a header. */
const answering = (source: string) =>
  stackOf(
    make(apigatewayv2.httpApi)("api"),
    make(apigatewayv2.httpAuthorizer)("authorizer", {
      apiId: from("api"),
      authorizerType: "REQUEST",
      identitySources: [source],
    }),
    make(apigatewayv2.httpRoute)("route", {
      apiId: from("api"),
      authorizationType: "CUSTOM",
      authorizerId: from("authorizer"),
    }),
    distribution("cdn", { origins: sending("X-Origin", ["api"]) }),
  );
const url = make(lambda.functionUrl)("url", {
  functionName: from("fn"),
  authorizationType: "AWS_IAM",
});
const signing = make(cloudfront.originAccessControl)("access", {
  originAccessControlOriginType: "lambda",
});

const oac = make(cloudfront.originAccessControl)("oac", { originAccessControlOriginType: "s3" });
export const letIn = (service: string, condition: Args = {}) =>
  make(s3.bucketPolicy)("policy", {
    bucket: from("site"),
    policy: JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: service },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::site/*",
          Condition: condition,
        },
      ],
    }),
  });
/** A private bucket behind a distribution. */
export const served = (...more: Described[]) =>
  stackOf(
    make(s3.bucket)("site"),
    oac,
    distribution("cdn", { origins: fronted("site", "oac") }),
    ...more,
  );
const fromOurs = {
  StringEquals: { "AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/E1" },
};
/** A load balancer that a distribution reaches through the VPC. */
export const within = (args: Args, ...more: Described[]) =>
  stackOf(
    make(ec2.securityGroup)("group"),
    make(lb.loadBalancer)("balancer", { securityGroups: fromEach("group"), ...args }),
    make(cloudfront.vpcOrigin)("origin", {
      vpcOriginEndpointConfig: { from: ["balancer"], value: {} },
    }),
    ...more,
  );
const admitted = make(ec2.ingressRule)("admitted", {
  securityGroupId: from("group"),
  prefixListId: "pl-1",
});

/** The bucket's encryption, by a key that lets this service decrypt. */
const encrypted = (service: string): Described[] => [
  make(kms.key)("key", {
    policy: policy({ Principal: { Service: service }, Action: "kms:Decrypt", Resource: "*" }),
  }),
  make(s3.bucketEncryption)("encryption", {
    bucket: from("site"),
    rules: { from: ["key"], value: [{}] },
  }),
];
/** A function URL behind a distribution, with a permission for this service. */
export const called = (principal: string, action = "lambda:InvokeFunctionUrl") =>
  stackOf(
    fn("fn"),
    url,
    signing,
    make(lambda.permission)("permission", { function: from("fn"), action, principal }),
    distribution("cdn", { origins: fronted("url", "access") }),
  );

export const cdnStackCases: { readonly [rule: string]: StackCase } = {
  "CF-07": { pass: balanced({ internal: true }), fail: balanced({}), blamed: "cdn" },
  "CF-07-api": {
    pass: answering("$request.header.x-origin"),
    fail: answering("$request.header.Authorization"),
    blamed: "cdn",
  },
  "CF-03-policy": {
    pass: served(letIn("cloudfront.amazonaws.com", fromOurs)),
    fail: served(letIn("logging.s3.amazonaws.com")),
    blamed: "cdn",
  },
  "CF-03-source": {
    pass: served(letIn("cloudfront.amazonaws.com", fromOurs)),
    fail: served(letIn("cloudfront.amazonaws.com")),
    blamed: "policy",
  },
  "CF-05": {
    pass: within({ internal: true }, admitted),
    fail: within({ internal: false }, admitted),
    blamed: "origin",
  },
  "CF-05-group": {
    pass: within({ internal: true }, admitted),
    fail: within({ internal: true }),
    blamed: "origin",
  },
  "CF-03-key": {
    pass: served(...encrypted("cloudfront.amazonaws.com")),
    fail: served(...encrypted("logs.amazonaws.com")),
    blamed: "cdn",
  },
  "CF-07-permission": {
    pass: called("cloudfront.amazonaws.com"),
    fail: called("apigateway.amazonaws.com"),
    blamed: "cdn",
  },
  "CF-07-signed": {
    pass: stackOf(
      fn("fn"),
      url,
      signing,
      distribution("cdn", { origins: fronted("url", "access") }),
    ),
    fail: stackOf(fn("fn"), url, distribution("cdn", { origins: fronted("url") })),
    blamed: "cdn",
  },
};
