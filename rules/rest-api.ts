/** Single resources of REST APIs, and authorizers of either kind of API. */
import { custom, oneOf, range, refuses, required } from "./base/checks";
import { apigateway } from "./base/types/apigateway";
import { apigatewayv2 } from "./base/types/apigatewayv2";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, isAbsent, isSet, textAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const API = "https://docs.aws.amazon.com/apigateway/latest/api";
const STREAMING = `${GUIDE}/response-transfer-mode-lambda.html`;

/** How long an API keeps an authorizer's answer. */
const answerKept = { min: 0, max: 3_600, unit: "seconds" };
const streamed = /\/response-streaming-invocations$/;

const streams = (inputs: Inputs) => equals(inputs, "responseTransferMode", "STREAM");
const callsFunction = (inputs: Inputs) => equals(inputs, "type", "AWS_PROXY");

export const resourceRules: readonly ResourceRule[] = [
  oneOf(
    "API-03-rest",
    apigateway.restMethod,
    "authorization",
    ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"],
    { source: `${API}/API_PutMethod.html`, fix: "Name one of these types." },
  ),
  required("API-03-rest-authorizer", apigateway.restMethod, "authorizerId", {
    when: (inputs) =>
      ["CUSTOM", "COGNITO_USER_POOLS"].includes(textAt(inputs, "authorization") ?? ""),
    limit: "the authorizer that checks the caller",
    source: `${API}/API_PutMethod.html`,
    fix: "Set authorizerId.",
  }),
  range(
    "API-03-ttl",
    [apigateway.restAuthorizer, apigatewayv2.httpAuthorizer],
    "authorizerResultTtlInSeconds",
    answerKept,
    { source: `${API}/API_CreateAuthorizer.html`, fix: "Set at most an hour; 0 asks every time." },
  ),
  refuses("API-04", apigateway.restMethodSettings, "methodPath", /^\//, {
    limit: "*/*, or the path without its first slash and the method, such as photos/GET",
    source: `${GUIDE}/set-up-stages.html`,
    fix: "Take the first slash off.",
  }),
  oneOf("API-15", apigateway.restIntegration, "type", ["AWS_PROXY", "HTTP_PROXY"], {
    when: streams,
    source: `${GUIDE}/response-transfer-mode.html`,
    fix: "Set AWS_PROXY or HTTP_PROXY, or let the response be buffered.",
  }),
  custom(
    "API-15-uri",
    apigateway.restIntegration,
    {
      limit:
        "with STREAM the URI of response-streaming-invocations (2021-11-15), else that of invocations",
      when: (inputs) =>
        callsFunction(inputs) &&
        isSet(inputs, "uri") &&
        (isAbsent(inputs, "responseTransferMode") ||
          textAt(inputs, "responseTransferMode") !== undefined),
      source: STREAMING,
      fix: "Set uri to the function's responseStreamingInvokeArn where responseTransferMode is STREAM, else to its invokeArn.",
    },
    (inputs) => {
      const found = textAt(inputs, "uri");
      return found !== undefined &&
        found.endsWith("invocations") &&
        streamed.test(found) !== streams(inputs)
        ? { argument: "uri", found }
        : undefined;
    },
  ),
];
