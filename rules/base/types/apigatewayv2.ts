/** Pulumi type tokens of the resources of apigatewayv2 that rules speak of. */
export const apigatewayv2 = {
  apiDomainName: "aws:apigatewayv2/domainName:DomainName",
  apiMapping: "aws:apigatewayv2/apiMapping:ApiMapping",
  httpApi: "aws:apigatewayv2/api:Api",
  httpAuthorizer: "aws:apigatewayv2/authorizer:Authorizer",
  httpIntegration: "aws:apigatewayv2/integration:Integration",
  httpRoute: "aws:apigatewayv2/route:Route",
  httpStage: "aws:apigatewayv2/stage:Stage",
} as const;
