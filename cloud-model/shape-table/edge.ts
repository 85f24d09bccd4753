/** What the answers of DNS, CDN and web services look like. */
import type { Shapes, Templates } from "./templates";

const ELB = "arn:aws:elasticloadbalancing:{region}:{account}";

function loadBalancer(): Templates {
  return {
    name: "{auto}",
    arn: `${ELB}:loadbalancer/{arnSuffix}`,
    arnSuffix: "app/{name}/{hex:16}",
    dnsName: "{name}-{digits:10}.{region}.elb.amazonaws.com",
    id: "{arn}",
  };
}

function targetGroup(): Templates {
  return {
    name: "{auto}",
    arn: `${ELB}:{arnSuffix}`,
    arnSuffix: "targetgroup/{name}/{hex:16}",
    id: "{arn}",
  };
}

function listener(): Templates {
  return { arn: `${ELB}:listener/app/{auto}/{hex:16}/{hex:16}`, id: "{arn}" };
}

export const EDGE: Shapes = {
  // dns
  "aws:route53/zone:Zone": {
    zoneId: "Z{BASE36:20}",
    arn: "arn:aws:route53:::hostedzone/{zoneId}",
    primaryNameServer: "ns-{digits:3}.awsdns-{digits:2}.com",
    id: "{zoneId}",
  },
  "aws:route53/record:Record": { fqdn: "{name}", id: "{zoneId}_{name}_{type}" },
  "aws:route53/healthCheck:HealthCheck": {
    id: "{uuid}",
    arn: "arn:aws:route53:::healthcheck/{id}",
  },
  "aws:acm/certificate:Certificate": {
    arn: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
    id: "{arn}",
  },
  // cdn
  "aws:cloudfront/distribution:Distribution": {
    id: "E{BASE36:13}",
    arn: "arn:aws:cloudfront::{account}:distribution/{id}",
    domainName: "d{base36:13}.cloudfront.net",
    hostedZoneId: "Z2FDTNDATAQYW2", // the same for every distribution
    etag: "E{BASE36:13}",
    status: "Deployed",
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": { name: "{auto}", id: "E{BASE36:13}" },
  "aws:cloudfront/function:Function": {
    arn: "arn:aws:cloudfront::{account}:function/{name}",
    name: "{auto}",
    id: "{name}",
  },
  "aws:wafv2/webAcl:WebAcl": {
    name: "{auto}",
    id: "{uuid}",
    arn: "arn:aws:wafv2:{region}:{account}:regional/webacl/{name}/{id}",
  },
  // web
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer(),
  "aws:alb/loadBalancer:LoadBalancer": loadBalancer(),
  "aws:lb/targetGroup:TargetGroup": targetGroup(),
  "aws:alb/targetGroup:TargetGroup": targetGroup(),
  "aws:lb/listener:Listener": listener(),
  "aws:alb/listener:Listener": listener(),
  "aws:elb/loadBalancer:LoadBalancer": {
    name: "{auto}",
    arn: `${ELB}:loadbalancer/{name}`,
    dnsName: "{name}-{digits:10}.{region}.elb.amazonaws.com",
    id: "{name}",
  },
  "aws:apigatewayv2/api:Api": {
    name: "{auto}",
    id: "{base36:10}",
    apiEndpoint: "https://{id}.execute-api.{region}.amazonaws.com",
    arn: "arn:aws:apigateway:{region}::/apis/{id}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
  },
  "aws:apigatewayv2/stage:Stage": {
    id: "{name}",
    arn: "arn:aws:apigateway:{region}::/apis/{apiId}/stages/{name}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{apiId}/{name}",
    invokeUrl: "https://{apiId}.execute-api.{region}.amazonaws.com/{name}",
  },
  "aws:apigatewayv2/integration:Integration": { id: "{base36:7}" },
  "aws:apigatewayv2/route:Route": { id: "{base36:7}" },
  "aws:apigatewayv2/authorizer:Authorizer": { id: "{base36:6}" },
  "aws:apigatewayv2/domainName:DomainName": {
    id: "{domainName}",
    arn: "arn:aws:apigateway:{region}::/domainnames/{domainName}",
  },
  "aws:apigateway/restApi:RestApi": {
    name: "{auto}",
    id: "{base36:10}",
    arn: "arn:aws:apigateway:{region}::/restapis/{id}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
    rootResourceId: "{base36:10}",
  },
  "aws:apigateway/stage:Stage": {
    id: "ags-{restApi}-{stageName}",
    arn: "arn:aws:apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{restApi}/{stageName}",
    invokeUrl: "https://{restApi}.execute-api.{region}.amazonaws.com/{stageName}",
  },
};
