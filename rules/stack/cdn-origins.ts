/** What stands behind a distribution and must let it in. */
import { documentsAt } from "../base/policy-document";
import { cloudfront } from "../base/types/cloudfront";
import { ec2 } from "../base/types/ec2";
import { kms } from "../base/types/kms";
import { s3 } from "../base/types/s3";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { listeners, loadBalancers, oneOf } from "./load-balancers";
import { isShut, keyPolicies } from "./senders";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";
const VPC_ORIGINS = `${GUIDE}/private-content-vpc-origins.html`;
const BUCKETS = `${GUIDE}/private-content-restricting-access-to-s3.html`;
const CLOUDFRONT = "cloudfront.amazonaws.com";

export const stackRules: readonly StackRule[] = [
  {
    id: "CF-03-policy",
    severity: "error",
    type: cloudfront.distribution,
    limit: "a bucket policy that lets cloudfront.amazonaws.com read; else every answer is 403",
    source: BUCKETS,
    fix: "Make a BucketPolicy that allows cloudfront.amazonaws.com s3:GetObject, with the distribution's ARN as AWS:SourceArn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return bucketsRead(graph).flatMap(({ distribution, bucket }): StackProblem[] => {
        const known = policiesOf(graph, bucket);
        if (known === undefined) return [];
        const lets = known.flatMap(({ statements }) => statements).some(letsCloudFrontIn);
        return lets || known.some(({ isWhole }) => !isWhole)
          ? []
          : [{ urn: distribution.urn, argument: "origins", found: `${bucket.name}, closed to it` }];
      });
    },
  },
  {
    id: "CF-03-source",
    severity: "warning",
    type: s3.bucketPolicy,
    // A distribution's ARN names its account, so that AWS:SourceAccount adds nothing to it.
    limit:
      "AWS:SourceArn where CloudFront is let in: it is one principal for all of its customers, and the account alone stands for all of its distributions",
    source: BUCKETS,
    fix: "Add the condition StringEquals, AWS:SourceArn with the distribution's ARN.",
    checkStack: (resources) =>
      graphOf(resources)
        .ofType(s3.bucketPolicy)
        .flatMap(({ urn, values }) => {
          const open = documentsAt(values, ["policy"])
            .flatMap(({ statements }) => statements)
            .filter((each) => letsCloudFrontIn(each) && !names(each, "aws:sourcearn"));
          if (open.length === 0) return [];
          const ofAccount = open.every((each) => names(each, "aws:sourceaccount"));
          const whose = ofAccount ? "the account" : CLOUDFRONT;
          return [{ urn, argument: "policy", found: `any distribution of ${whose}` }];
        }),
  },
  {
    id: "CF-03-key",
    severity: "error",
    type: cloudfront.distribution,
    limit:
      "a key that lets cloudfront.amazonaws.com decrypt what the bucket has; else every answer is 403",
    source: BUCKETS,
    fix: "Allow cloudfront.amazonaws.com kms:Decrypt in the key's policy, with the distribution's ARN as AWS:SourceArn, or encrypt the bucket with SSE-S3.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return bucketsRead(graph).flatMap(({ distribution, bucket }) =>
        keysOf(graph, bucket)
          .filter((key) => isShut(graph, keyPolicies, ["kms:Decrypt"], CLOUDFRONT, key))
          .map((key) => ({
            urn: distribution.urn,
            argument: "origins",
            found: `${bucket.name}, encrypted by ${key.name}, which is closed to it`,
          })),
      );
    },
  },
  {
    id: "CF-05",
    severity: "error",
    type: cloudfront.vpcOrigin,
    limit:
      "a load balancer or server in private subnets; a network one with a security group, IPv4 alone and no TLS listeners",
    source: VPC_ORIGINS,
    fix: "Set internal to true; give a network load balancer securityGroups, ipAddressType ipv4 and TCP listeners; take public addresses off a server.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const problem = (origin: StackResource, { name }: StackResource, found: string) => ({
        urn: origin.urn,
        argument: "vpcOriginEndpointConfig",
        found: `${name}, ${found}`,
      });
      return [
        ...hostsOf(graph).flatMap(({ origin, balancer }) =>
          unfit(graph, balancer).map((found) => problem(origin, balancer, found)),
        ),
        ...graph.ofType(cloudfront.vpcOrigin).flatMap((origin) =>
          graph
            .candidates(origin, "vpcOriginEndpointConfig", ec2.instance)
            .filter(({ values }) => equals(values, "associatePublicIpAddress", true))
            .map((server) => problem(origin, server, "which has a public address")),
        ),
      ];
    },
  },
  {
    id: "CF-05-group",
    severity: "warning",
    type: cloudfront.vpcOrigin,
    limit: "a security group that lets CloudFront in, by its managed prefix list",
    source: VPC_ORIGINS,
    fix: "Make a SecurityGroupIngressRule with the prefix list com.amazonaws.global.cloudfront.origin-facing.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return hostsOf(graph)
        .filter(({ balancer }) => isClosed(graph, balancer))
        .map(({ origin, balancer }) => ({
          urn: origin.urn,
          argument: "vpcOriginEndpointConfig",
          found: `${balancer.name}, whose security group lets nobody in`,
        }));
    },
  },
];

