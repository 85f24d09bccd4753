import { absent, custom, oneOf, pattern, range, refuses, required } from "./base/checks";
import { origins } from "./base/origin";
import { apigateway } from "./base/types/apigateway";
import { apigatewayv2 } from "./base/types/apigatewayv2";
import type { ResourceRule } from "./base/rule";
import { equals, isAbsent, listOf, textAt, valueAt } from "./base/values";

const HTTP = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html";
const REST =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html";
const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const API = "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference";
const CONTROLS =
  "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html";

/** How long an HTTP API waits for its integration. It can't be raised. */
export const httpIntegrationTimeout = { min: 50, max: 30_000, unit: "milliseconds" };
/** Likewise for a REST API; regional and private ones can have more after a quota increase. */
export const restIntegrationTimeout = { min: 50, max: 29_000, unit: "milliseconds" };
/** How long a REST API waits for an answer that it streams. */
export const restStreamTimeout = { min: 50, max: 900_000, unit: "milliseconds" };
/** How long an API waits for the function of its authorizer. It can't be raised. */
export const authorizerTimeout = { min: 0, max: 10_000, unit: "milliseconds" };
/** Payload of a request or response in bytes. */
export const apiPayloadBytes = 10 * 1024 * 1024;

/** What a route key may begin with. */
export const httpMethods = [
  "ANY",
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
] as const;

const streams = (inputs: Parameters<typeof equals>[0]) =>
  equals(inputs, "responseTransferMode", "STREAM");
const buffers = (inputs: Parameters<typeof equals>[0]) =>
  isAbsent(inputs, "responseTransferMode") || equals(inputs, "responseTransferMode", "BUFFERED");

export const sections = { API: "API Gateway" };

export const resourceRules: readonly ResourceRule[] = [
  range("API-01", apigatewayv2.httpIntegration, "timeoutMilliseconds", httpIntegrationTimeout, {
    source: HTTP,
    fix: "Set at most 30 seconds; answer longer work with 202 and let the client ask again.",
  }),
  range(
    "API-01-rest",
    apigateway.restIntegration,
    "timeoutMilliseconds",
    { ...restIntegrationTimeout, max: 300_000 },
    {
      when: buffers,
      source: REST,
      fix: "Set at most 29 seconds, or stream the response.",
    },
  ),
  custom(
    "API-01-raised",
    apigateway.restIntegration,
    {
      severity: "warning",
      limit:
        "at most 29,000 milliseconds without a raised quota, and never more on an edge-optimised API",
      when: buffers,
      source: REST,
      fix: "Lower timeoutMilliseconds, or have the account's quota raised.",
    },
    (inputs) => {
      const found = valueAt(inputs, "timeoutMilliseconds");
      return typeof found === "number" && found > restIntegrationTimeout.max && found <= 300_000
        ? { argument: "timeoutMilliseconds", found }
        : undefined;
    },
  ),
  range("API-01-stream", apigateway.restIntegration, "timeoutMilliseconds", restStreamTimeout, {
    when: streams,
    source: `${GUIDE}/response-transfer-mode.html`,
    fix: "Set at most 15 minutes.",
  }),
  custom(
    "API-06",
    apigatewayv2.httpRoute,
    {
      limit: `$default, or one of ${httpMethods.join(", ")} and a path, such as "GET /photos/{id}"`,
      source: `${GUIDE}/http-api-develop-routes.html`,
      fix: "Correct the method, or begin the path with a slash.",
    },
    (inputs) => {
      const found = textAt(inputs, "routeKey");
      // Route keys of WebSocket APIs are free text without a blank.
      if (found === undefined || !found.includes(" ")) return undefined;
      const expression = new RegExp(`^(${httpMethods.join("|")}) /[^ ]*$`);
      return expression.test(found) ? undefined : { argument: "routeKey", found };
    },
  ),
  pattern("API-06-target", apigatewayv2.httpRoute, "target", /^integrations\/.+/, {
    limit: "integrations/ and the id of an integration",
    source: `${API}/apis-apiid-routes.html`,
    fix: "Set target to pulumi.interpolate`integrations/${integration.id}`.",
  }),
  oneOf("API-07", apigatewayv2.httpIntegration, "payloadFormatVersion", ["1.0", "2.0"], {
    source: `${GUIDE}/http-api-develop-integrations-lambda.html`,
    fix: 'Set "2.0" for functions.',
  }),
  absent("API-08", apigatewayv2.httpApi, "corsConfiguration", {
    when: (inputs) =>
      equals(inputs, "corsConfiguration.allowCredentials", true) &&
      listOf(valueAt(inputs, "corsConfiguration.allowOrigins")).includes("*"),
    limit: "named origins where credentials are allowed",
    source: `${GUIDE}/http-api-cors.html`,
    fix: "Name the origins in corsConfiguration.allowOrigins, or drop allowCredentials.",
  }),
  origins(
    "API-11",
    apigatewayv2.httpApi,
    "corsConfiguration.allowOrigins.*",
    "whole-host",
    `${GUIDE}/http-api-cors.html`,
  ),
  oneOf(
    "API-09",
    apigatewayv2.apiDomainName,
    "domainNameConfiguration.securityPolicy",
    ["TLS_1_2"],
    {
      source: `${API}/domainnames.html`,
      fix: "Set TLS_1_2.",
    },
  ),
  oneOf(
    "API-09-endpoint",
    apigatewayv2.apiDomainName,
    "domainNameConfiguration.endpointType",
    ["REGIONAL"],
    {
      source: `${API}/domainnames.html`,
      fix: "Set REGIONAL.",
    },
  ),
  oneOf(
    "API-03",
    apigatewayv2.httpRoute,
    "authorizationType",
    ["NONE", "AWS_IAM", "JWT", "CUSTOM"],
    {
      source: `${API}/apis-apiid-routes.html`,
      fix: "Name one of these types.",
    },
  ),
  required("API-03-authorizer", apigatewayv2.httpRoute, "authorizerId", {
    when: (inputs) => ["JWT", "CUSTOM"].includes(textAt(inputs, "authorizationType") ?? ""),
    limit: "the authorizer that checks the token",
    source: `${API}/apis-apiid-routes.html`,
    fix: "Set authorizerId.",
  }),
  required("SEC-API-logs", apigatewayv2.httpStage, "accessLogSettings", {
    severity: "warning",
    limit: "a log group for requests",
    source: CONTROLS,
    fix: "Set accessLogSettings.destinationArn and format.",
  }),
  required(
    "SEC-API-throttling",
    apigatewayv2.httpStage,
    "defaultRouteSettings.throttlingRateLimit",
    {
      severity: "info",
      limit: "a rate of the stage's own; without one it may use up the account's",
      source: `${GUIDE}/http-api-throttling.html`,
      fix: "Set defaultRouteSettings.throttlingRateLimit and throttlingBurstLimit.",
    },
  ),
  refuses("API-10", apigatewayv2.httpStage, "name", /[^A-Za-z0-9_$-]/, {
    limit: "letters, digits, hyphens and underscores, or $default",
    source: `${API}/apis-apiid-stages.html`,
    fix: "Rename the stage.",
  }),
];
