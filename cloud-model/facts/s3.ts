/** Buckets, their settings and objects (Amazon S3). */
import type { Shape } from "../shapes";
import { because, type Facts, inWorld, NO_SUCH_TYPE } from "../type-facts";

/** Regions whose websites have a dash before the region; the others have a full stop. https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints */
const DASHED =
  /^(us-(east|west)-1|us-west-2|ap-southeast-[12]|ap-northeast-1|eu-west-1|sa-east-1)$/;

const websiteHost =
  (bucket = "") =>
  (shape: Shape) => {
    const region = shape.fill("{region}", "region") ?? "";
    const separator = DASHED.test(region) ? "-" : ".";
    return shape.fill(`${bucket}s3-website${separator}{region}.amazonaws.com`, "websiteEndpoint");
  };

export const facts: Facts = {
  "aws:s3/bucket:Bucket": {
    outputs: {
      bucket: "{auto}",
      arn: "arn:aws:s3:::{bucket}",
      bucketDomainName: "{bucket}.s3.amazonaws.com",
      bucketRegionalDomainName: "{bucket}.s3.{region}.amazonaws.com",
      bucketRegion: "{region}",
      websiteEndpoint: websiteHost("{bucket}."),
      websiteDomain: websiteHost(),
      id: "{bucket}",
    },
    replaces: {
      spec: "AWS::S3::Bucket",
      names: { BucketName: "bucket", BucketNamePrefix: "bucketPrefix" },
    },
    unique: inWorld(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      ["bucket"],
    ),
  },
  "aws:s3/bucketPolicy:BucketPolicy": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { spec: "AWS::S3::BucketPolicy" },
  },
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": {
    outputs: {
      websiteEndpoint: websiteHost("{bucket}."),
      websiteDomain: websiteHost(),
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket") },
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket") },
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket") },
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket", "expectedBucketOwner") },
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket") },
  },
  "aws:s3/bucketNotification:BucketNotification": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket") },
  },
  "aws:s3/bucketObject:BucketObject": {
    outputs: {
      arn: "arn:aws:s3:::{bucket}/{key}",
      etag: "{hex:32}",
      id: "{bucket}/{key}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket", "key") },
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    outputs: {
      arn: "arn:aws:s3:::{bucket}/{key}",
      etag: "{hex:32}",
      id: "{bucket}/{key}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket", "key") },
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket", "expectedBucketOwner") },
  },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket", "expectedBucketOwner") },
  },
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket", "expectedBucketOwner", "objectLockEnabled") },
  },
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {
    outputs: {
      id: "{bucket}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "bucket") },
  },
};
