import { absent, custom, grouped, oneOf, pattern, range, refuses, required } from "../base/checks";
import { origins } from "../base/origin";
import { patternOf } from "../base/name-form";
import { synchronousPayloadBytes } from "./payload";
import { nameForms } from "../names";
import { autoscaling } from "../base/types/autoscaling";
import { lambda } from "../base/types/lambda";
import type { ResourceRule } from "../base/rule";
import { equals, isAbsent, isRecord, isSet, numberAt, textAt, valueAt } from "../base/values";

const API = "https://docs.aws.amazon.com/lambda/latest/api";
const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Retries of an asynchronous invocation that fails. AWS's default is 2. */
export const lambdaRetries = { min: 0, max: 2, unit: "retries" };
/** How long an asynchronous event may wait. AWS's default is the longest. */
export const lambdaEventAge = { min: 60, max: 21_600, unit: "seconds" };

/** The service of the ARN by which each principal invokes a function. */
const SOURCE_SERVICES: { readonly [principal: string]: string } = {
  "apigateway.amazonaws.com": "execute-api",
  "cognito-idp.amazonaws.com": "cognito-idp",
  "elasticloadbalancing.amazonaws.com": "elasticloadbalancing",
  "events.amazonaws.com": "events",
  "iot.amazonaws.com": "iot",
  "lambda.alarms.cloudwatch.amazonaws.com": "cloudwatch",
  "logs.amazonaws.com": "logs",
  "s3.amazonaws.com": "s3",
  "secretsmanager.amazonaws.com": "secretsmanager",
  "sns.amazonaws.com": "sns",
};

