/** Distributions and what they use (Amazon CloudFront). */
import { because, type Facts, inAccount, NO_SUCH_TYPE } from "../type-facts";

export const facts: Facts = {
  "aws:cloudfront/distribution:Distribution": {
    outputs: {
      id: "E{BASE36:13}",
      arn: "arn:aws:cloudfront::{account}:distribution/{id}",
      domainName: "d{base36:13}.cloudfront.net",
      hostedZoneId: "Z2FDTNDATAQYW2",
      etag: "E{BASE36:13}",
      status: "Deployed",
    },
    replaces: { spec: "AWS::CloudFront::Distribution" },
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    outputs: {
      arn: "arn:aws:cloudfront::{account}:origin-access-control/{id}",
      etag: "E{BASE36:13}",
      name: "{auto}",
      id: "E{BASE36:13}",
    },
    replaces: { spec: "AWS::CloudFront::OriginAccessControl" },
    unique: inAccount(
      "OriginAccessControlAlreadyExists",
      "One or more of your origin access controls already exists with the same name.",
    ),
  },
  "aws:cloudfront/function:Function": {
    outputs: {
      etag: "E{BASE36:13}",
      arn: "arn:aws:cloudfront::{account}:function/{name}",
      name: "{auto}",
      id: "{name}",
    },
    replaces: { spec: "AWS::CloudFront::Function" },
    unique: inAccount(
      "FunctionAlreadyExists",
      "One or more of your functions already exists with the same name.",
    ),
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    replaces: { spec: "AWS::CloudFront::ResponseHeadersPolicy" },
  },
  "aws:cloudfront/vpcOrigin:VpcOrigin": {
    outputs: {
      id: "vo_{base36:20}",
      arn: "arn:aws:cloudfront::{account}:vpcorigin/{id}",
      etag: "E{BASE36:13}",
    },
    replaces: { spec: "AWS::CloudFront::VpcOrigin" },
  },
  "aws:cloudfront/keyValueStore:KeyValueStore": {
    outputs: {
      name: "{auto}",
      id: "{name}",
      arn: "arn:aws:cloudfront::{account}:key-value-store/{uuid}",
      etag: "E{BASE36:13}",
    },
    replaces: { spec: "AWS::CloudFront::KeyValueStore" },
    unique: inAccount(
      "EntityAlreadyExists",
      "One or more of your key value stores already exists with the same name.",
    ),
  },
  "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey": {
    outputs: { id: "{keyValueStoreArn},{key}" },
    replaces: { also: because(NO_SUCH_TYPE, "key", "keyValueStoreArn") },
  },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    replaces: { spec: "AWS::CloudFront::CachePolicy" },
  },
};
