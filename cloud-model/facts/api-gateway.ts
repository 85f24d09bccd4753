/** HTTP and REST APIs (Amazon API Gateway). */
import { because, type Facts, FORCES_NEW, inRegion } from "../type-facts";

export const facts: Facts = {
  "aws:apigatewayv2/api:Api": {
    outputs: {
      name: "{auto}",
      id: "{base36:10}",
      apiEndpoint: "https://{id}.execute-api.{region}.amazonaws.com",
      arn: "arn:aws:apigateway:{region}::/apis/{id}",
      executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
    },
    replaces: {
      spec: "AWS::ApiGatewayV2::Api",
      also: because(FORCES_NEW, "credentialsArn", "routeKey", "target"),
    },
  },
  "aws:apigatewayv2/stage:Stage": {
    outputs: {
      id: "{name}",
      arn: "arn:aws:apigateway:{region}::/apis/{apiId}/stages/{name}",
      executionArn: "arn:aws:execute-api:{region}:{account}:{apiId}/{name}",
      invokeUrl: "https://{apiId}.execute-api.{region}.amazonaws.com/{name}",
    },
    replaces: { spec: "AWS::ApiGatewayV2::Stage", names: { StageName: "name" } },
    unique: inRegion("ConflictException", "Stage already exists", ["apiId", "name"]),
  },
  "aws:apigatewayv2/integration:Integration": {
    outputs: {
      id: "{base36:7}",
    },
    replaces: {
      spec: "AWS::ApiGatewayV2::Integration",
      also: because(FORCES_NEW, "integrationType", "integrationSubtype"),
    },
  },
  "aws:apigatewayv2/route:Route": {
    outputs: {
      id: "{base36:7}",
    },
    replaces: { spec: "AWS::ApiGatewayV2::Route" },
    unique: inRegion("ConflictException", "Route with key {name} already exists for this API", [
      "apiId",
      "routeKey",
    ]),
  },
  "aws:apigatewayv2/authorizer:Authorizer": {
    outputs: {
      id: "{base36:6}",
    },
    replaces: { spec: "AWS::ApiGatewayV2::Authorizer" },
  },
  "aws:apigatewayv2/domainName:DomainName": {
    outputs: {
      id: "{domainName}",
      arn: "arn:aws:apigateway:{region}::/domainnames/{domainName}",
    },
    replaces: { spec: "AWS::ApiGatewayV2::DomainName" },
  },
  "aws:apigateway/restApi:RestApi": {
    outputs: {
      name: "{auto}",
      id: "{base36:10}",
      arn: "arn:aws:apigateway:{region}::/restapis/{id}",
      executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
      rootResourceId: "{base36:10}",
    },
    replaces: { spec: "AWS::ApiGateway::RestApi" },
  },
  "aws:apigateway/stage:Stage": {
    outputs: {
      id: "ags-{restApi}-{stageName}",
      arn: "arn:aws:apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
      executionArn: "arn:aws:execute-api:{region}:{account}:{restApi}/{stageName}",
      invokeUrl: "https://{restApi}.execute-api.{region}.amazonaws.com/{stageName}",
    },
    replaces: { spec: "AWS::ApiGateway::Stage", names: { RestApiId: "restApi" } },
  },
  "aws:apigatewayv2/vpcLink:VpcLink": {
    outputs: {
      name: "{auto}",
      id: "{base36:6}",
      arn: "arn:aws:apigateway:{region}::/vpclinks/{id}",
    },
    replaces: { spec: "AWS::ApiGatewayV2::VpcLink" },
  },
  "aws:apigatewayv2/apiMapping:ApiMapping": {
    outputs: { id: "{base36:6}" },
    replaces: { spec: "AWS::ApiGatewayV2::ApiMapping" },
  },
  "aws:apigateway/deployment:Deployment": { outputs: { id: "{base36:6}" } },
  "aws:apigateway/resource:Resource": { outputs: { id: "{base36:6}" } },
  "aws:apigateway/authorizer:Authorizer": { outputs: { id: "{base36:6}" } },
  "aws:apigateway/requestValidator:RequestValidator": { outputs: { id: "{base36:6}" } },
  "aws:apigateway/model:Model": { outputs: { name: "{auto}", id: "{base36:6}" } },
  "aws:apigateway/usagePlan:UsagePlan": { outputs: { name: "{auto}", id: "{base36:6}" } },
  "aws:apigateway/apiKey:ApiKey": { outputs: { name: "{auto}", id: "{base36:10}" } },
  "aws:apigateway/domainName:DomainName": {
    outputs: {
      id: "{domainName}",
      regionalDomainName: "d-{base36:10}.execute-api.{region}.amazonaws.com",
      regionalZoneId: "Z{BASE36:13}",
    },
  },
};