type Statement = ReturnType<typeof documentsAt>[number]["statements"][number];

function letsCloudFrontIn({ allows, services, everyone }: Statement): boolean {
  return allows && (services.includes(CLOUDFRONT) || everyone);
}

function names({ conditionKeys }: Statement, key: string): boolean {
  return conditionKeys.includes(key);
}

/** Buckets that distributions read by an origin access control of the stack. */
function bucketsRead(graph: Graph) {
  return graph.ofType(cloudfront.distribution).flatMap((distribution) => {
    const signs = graph
      .candidates(distribution, "origins", cloudfront.originAccessControl)
      .some(({ values }) => equals(values, "originAccessControlOriginType", "s3"));
    const buckets = graph.candidates(distribution, "origins", s3.bucket);
    return signs ? buckets.map((bucket) => ({ distribution, bucket })) : [];
  });
}

/** The policies of a bucket as far as they are known; `undefined` where one can't be read or placed. */
function policiesOf(graph: Graph, bucket: StackResource) {
  const all = graph.ofType(s3.bucketPolicy).map((policy) => ({
    policy,
    of: graph.one(policy, "bucket", s3.bucket),
  }));
  if (all.some(({ of }) => of === undefined)) return undefined;
  const own = all.filter(({ of }) => of === bucket).map(({ policy }) => policy);
  const read = own.map(({ values }) => documentsAt(values, ["policy"]));
  return read.some((documents) => documents.length === 0) ? undefined : read.flat();
}

/** The keys of the stack that a bucket is encrypted by. */
function keysOf(graph: Graph, bucket: StackResource): readonly StackResource[] {
  return graph
    .ofType(s3.bucketEncryption)
    .filter((each) => graph.one(each, "bucket", s3.bucket) === bucket)
    .flatMap((each) => graph.candidates(each, "rules", kms.key));
}

function hostsOf(graph: Graph) {
  return graph.ofType(cloudfront.vpcOrigin).flatMap((origin) =>
    loadBalancers
      .flatMap((type) => [...graph.candidates(origin, "vpcOriginEndpointConfig", type)])
      .slice(0, 1)
      .map((balancer) => ({ origin, balancer })),
  );
}

function unfit(graph: Graph, balancer: StackResource): string[] {
  const { values } = balancer;
  const type = textAt(values, "loadBalancerType");
  if (type === "gateway") return ["a load balancer of the type gateway"];
  const isNetwork = type === "network";
  const faces = isAbsent(values, "internal") || equals(values, "internal", false);
  const hasTls = listeners
    .flatMap((type) => [...graph.ofType(type)])
    .filter((each) => oneOf(graph, each, "loadBalancerArn", loadBalancers) === balancer)
    .some(({ values: own }) => textAt(own, "protocol") === "TLS");
  return [
    ...(faces ? ["which faces the internet"] : []),
    ...(isNetwork && isAbsent(values, "securityGroups") ? ["without a security group"] : []),
    ...(isNetwork && equals(values, "ipAddressType", "dualstack") ? ["of dual stack"] : []),
    ...(isNetwork && hasTls ? ["with a TLS listener"] : []),
  ];
}

/** True where the groups of a load balancer are of the stack, and nothing there opens them. */
function isClosed(graph: Graph, balancer: StackResource): boolean {
  const groups = graph.all(balancer, "securityGroups", ec2.securityGroup) ?? [];
  const opens = (type: string) =>
    graph.ofType(type).some((rule) => {
      const group = graph.one(rule, "securityGroupId", ec2.securityGroup);
      return group === undefined || groups.includes(group);
    });
  return (
    groups.length > 0 &&
    groups.every(({ values }) => valuesAt(values, "ingress.*").length === 0) &&
    !opens(ec2.ingressRule) &&
    !opens(ec2.securityGroupRule)
  );
}
