import type { Inputs } from "../../../../rules";
import type { Cases } from "./case";

const schedule = (flexibleTimeWindow: Inputs) => ({ flexibleTimeWindow });
const transformer = (inputTemplate: string) => ({
  inputTransformer: { inputPaths: { id: "$.detail.id" }, inputTemplate },
});
const invoke = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/a/invocations";
const named = "arn:aws:lambda:eu-west-1:123456789012:function:a";
const jwt = { authorizerType: "JWT" };
const pool = { issuer: "https://cognito-idp.eu-west-1.amazonaws.com/a", audiences: ["a"] };
const link = { connectionType: "VPC_LINK" };
const regional = { endpointConfiguration: { types: "REGIONAL" } };
const certificate = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/a`;

/** Values that EventBridge and API Gateway refuse. */
export const gatewayCases: Cases = {
  "EVB-05": { pass: { eventPattern: "{}" }, fail: { description: "nothing" } },
  "EVB-05-bus": {
    pass: { scheduleExpression: "rate(1 hour)", eventBusName: "default" },
    fail: { scheduleExpression: "rate(1 hour)", eventBusName: "orders" },
  },
  "EVB-05-keys": {
    pass: { eventPattern: JSON.stringify({ "detail-type": ["a"], detail: { own: ["b"] } }) },
    fail: { eventPattern: JSON.stringify({ detailType: ["a"] }) },
  },
  "EVB-05-input-inputPath": {
    pass: { input: "{}" },
    fail: { input: "{}", inputPath: "$.detail" },
  },
  "EVB-05-input-inputTransformer": {
    pass: { input: "{}" },
    fail: { input: "{}", ...transformer("{}") },
  },
  "EVB-05-inputPath-inputTransformer": {
    pass: { inputPath: "$.detail" },
    fail: { inputPath: "$.detail", ...transformer("{}") },
  },
  "EVB-05-json": { pass: { input: '"hello"' }, fail: { input: "hello" } },
  "EVB-05-names": {
    pass: transformer('{"id": <id>, "rule": <aws.events.rule-arn>, "text": "<b>new</b>"}'),
    fail: transformer('{"id": <ident>}'),
  },
  "EVB-06": {
    pass: schedule({ mode: "FLEXIBLE", maximumWindowInMinutes: 5 }),
    fail: schedule({ mode: "FLEXIBLE" }),
  },
  "EVB-06-off": {
    pass: schedule({ mode: "OFF" }),
    fail: schedule({ mode: "OFF", maximumWindowInMinutes: 5 }),
  },
  "EVB-06-zone": {
    pass: { scheduleExpressionTimezone: "Europe/Berlin" },
    fail: { scheduleExpressionTimezone: "Europe/Munich" },
  },
  "API-17": {
    pass: { type: "AWS_PROXY", integrationHttpMethod: "POST" },
    fail: { type: "AWS_PROXY", integrationHttpMethod: "GET" },
  },
  "API-17-uri": { pass: { uri: invoke }, fail: { uri: named } },
  "API-17-path": { pass: { pathPart: "{proxy+}" }, fail: { pathPart: "/users" } },
  "API-18": {
    pass: { type: "COGNITO_USER_POOLS", providerArns: ["a"] },
    fail: { type: "COGNITO_USER_POOLS" },
  },
  "API-18-uri": { pass: { authorizerUri: invoke }, fail: { type: "TOKEN" } },
  "API-18-arn": { pass: { authorizerUri: invoke }, fail: { authorizerUri: named } },
  "API-18-jwt": { pass: { ...jwt, jwtConfiguration: pool }, fail: jwt },
  "API-18-issuer": {
    pass: { jwtConfiguration: pool },
    fail: { jwtConfiguration: { issuer: "cognito-idp.eu-west-1.amazonaws.com/a" } },
  },
  "API-18-source": {
    pass: { identitySources: ["$request.header.Authorization"] },
    fail: { identitySources: ["method.request.header.Authorization"] },
  },
  "API-19": {
    pass: { protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action" },
    fail: { protocolType: "WEBSOCKET" },
  },
  "API-19-cors": {
    pass: { protocolType: "HTTP", corsConfiguration: {} },
    fail: { protocolType: "WEBSOCKET", corsConfiguration: {} },
  },
  "API-20": {
    pass: { integrationType: "HTTP_PROXY", integrationMethod: "ANY" },
    fail: { integrationType: "HTTP_PROXY" },
  },
  "API-20-link": { pass: { ...link, connectionId: "a" }, fail: link },
  "API-20-link-rest": { pass: { ...link, connectionId: "a" }, fail: link },
  "API-21": {
    pass: { ...regional, regionalCertificateArn: certificate("eu-west-1") },
    fail: { ...regional, certificateArn: certificate("eu-west-1") },
  },
  "API-21-region": {
    pass: { certificateArn: certificate("us-east-1") },
    fail: { certificateArn: certificate("eu-west-1") },
  },
};
