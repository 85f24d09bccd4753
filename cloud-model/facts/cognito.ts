/** User pools (Amazon Cognito). */
import { unlessBothThere } from "../replacing-changes";
import { because, type Facts, FORCES_NEW, inRegion } from "../type-facts";

/** The one zone of all of CloudFront's names (Route 53 API reference, AliasTarget). */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

export const facts: Facts = {
  "aws:cognito/userPool:UserPool": {
    outputs: {
      name: "{auto}",
      id: "{region}_{base36:9}",
      arn: "arn:aws:cognito-idp:{region}:{account}:userpool/{id}",
      endpoint: "cognito-idp.{region}.amazonaws.com/{id}",
    },
    replaces: {
      spec: "AWS::Cognito::UserPool",
      also: because(FORCES_NEW, "aliasAttributes", "usernameAttributes", "usernameConfiguration"),
    },
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    outputs: {
      name: "{auto}",
      id: "{base36:26}",
    },
    replaces: { spec: "AWS::Cognito::UserPoolClient" },
  },
  "aws:cognito/userGroup:UserGroup": {
    outputs: { id: "{userPoolId}/{name}" },
    replaces: { also: because(FORCES_NEW, "name", "userPoolId") },
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": {
    outputs: {
      id: "{domain}",
      cloudfrontDistribution: "{base36:13}.cloudfront.net",
      cloudfrontDistributionZoneId: () => CLOUDFRONT_ZONE,
    },
    replaces: {
      spec: "AWS::Cognito::UserPoolDomain",
      sometimes: { certificateArn: unlessBothThere() },
    },
    unique: inRegion(
      "InvalidParameterException",
      "Domain already associated with another user pool.",
      ["domain"],
    ),
  },
};
