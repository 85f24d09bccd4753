/** Parts of APIs that API Gateway refuses, or that answer every request with an error. */
import { absent, custom, expects, pattern, refuses, required } from "./base/checks";
import { apigateway } from "./base/types/apigateway";
import { apigatewayv2 } from "./base/types/apigatewayv2";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, isAbsent, listOf, textAt, valueAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";
const API = "https://docs.aws.amazon.com/apigateway/latest/api";
const V2 = "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference";

const callsFunction = (inputs: Inputs) => equals(inputs, "type", "AWS_PROXY");
const isSocket = (inputs: Inputs) => equals(inputs, "protocolType", "WEBSOCKET");
const isJwt = (inputs: Inputs) => equals(inputs, "authorizerType", "JWT");
const throughLink = (inputs: Inputs) => equals(inputs, "connectionType", "VPC_LINK");
const typesOf = (inputs: Inputs) => {
  const given = valueAt(inputs, "endpointConfiguration.types");
  return typeof given === "string" ? [given] : listOf(given);
};
const isRegional = (inputs: Inputs) => typesOf(inputs).includes("REGIONAL");

export const resourceRules: readonly ResourceRule[] = [
  expects("API-17", apigateway.restIntegration, "integrationHttpMethod", "POST", {
    when: callsFunction,
    limit: "POST, by which a function is called whatever the client's method is",
    source: `${GUIDE}/set-up-lambda-proxy-integrations.html`,
    fix: 'Set integrationHttpMethod to "POST": with another one each request is answered with 500.',
  }),
  refuses("API-17-uri", apigateway.restIntegration, "uri", /^arn:[a-z-]+:lambda:/, {
    limit: "the URI by which API Gateway calls a function",
    source: `${API}/API_PutIntegration.html`,
    fix: "Set uri to the function's invokeArn, not its arn.",
  }),
  pattern(
    "API-17-path",
    apigateway.restResource,
    "pathPart",
    /^([A-Za-z0-9._:~!$&'()*+,;=@%-]+|\{[A-Za-z0-9._:-]+\+?\})$/,
    {
      limit: "one part of a path without slashes, or {name}, or {name+} for all that follows",
      source: `${API}/API_CreateResource.html`,
      fix: "Take the slash off, and make a resource for each part, the one below the other.",
    },
  ),
  required("API-18", apigateway.restAuthorizer, "providerArns", {
    when: (inputs) => equals(inputs, "type", "COGNITO_USER_POOLS"),
    limit: "the user pools whose tokens are taken",
    source: `${API}/API_CreateAuthorizer.html`,
    fix: "Set providerArns to the ARN of the user pool.",
  }),
  required("API-18-uri", apigateway.restAuthorizer, "authorizerUri", {
    when: (inputs) =>
      isAbsent(inputs, "type") || ["TOKEN", "REQUEST"].includes(textAt(inputs, "type") ?? ""),
    limit: "the function that is asked",
    source: `${API}/API_CreateAuthorizer.html`,
    fix: "Set authorizerUri to the function's invokeArn.",
  }),
  refuses(
    "API-18-arn",
    [apigateway.restAuthorizer, apigatewayv2.httpAuthorizer],
    "authorizerUri",
    /^arn:[a-z-]+:lambda:/,
    {
      limit: "the URI by which API Gateway calls a function",
      source: `${API}/API_CreateAuthorizer.html`,
      fix: "Set authorizerUri to the function's invokeArn, not its arn.",
    },
  ),
  custom(
    "API-18-jwt",
    apigatewayv2.httpAuthorizer,
    {
      when: isJwt,
      limit: "issuer and audiences of the tokens that are taken",
      source: `${V2}/apis-apiid-authorizers.html`,
      fix: "Set jwtConfiguration.issuer, such as pulumi.interpolate`https://${pool.endpoint}`, and audiences, such as the client's id.",
    },
    (inputs) =>
      ["jwtConfiguration.issuer", "jwtConfiguration.audiences"]
        .filter((path) => isAbsent(inputs, path))
        .slice(0, 1)
        .map((argument) => ({ argument, found: undefined })),
  ),
  pattern("API-18-issuer", apigatewayv2.httpAuthorizer, "jwtConfiguration.issuer", /^https:\/\//, {
    limit: "a URL with https://",
    source: `${V2}/apis-apiid-authorizers.html`,
    fix: "Put https:// before the user pool's endpoint.",
  }),
  pattern(
    "API-18-source",
    apigatewayv2.httpAuthorizer,
    "identitySources.*",
    /^(\$request\.|\$context\.|\$stageVariables\.|route\.request\.|context\.|stageVariables\.)/,
    {
      limit: "an expression such as $request.header.Authorization",
      source: `${V2}/apis-apiid-authorizers.html`,
      fix: "Write $request.header.Authorization; method.request is of REST APIs.",
    },
  ),
  required("API-19", apigatewayv2.httpApi, "routeSelectionExpression", {
    when: isSocket,
    limit: "how a message says its route, with the protocol WEBSOCKET",
    source: `${V2}/apis.html`,
    fix: 'Set routeSelectionExpression to "$request.body.action".',
  }),
  absent("API-19-cors", apigatewayv2.httpApi, "corsConfiguration", {
    when: isSocket,
    limit: "none for web sockets, which browsers don't ask it for",
    source: `${V2}/apis.html`,
    fix: "Remove corsConfiguration, and check the Origin header in the $connect route.",
  }),
  required("API-20", apigatewayv2.httpIntegration, "integrationMethod", {
    when: (inputs) => equals(inputs, "integrationType", "HTTP_PROXY"),
    limit: "a method for HTTP_PROXY",
    source: `${V2}/apis-apiid-integrations.html`,
    fix: 'Set integrationMethod, such as "ANY".',
  }),
  ...[apigateway.restIntegration, apigatewayv2.httpIntegration].map((type) =>
    required(
      `API-20-link${type === apigateway.restIntegration ? "-rest" : ""}`,
      type,
      "connectionId",
      {
        when: throughLink,
        limit: "the VPC link with the connection type VPC_LINK",
        source: `${V2}/apis-apiid-integrations.html`,
        fix: "Set connectionId to the link's id.",
      },
    ),
  ),
  absent("API-21", apigateway.restDomainName, "certificateArn", {
    when: isRegional,
    limit: "regionalCertificateArn for a regional domain name",
    source: `${API}/API_CreateDomainName.html`,
    fix: "Rename certificateArn to regionalCertificateArn, with a certificate of the API's region.",
  }),
  pattern(
    "API-21-region",
    apigateway.restDomainName,
    "certificateArn",
    /^arn:[a-z-]+:acm:us-east-1:/,
    {
      when: (inputs) => !isRegional(inputs) && !typesOf(inputs).includes("PRIVATE"),
      limit: "the ARN of a certificate in us-east-1 for an edge-optimised domain name, the default",
      source: `${GUIDE}/how-to-edge-optimized-custom-domain-name.html`,
      fix: 'Make the certificate with region: "us-east-1", or the domain name REGIONAL.',
    },
  ),
];
