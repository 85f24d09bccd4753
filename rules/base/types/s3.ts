/** Pulumi type tokens of the resources of s3 that rules speak of. */
export const s3 = {
  bucket: "aws:s3/bucket:Bucket",
  bucketAcl: "aws:s3/bucketAcl:BucketAcl",
  bucketCors: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  bucketEncryption:
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  bucketLifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  bucketNotification: "aws:s3/bucketNotification:BucketNotification",
  bucketObject: "aws:s3/bucketObject:BucketObject",
  bucketObjectv2: "aws:s3/bucketObjectv2:BucketObjectv2",
  bucketOwnership: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  bucketPublicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  bucketReplication: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  bucketVersioning: "aws:s3/bucketVersioning:BucketVersioning",
  objectCopy: "aws:s3/objectCopy:ObjectCopy",
} as const;
