/** Names of types that have no other facts, and of classes that are older names of a type. */
import type { ClaimFact, ClaimTable } from "./fact";

const duplicateItem: ClaimFact = {
  key: ["scope", "name"],
  code: "WAFDuplicateItemException",
  message:
    "AWS WAF could not perform the operation because some resource in your request is a duplicate of an existing one.",
};

const policyOfDistributions = (what: string, code: string): readonly ClaimFact[] => [
  {
    scope: "account",
    key: ["name"],
    code,
    message: `A ${what} with the same name already exists.`,
  },
];

export const nameClaims: ClaimTable = {
  "aws:s3/bucketV2:BucketV2": [
    {
      space: "aws:s3/bucket:Bucket",
      scope: "world",
      key: ["bucket"],
      code: "BucketAlreadyOwnedByYou",
      message: "Your previous request to create the named bucket succeeded and you already own it.",
    },
  ],
  "aws:alb/loadBalancer:LoadBalancer": [
    {
      space: "aws:lb/loadBalancer:LoadBalancer",
      key: ["name"],
      code: "DuplicateLoadBalancerName",
      message: "A load balancer with the same name '{name}' exists, but with different settings",
    },
  ],
  "aws:alb/targetGroup:TargetGroup": [
    {
      space: "aws:lb/targetGroup:TargetGroup",
      key: ["name"],
      code: "DuplicateTargetGroupName",
      message: "A target group with the same name '{name}' exists, but with different settings",
    },
  ],
  "aws:lambda/functionUrl:FunctionUrl": [
    {
      key: ["qualifier?", "functionName"],
      code: "ResourceConflictException",
      message:
        "Failed to create function url config for {name}. Error message: FunctionUrlConfig exists for this Lambda function",
    },
  ],
  "aws:apigateway/stage:Stage": [
    {
      scope: "world",
      key: ["restApi", "stageName"],
      code: "ConflictException",
      message: "Stage already exists",
    },
  ],
  "aws:apigateway/resource:Resource": [
    {
      scope: "world",
      key: ["restApi", "parentId", "pathPart"],
      code: "ConflictException",
      message: "Another resource with the same parent already has this name: {name}",
    },
  ],
  "aws:apigateway/method:Method": [
    {
      scope: "world",
      key: ["restApi", "resourceId", "httpMethod"],
      code: "ConflictException",
      message: "Method already exists for this resource",
    },
  ],
  "aws:cloudfront/cachePolicy:CachePolicy": policyOfDistributions(
    "cache policy",
    "CachePolicyAlreadyExists",
  ),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": policyOfDistributions(
    "origin request policy",
    "OriginRequestPolicyAlreadyExists",
  ),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": policyOfDistributions(
    "response headers policy",
    "ResponseHeadersPolicyAlreadyExists",
  ),
  "aws:cloudfront/keyValueStore:KeyValueStore": policyOfDistributions(
    "key value store",
    "EntityAlreadyExists",
  ),
  "aws:wafv2/webAcl:WebAcl": [duplicateItem],
  "aws:wafv2/ipSet:IpSet": [duplicateItem],
  "aws:ec2/keyPair:KeyPair": [
    {
      key: ["keyName"],
      code: "InvalidKeyPair.Duplicate",
      message: "The keypair already exists: {name}",
    },
  ],
};