/** How functions are invoked: aliases, permissions, URLs, asynchronous events, provisioned concurrency. */
export const resourceRules: readonly ResourceRule[] = [
  pattern("LAM-10-alias", lambda.alias, "name", /^(?!\d+$)[A-Za-z0-9-_]{1,128}$/, {
    limit: "1 to 128 letters, digits, hyphens and underscores, not digits alone",
    source: `${API}/API_CreateAlias.html`,
    fix: "Rename the alias.",
  }),
  // AWS would take dots, too; the provider refuses them.
  pattern(
    "LAM-10-statement",
    lambda.permission,
    "statementId",
    patternOf(nameForms[lambda.permission]),
    {
      limit: "1 to 100 letters, digits, hyphens and underscores",
      source: `${API}/API_AddPermission.html`,
      fix: "Shorten statementId and take other characters out, or leave it out if that holds for the logical name: 92 of them at most.",
    },
  ),
  refuses("LAM-14", lambda.provisionedConcurrency, "qualifier", /^\$LATEST$/, {
    limit: "a published version or an alias",
    source: `${GUIDE}/provisioned-concurrency.html`,
    fix: "Publish a version and name it, or an alias of it.",
  }),
  range(
    "LAM-14-count",
    lambda.provisionedConcurrency,
    "provisionedConcurrentExecutions",
    { min: 1, max: Number.MAX_SAFE_INTEGER },
    {
      limit: "1 or more",
      source: `${API}/API_PutProvisionedConcurrencyConfig.html`,
      fix: "Set at least 1, or remove the resource.",
    },
  ),
  pattern(
    "LAM-14-scaling",
    autoscaling.scalingTarget,
    "resourceId",
    /^function:[^:]+:(?!\$LATEST$)[^:]+$/,
    {
      when: (inputs) => equals(inputs, "serviceNamespace", "lambda"),
      limit: "function:<name>:<alias or version>",
      source:
        "https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-lambda.html",
      fix: "Name the function's alias in resourceId.",
    },
  ),
  custom(
    "LAM-14-bounds",
    autoscaling.scalingTarget,
    {
      limit: "a minCapacity that is no larger than maxCapacity",
      source:
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
      fix: "Raise maxCapacity or lower minCapacity.",
    },
    (inputs) => {
      const [min, max] = [numberAt(inputs, "minCapacity"), numberAt(inputs, "maxCapacity")];
      return min !== undefined && max !== undefined && min > max
        ? { argument: "minCapacity", found: min, limit: `at most maxCapacity, ${max}` }
        : undefined;
    },
  ),
  custom(
    "LAM-32",
    lambda.invocation,
    {
      limit: `at most ${grouped(synchronousPayloadBytes)} bytes (6 MB)`,
      source: `${GUIDE}/gettingstarted-limits.html`,
      fix: "Put the payload into a bucket and send the object's key.",
    },
    (inputs) => {
      const input = textAt(inputs, "input");
      const bytes = input === undefined ? 0 : Buffer.byteLength(input);
      return bytes > synchronousPayloadBytes
        ? { argument: "input", found: `${grouped(bytes)} bytes` }
        : undefined;
    },
  ),
  range("LAM-20-retries", lambda.eventInvokeConfig, "maximumRetryAttempts", lambdaRetries, {
    source: `${API}/API_PutFunctionEventInvokeConfig.html`,
    fix: "Set at most 2; for more attempts put a queue in front of the function.",
  }),
  range("LAM-20-age", lambda.eventInvokeConfig, "maximumEventAgeInSeconds", lambdaEventAge, {
    source: `${API}/API_PutFunctionEventInvokeConfig.html`,
    fix: "Set an age within the range.",
  }),
  refuses(
    "LAM-20-success",
    lambda.eventInvokeConfig,
    "destinationConfig.onSuccess.destination",
    /^arn:[a-z-]+:s3:/,
    {
      limit: "a queue, topic, event bus or function; a bucket takes failures only",
      source: `${GUIDE}/invocation-async-retain-records.html`,
      fix: "Name another destination for successes.",
    },
  ),
  custom(
    "LAM-21",
    lambda.alias,
    {
      limit: "weights from 0 to 1 for one additional version",
      source: `${GUIDE}/configuring-alias-routing.html`,
      fix: "Name one additional version with the share of calls it gets.",
    },
    (inputs) => {
      const weights = valueAt(inputs, "routingConfig.additionalVersionWeights");
      if (!isRecord(weights)) return undefined;
      const isWrong =
        Object.keys(weights).length > 1 ||
        Object.values(weights).some(
          (weight) => typeof weight === "number" && !(weight >= 0 && weight <= 1),
        );
      return isWrong
        ? { argument: "routingConfig.additionalVersionWeights", found: weights }
        : undefined;
    },
  ),
  refuses("LAM-21-latest", lambda.alias, "functionVersion", /^\$LATEST$/, {
    when: (inputs) => isSet(inputs, "routingConfig.additionalVersionWeights"),
    limit: "a published version, because calls are shared between versions",
    source: `${GUIDE}/configuring-alias-routing.html`,
    fix: "Set publish on the function and name its version.",
  }),
  oneOf("LAM-24", lambda.functionUrl, "authorizationType", ["AWS_IAM", "NONE"], {
    source: `${GUIDE}/urls-auth.html`,
    fix: "Set AWS_IAM.",
  }),
  refuses("LAM-24-public", lambda.functionUrl, "authorizationType", /^NONE$/, {
    severity: "warning",
    limit: "AWS_IAM; with NONE everyone may call the function",
    source: `${GUIDE}/urls-auth.html`,
    fix: "Set AWS_IAM, and let CloudFront sign requests with an origin access control.",
  }),
  refuses("LAM-24-version", lambda.functionUrl, "qualifier", /^(\d+|\$LATEST)$/, {
    limit: "an alias, or nothing",
    source: `${API}/API_CreateFunctionUrlConfig.html`,
    fix: "Name an alias, or leave qualifier out.",
  }),
  origins(
    "LAM-24-origin",
    lambda.functionUrl,
    "cors.allowOrigins.*",
    "whole-host",
    `${GUIDE}/urls-configuration.html`,
  ),
  oneOf("LAM-24-mode", lambda.functionUrl, "invokeMode", ["BUFFERED", "RESPONSE_STREAM"], {
    source: `${API}/API_CreateFunctionUrlConfig.html`,
    fix: "Set one of the two.",
  }),
  required("LAM-25", lambda.permission, "sourceArn", {
    severity: "warning",
    when: (inputs) => /\.amazonaws\.com$/.test(textAt(inputs, "principal") ?? ""),
    limit: "the ARN of what may invoke; without it the service may invoke on behalf of anyone",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html",
    fix: "Set sourceArn.",
  }),
  required("LAM-25-account", lambda.permission, "sourceAccount", {
    severity: "warning",
    when: (inputs) => /^arn:[a-z-]+:s3:::/.test(textAt(inputs, "sourceArn") ?? ""),
    limit: "the account, because a bucket's ARN does not name it",
    source: `${GUIDE}/with-s3.html`,
    fix: "Set sourceAccount to the account of the bucket.",
  }),
  custom(
    "LAM-25-service",
    lambda.permission,
    {
      severity: "warning",
      limit: "an ARN of the service that invokes",
      source: `${GUIDE}/access-control-resource-based.html`,
      fix: "Let principal and sourceArn name the same service.",
    },
    (inputs) => {
      const expected = SOURCE_SERVICES[textAt(inputs, "principal") ?? ""];
      const found = textAt(inputs, "sourceArn");
      const service = found?.split(":")[2];
      return expected !== undefined && service !== undefined && service !== expected
        ? { argument: "sourceArn", found, limit: `an ARN that begins with arn:aws:${expected}:` }
        : undefined;
    },
  ),
  refuses("LAM-25-latest", lambda.permission, "qualifier", /^\$LATEST$/, {
    limit: "an alias, a version, or nothing",
    source: `${API}/API_AddPermission.html`,
    fix: "Leave qualifier out to allow calls of the unpublished code.",
  }),
  pattern("API-05", lambda.permission, "sourceArn", /^[^/]+\/./, {
    when: (inputs) => equals(inputs, "principal", "apigateway.amazonaws.com"),
    limit: "an execute-api ARN with stage, method and path, such as .../abc123/*/GET/photos",
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html",
    fix: 'Add "/*/*" to the API\'s execution ARN.',
  }),
  absent("LAM-25-star", lambda.permission, "principal", {
    severity: "warning",
    when: (inputs) =>
      equals(inputs, "principal", "*") &&
      isAbsent(inputs, "principalOrgId") &&
      isAbsent(inputs, "functionUrlAuthType") &&
      isAbsent(inputs, "invokedViaFunctionUrl") &&
      isAbsent(inputs, "sourceArn"),
    limit: "one service or account; * is everyone",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html",
    fix: "Name the principal, or add principalOrgId.",
  }),
];
