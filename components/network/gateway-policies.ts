/** Who may reach S3 and DynamoDB through the gateway endpoints, and what. */
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../base/policy-document";
import { PolicyStatement } from "../contracts";

/** What the policies name. */
export interface GatewayPlace {
  readonly account: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
}

/**
 * Requests signed by somebody of this account: what leaves the VPC with another account's credentials,
 * such as those that an intruder brought along, ends here. Presigned URLs count as their signer's.
 */
function ourPrincipals({ account }: GatewayPlace): PolicyStatement {
  return {
    Sid: "OurPrincipals",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": account } },
  };
}

/**
 * Buckets of AWS that are read without our credentials: the packages of Amazon Linux 2023 ("Gateway
 * endpoints for Amazon S3", AL2023 user guide) and the layers of images in ECR ("Minimum Amazon S3
 * bucket permissions", ECR user guide).
 */
function bucketsOfAws({ region }: GatewayPlace): PolicyStatement {
  return {
    Sid: "BucketsOfAws",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: [
      pulumi.interpolate`arn:aws:s3:::al2023-repos-${region}-de612dc2/*`,
      pulumi.interpolate`arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
    ],
  };
}

export const gatewayPolicies = {
  s3: (place: GatewayPlace) => policyDocument([ourPrincipals(place), bucketsOfAws(place)]),
  dynamodb: (place: GatewayPlace) => policyDocument([ourPrincipals(place)]),
} as const;
