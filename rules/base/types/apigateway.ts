/** Pulumi type tokens of the resources of apigateway that rules speak of. */
export const apigateway = {
  restApi: "aws:apigateway/restApi:RestApi",
  restApiPolicy: "aws:apigateway/restApiPolicy:RestApiPolicy",
  restDomainName: "aws:apigateway/domainName:DomainName",
  restMapping: "aws:apigateway/basePathMapping:BasePathMapping",
  restAuthorizer: "aws:apigateway/authorizer:Authorizer",
  restDeployment: "aws:apigateway/deployment:Deployment",
  restStage: "aws:apigateway/stage:Stage",
  restIntegration: "aws:apigateway/integration:Integration",
  restMethod: "aws:apigateway/method:Method",
  restMethodSettings: "aws:apigateway/methodSettings:MethodSettings",
  restResource: "aws:apigateway/resource:Resource",
} as const;
