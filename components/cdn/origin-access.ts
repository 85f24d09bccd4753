/** How CloudFront gets to origins that nobody else may reach. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../component";
import { FunctionOrigin, HttpOrigin, Origin, PrivateHost, StaticOrigin } from "../contracts";
import type { Route } from "./routes";

/** Every address that CloudFront asks origins from ("Use the CloudFront managed prefix list", its developer guide). Counts as 55 rules of a security group. */
const EDGE_PREFIX_LIST = "com.amazonaws.global.cloudfront.origin-facing";

export const isBucket = (origin: Origin): origin is StaticOrigin =>
  "originKind" in origin && origin.originKind === "bucket";
export const isHttp = (origin: Origin): origin is HttpOrigin =>
  "originKind" in origin && origin.originKind === "http";
export const isFunction = (origin: Origin): origin is FunctionOrigin => "invokeArn" in origin;
export const isPrivateHost = (origin: Origin): origin is PrivateHost => "listenerArn" in origin;
/** True for an origin itself, false for one with choices. */
export const isOrigin = (entry: object): entry is Origin =>
  "originKind" in entry || "invokeArn" in entry || "listenerArn" in entry;

/** What an origin is reached through; empty for those that are open. */
export interface Way {
  /** Lets CloudFront sign its requests. */
  readonly accessControlId?: pulumi.Output<string>;
  /** Leads into the VPC. */
  readonly vpcOriginId?: pulumi.Output<string>;
}

/** Makes the way to each origin, one access control for all buckets and one for all functions. */
export function waysTo(
  routes: readonly Route[],
  name: string,
  child: MakeChild,
  component: pulumi.Resource,
): ReadonlyMap<string, Way> {
  const controls = new Map<string, pulumi.Output<string>>();
  const accessTo = (type: "s3" | "lambda") => {
    const known = controls.get(type);
    if (known) return known;
    const made = child(
      aws.cloudfront.OriginAccessControl,
      type === "s3" ? "origin-access" : "function-access",
      {
        originAccessControlOriginType: type,
        signingBehavior: "always",
        signingProtocol: "sigv4",
        description: type === "s3" ? `${name} reads its buckets` : `${name} calls its functions`,
      },
    ).id;
    controls.set(type, made);
    return made;
  };
  return new Map(
    routes.map(({ key, origin }): [string, Way] => {
      if (isBucket(origin)) return [key, { accessControlId: accessTo("s3") }];
      if (isFunction(origin)) return [key, { accessControlId: accessTo("lambda") }];
      if (isPrivateHost(origin)) {
        return [key, { vpcOriginId: intoVpc(key, origin, `${name}-${key}`, child, component) }];
      }
      return [key, {}];
    }),
  );
}

/** Lets the distribution, and no other one, call a function by its URL. */
export function letCall(
  key: string,
  { functionName, qualifier }: FunctionOrigin,
  distributionArn: pulumi.Output<string>,
  child: MakeChild,
): void {
  const both = {
    function: functionName,
    qualifier,
    principal: "cloudfront.amazonaws.com",
    sourceArn: distributionArn,
  };
  // Since October 2025 a caller needs both ("Restrict access to an AWS Lambda function URL origin", CloudFront developer guide).
  const shared = { key: "permission" };
  child(
    aws.lambda.Permission,
    `${key}-url`,
    { ...both, action: "lambda:InvokeFunctionUrl" },
    shared,
  );
  child(
    aws.lambda.Permission,
    `${key}-invoke`,
    { ...both, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true },
    shared,
  );
}

function intoVpc(
  key: string,
  host: PrivateHost,
  name: string,
  child: MakeChild,
  component: pulumi.Resource,
): pulumi.Output<string> {
  const encrypted = host.protocol === "HTTPS";
  const port = host.mainPort ?? (encrypted ? 443 : 80);
  const list = aws.ec2.getManagedPrefixListOutput(
    { name: EDGE_PREFIX_LIST },
    { parent: component },
  );
  const letIn = child(
    aws.vpc.SecurityGroupIngressRule,
    `to-${host.connectionName}`,
    {
      securityGroupId: host.securityGroupId,
      prefixListId: list.id,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description: `CloudFront to ${host.connectionName}`,
    },
    { key: "ingress" },
  );
  return child(
    aws.cloudfront.VpcOrigin,
    `vpc-${key}`,
    {
      vpcOriginEndpointConfig: {
        arn: host.arn,
        name,
        httpPort: encrypted ? 80 : port,
        httpsPort: encrypted ? port : 443,
        originProtocolPolicy: encrypted ? "https-only" : "http-only",
        originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
      },
    },
    { key: "vpcOrigin", dependsOn: [letIn] },
  ).id;
}
