/** All rules: `resourceRules` judge one resource, `stackRules` the resources of a stack together. */
import { acmRules } from "./acm";
import { apiGatewayRules } from "./api-gateway";
import { cloudfrontRules } from "./cloudfront";
import { dynamodbRules } from "./dynamodb";
import { eventBridgeRules } from "./event-bridge";
import { eventSourceMappingRules } from "./event-source-mapping";
import { iamRules } from "./iam";
import { lambdaRules } from "./lambda";
import { lambdaInvocationRules } from "./lambda-invocation";
import { lambdaPackageRules } from "./lambda-package";
import { logsRules } from "./logs";
import { networkRules } from "./network";
import { route53Rules } from "./route53";
import type { ResourceRule } from "./rule";
import { s3Rules } from "./s3";
import { secretsRules } from "./secrets";
import { snsRules } from "./sns";
import { sqsRules } from "./sqs";
import { streamMappingRules } from "./stream-mapping";

export const resourceRules: readonly ResourceRule[] = [
  ...lambdaRules,
  ...lambdaPackageRules,
  ...lambdaInvocationRules,
  ...eventSourceMappingRules,
  ...streamMappingRules,
  ...eventBridgeRules,
  ...sqsRules,
  ...snsRules,
  ...s3Rules,
  ...dynamodbRules,
  ...apiGatewayRules,
  ...cloudfrontRules,
  ...route53Rules,
  ...acmRules,
  ...networkRules,
  ...iamRules,
  ...logsRules,
  ...secretsRules,
];

export * from "./rule";
export { stackRules } from "./stack";
