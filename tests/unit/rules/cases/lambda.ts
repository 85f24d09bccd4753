import { many, type Cases } from "./case";

const managed = { capacityProviderConfig: { lambdaManagedInstancesCapacityProviderConfig: {} } };
const snapStart = { snapStart: { applyOn: "PublishedVersions" } };
const image = { packageType: "Image" };
const API = "arn:aws:execute-api:eu-west-1:123456789012:abc123";

export const lambdaCases: Cases = {
  "LAM-01": { pass: { memorySize: 10_240 }, fail: { memorySize: 10_241 } },
  "LAM-01-managed": {
    pass: { ...managed, memorySize: 32_768 },
    fail: { ...managed, memorySize: 32_769 },
  },
  "LAM-02": { pass: { timeout: 900 }, fail: { timeout: 901 } },
  "LAM-02-managed": { pass: { ...managed, timeout: 5_400 }, fail: { ...managed, timeout: 5_401 } },
  "LAM-02-default": { pass: { timeout: 3 }, fail: {} },
  "LAM-33": {
    pass: { durableConfig: { executionTimeout: 31_622_400 } },
    fail: { durableConfig: { executionTimeout: 31_622_401 } },
  },
  "LAM-33-retention": {
    pass: { durableConfig: { executionTimeout: 1, retentionPeriod: 90 } },
    fail: { durableConfig: { executionTimeout: 1, retentionPeriod: 0 } },
  },
  "LAM-03": {
    pass: { ephemeralStorage: { size: 512 } },
    fail: { ephemeralStorage: { size: 511 } },
  },
  "LAM-04-size": {
    pass: { environment: { variables: { AB: "x".repeat(4_094) } } },
    fail: { environment: { variables: { AB: "x".repeat(4_095) } } },
  },
  "LAM-04-name": {
    pass: { environment: { variables: { TABLE_1: "x" } } },
    fail: { environment: { variables: { "1_TABLE": "x" } } },
  },
  "LAM-04-reserved": {
    pass: { environment: { variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/otel" } } },
    fail: { environment: { variables: { AWS_REGION: "eu-west-1" } } },
  },
  "LAM-05": { pass: { layers: many(5) }, fail: { layers: many(6) } },
  "LAM-06": {
    pass: { code: { zippedBytes: 50 * 1024 * 1024 } },
    fail: { code: { zippedBytes: 50 * 1024 * 1024 + 1 } },
  },
  "LAM-06-unpacked": {
    pass: { code: { unpackedBytes: 250 * 1024 * 1024 } },
    fail: { code: { unpackedBytes: 250 * 1024 * 1024 + 1 } },
  },
  "LAM-05-image": { pass: { layers: many(1) }, fail: { ...image, layers: many(1) } },
  "LAM-07-image-handler": { pass: image, fail: { ...image, handler: "index.handler" } },
  "LAM-07-image-runtime": { pass: image, fail: { ...image, runtime: "nodejs24.x" } },
  "LAM-07-image-uri": {
    pass: { ...image, imageUri: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1" },
    fail: image,
  },
  "LAM-07-zip-handler": { pass: { handler: "index.handler" }, fail: { packageType: "Zip" } },
  "LAM-07-zip-runtime": { pass: { runtime: "nodejs24.x" }, fail: {} },
  "LAM-08-blocked": { pass: { runtime: "nodejs20.x" }, fail: { runtime: "nodejs16.x" } },
  "LAM-08-deprecated": { pass: { runtime: "nodejs24.x" }, fail: { runtime: "nodejs22.x" } },
  "LAM-08-unlisted": { pass: { runtime: "java21" }, fail: { runtime: "nodejs24" } },
  "LAM-10": { pass: { name: "x".repeat(64) }, fail: { name: "x".repeat(65) } },
  "LAM-11-subnets": {
    pass: { vpcConfig: { subnetIds: many(16) } },
    fail: { vpcConfig: { subnetIds: many(17) } },
  },
  "LAM-11-groups": {
    pass: { vpcConfig: { securityGroupIds: many(5) } },
    fail: { vpcConfig: { securityGroupIds: many(6) } },
  },
  "LAM-11-zones": {
    pass: { vpcConfig: { subnetIds: many(2) } },
    fail: { vpcConfig: { subnetIds: many(1) } },
  },
  "LAM-12": {
    pass: { fileSystemConfig: { localMountPath: "/mnt/shared" } },
    fail: { fileSystemConfig: { localMountPath: "/shared" } },
  },
  "LAM-12-vpc": {
    pass: { fileSystemConfig: { arn: "a" }, vpcConfig: { subnetIds: many(2) } },
    fail: { fileSystemConfig: { arn: "a" } },
  },
  "LAM-13-runtime": {
    pass: { ...snapStart, runtime: "python3.12" },
    fail: { ...snapStart, runtime: "nodejs24.x" },
  },
  "LAM-13-publish": { pass: { ...snapStart, publish: true }, fail: snapStart },
  "LAM-13-storage": {
    pass: { ...snapStart, ephemeralStorage: { size: 512 } },
    fail: { ...snapStart, ephemeralStorage: { size: 513 } },
  },
  "LAM-13-efs": { pass: snapStart, fail: { ...snapStart, fileSystemConfig: { arn: "a" } } },
  "LAM-17-count": {
    pass: { reservedConcurrentExecutions: -1 },
    fail: { reservedConcurrentExecutions: -5 },
  },
  "LAM-32": {
    pass: { input: "x".repeat(6 * 1024 * 1024) },
    fail: { input: "x".repeat(6 * 1024 * 1024 + 1) },
  },
  "LAM-17": {
    pass: { reservedConcurrentExecutions: 1 },
    fail: { reservedConcurrentExecutions: 0 },
  },
  "LAM-18": {
    pass: { deadLetterConfig: { targetArn: "arn:aws:sqs:eu-west-1:123456789012:dead" } },
    fail: { deadLetterConfig: { targetArn: "arn:aws:sqs:eu-west-1:123456789012:dead.fifo" } },
  },
  "LAM-22-application": {
    pass: { loggingConfig: { logFormat: "JSON", applicationLogLevel: "INFO" } },
    fail: { loggingConfig: { logFormat: "Text", applicationLogLevel: "INFO" } },
  },
  "LAM-22-system": {
    pass: { loggingConfig: { logFormat: "JSON", systemLogLevel: "INFO" } },
    fail: { loggingConfig: { logFormat: "Text", systemLogLevel: "INFO" } },
  },
  "LAM-23": {
    pass: { architectures: ["arm64"] },
    fail: { architectures: ["arm64", "x86_64"] },
  },
  "LAM-23-arm": { pass: { architectures: ["arm64"] }, fail: {} },
  "SEC-LAM-tracing": {
    pass: { tracingConfig: { mode: "Active" } },
    fail: { tracingConfig: { mode: "PassThrough" } },
  },
  "LAM-10-alias": { pass: { name: "live" }, fail: { name: "12" } },
  "LAM-10-statement": { pass: { statementId: "s3" }, fail: { statementId: "x".repeat(101) } },
  "LAM-14": { pass: { qualifier: "live" }, fail: { qualifier: "$LATEST" } },
  "LAM-14-count": {
    pass: { provisionedConcurrentExecutions: 1 },
    fail: { provisionedConcurrentExecutions: 0 },
  },
  "LAM-14-scaling": {
    pass: { serviceNamespace: "lambda", resourceId: "function:a:live" },
    fail: { serviceNamespace: "lambda", resourceId: "function:a:$LATEST" },
  },
  "LAM-14-bounds": {
    pass: { minCapacity: 1, maxCapacity: 1 },
    fail: { minCapacity: 2, maxCapacity: 1 },
  },
  "LAM-20-retries": { pass: { maximumRetryAttempts: 2 }, fail: { maximumRetryAttempts: 3 } },
  "LAM-20-age": { pass: { maximumEventAgeInSeconds: 60 }, fail: { maximumEventAgeInSeconds: 59 } },
  "LAM-20-success": {
    pass: { destinationConfig: { onSuccess: { destination: "arn:aws:sqs:eu-west-1:1:q" } } },
    fail: { destinationConfig: { onSuccess: { destination: "arn:aws:s3:::bucket" } } },
  },
  "LAM-21": {
    pass: { routingConfig: { additionalVersionWeights: { "2": 0.1 } } },
    fail: { routingConfig: { additionalVersionWeights: { "2": 1.1 } } },
  },
  "LAM-21-latest": {
    pass: { functionVersion: "1", routingConfig: { additionalVersionWeights: { "2": 0.1 } } },
    fail: { functionVersion: "$LATEST", routingConfig: { additionalVersionWeights: { "2": 0.1 } } },
  },
  "LAM-24": { pass: { authorizationType: "AWS_IAM" }, fail: { authorizationType: "IAM" } },
  "LAM-24-public": { pass: { authorizationType: "AWS_IAM" }, fail: { authorizationType: "NONE" } },
  "LAM-24-version": { pass: { qualifier: "live" }, fail: { qualifier: "7" } },
  "LAM-24-origin": {
    pass: { cors: { allowOrigins: ["https://www.example.com", "*"] } },
    fail: { cors: { allowOrigins: ["https://www.example.com/app"] } },
  },
  "LAM-24-mode": { pass: { invokeMode: "BUFFERED" }, fail: { invokeMode: "STREAM" } },
  "LAM-25": {
    pass: { principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:eu-west-1:1:t" },
    fail: { principal: "sns.amazonaws.com" },
  },
  "LAM-25-account": {
    pass: { sourceArn: "arn:aws:s3:::bucket", sourceAccount: "123456789012" },
    fail: { sourceArn: "arn:aws:s3:::bucket" },
  },
  "LAM-25-service": {
    pass: { principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:eu-west-1:1:t" },
    fail: { principal: "s3.amazonaws.com", sourceArn: "arn:aws:sns:eu-west-1:1:t" },
  },
  "LAM-25-latest": { pass: { qualifier: "live" }, fail: { qualifier: "$LATEST" } },
  "LAM-25-star": {
    pass: { principal: "*", principalOrgId: "o-1" },
    fail: { principal: "*" },
  },
  "API-05": {
    pass: { principal: "apigateway.amazonaws.com", sourceArn: `${API}/*/*` },
    fail: { principal: "apigateway.amazonaws.com", sourceArn: API },
  },
  "LAM-30": { pass: { retentionInDays: 30 }, fail: { retentionInDays: 31 } },
  "LAM-30-retention": { pass: { retentionInDays: 30 }, fail: {} },
  "LOG-02": { pass: { name: "/aws/lambda/a" }, fail: { name: "a b" } },
  "EVB-01-retries": {
    pass: { retryPolicy: { maximumRetryAttempts: 185 } },
    fail: { retryPolicy: { maximumRetryAttempts: 186 } },
  },
  "EVB-01-age": {
    pass: { retryPolicy: { maximumEventAgeInSeconds: 60 } },
    fail: { retryPolicy: { maximumEventAgeInSeconds: 59 } },
  },
};
