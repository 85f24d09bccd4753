/** Who can go round a distribution, or is kept out by mistake. */
import { apigateway } from "../base/types/apigateway";
import { apigatewayv2 } from "../base/types/apigatewayv2";
import { cloudfront } from "../base/types/cloudfront";
import { lambda } from "../base/types/lambda";
import { route53 } from "../base/types/route53";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { loadBalancers } from "./load-balancers";
import { apiAsksFor, balancerAsksFor, headersSentBy } from "./origin-headers";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide";

export const stackRules: readonly StackRule[] = [
  {
    id: "CF-07",
    severity: "warning",
    type: cloudfront.distribution,
    limit: "origins that nobody reaches but through the distribution",
    source: `${GUIDE}/private-content-vpc-origins.html`,
    fix: "Make the load balancer internal and reach it by a VPC origin, or let its listener rule ask for a secret header that the distribution adds; give a function URL AWS_IAM and an origin access control.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(cloudfront.distribution).flatMap((distribution) => [
        ...openBalancers(graph, distribution),
        ...urlsOf(graph, distribution)
          .filter(({ values }) => equals(values, "authorizationType", "NONE"))
          .map(({ name }) => open(distribution, `${name}, a function URL that everyone may call`)),
      ]);
    },
  },
  {
    id: "CF-07-api",
    severity: "info",
    type: cloudfront.distribution,
    limit: "an API that answers nobody but the distribution before it, which filters and logs",
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
    fix: "Let every route ask for a secret header that the distribution adds: an HTTP API by an authorizer of type REQUEST, a REST API by a web ACL; or leave it open where the distribution keeps nobody out. A domain with disableExecuteApiEndpoint alone is found too.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(cloudfront.distribution).flatMap((distribution) => {
        const sent = headersSentBy(distribution);
        return apisBehind(graph, distribution)
          .filter((api) => !apiAsksFor(graph, api, sent))
          .map(({ name }) => open(distribution, `${name}, which answers everyone`));
      });
    },
  },
  {
    id: "CF-07-permission",
    severity: "error",
    type: cloudfront.distribution,
    limit:
      "a permission for cloudfront.amazonaws.com to call a function URL that wants AWS credentials",
    source: `${GUIDE}/private-content-restricting-access-to-lambda.html`,
    fix: "Make an aws.lambda.Permission for the function with principal cloudfront.amazonaws.com, action lambda:InvokeFunctionUrl, and the distribution's ARN as sourceArn; and one for lambda:InvokeFunction.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(cloudfront.distribution).flatMap((distribution): StackProblem[] =>
        urlsOf(graph, distribution)
          .filter(({ values }) => equals(values, "authorizationType", "AWS_IAM"))
          .filter((url) => isClosed(graph, url))
          .map(({ name }) => ({
            urn: distribution.urn,
            argument: "origins",
            found: `${name}, closed to it`,
          })),
      );
    },
  },
  {
    id: "CF-07-signed",
    severity: "error",
    type: cloudfront.distribution,
    limit: "an origin access control for a function URL that wants AWS credentials",
    source: `${GUIDE}/private-content-restricting-access-to-lambda.html`,
    fix: 'Set originAccessControlId to one with originAccessControlOriginType "lambda", and permit cloudfront.amazonaws.com to call the function.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(cloudfront.distribution).flatMap((distribution): StackProblem[] => {
        const urls = urlsOf(graph, distribution);
        const signed = graph
          .candidates(distribution, "origins", cloudfront.originAccessControl)
          .some(({ values }) => !equals(values, "originAccessControlOriginType", "s3"));
        const wanting = urls.filter(({ values }) => equals(values, "authorizationType", "AWS_IAM"));
        return signed || hasLiteralControl(distribution)
          ? []
          : wanting.map(({ name }) => ({
              urn: distribution.urn,
              argument: "origins",
              found: `${name} without an origin access control`,
            }));
      });
    },
  },
];

/** True where no permission of the URL's function can be CloudFront's. */
function isClosed(graph: Graph, url: StackResource): boolean {
  const own = graph.function(url, "functionName");
  if (own === undefined) return false;
  return graph.ofType(lambda.permission).every((permission) => {
    const of = graph.function(permission, "function");
    const principal = textAt(permission.values, "principal");
    const isCloudFronts = [undefined, "*", "cloudfront.amazonaws.com"].includes(principal);
    const action = textAt(permission.values, "action");
    const isCall = action === undefined || /^lambda:(\*|InvokeFunctionUrl)$/.test(action);
    return !((of === undefined || of === own) && isCloudFronts && isCall);
  });
}

function open(distribution: StackResource, found: string): StackProblem {
  return { urn: distribution.urn, argument: "origins", found };
}

/** Load balancers that face the internet and are asked by their own name, or by a record's. */
function openBalancers(graph: Graph, distribution: StackResource): StackProblem[] {
  const sent = headersSentBy(distribution);
  const throughVpc = graph
    .candidates(distribution, "origins", cloudfront.vpcOrigin)
    .flatMap((way) => ofTypes(graph, way, "vpcOriginEndpointConfig"));
  const named = graph
    .candidates(distribution, "origins", route53.record)
    .flatMap((record) => ["aliases", "records"].flatMap((to) => ofTypes(graph, record, to)));
  return [...new Set([...ofTypes(graph, distribution, "origins"), ...named])]
    .filter((balancer) => !throughVpc.includes(balancer))
    .filter(({ values }) => isAbsent(values, "internal") || equals(values, "internal", false))
    .filter((balancer) => !balancerAsksFor(graph, balancer, sent))
    .map(({ name }) => open(distribution, `${name}, a load balancer that faces the internet`));
}

function ofTypes(graph: Graph, resource: StackResource, argument: string): StackResource[] {
  return loadBalancers.flatMap((type) => [...graph.candidates(resource, argument, type)]);
}

/** HTTP and REST APIs among the origins, asked by their own names or by domains that lead to them. */
function apisBehind(graph: Graph, distribution: StackResource): readonly StackResource[] {
  const asked = (type: string) => graph.candidates(distribution, "origins", type);
  const led = (mappings: readonly StackResource[], argument: string, api: string) =>
    mappings
      .filter((mapping) =>
        [apigatewayv2.apiDomainName, apigateway.restDomainName].some((type) =>
          graph
            .candidates(mapping, "domainName", type)
            .some((domain) => asked(type).includes(domain)),
        ),
      )
      .flatMap((mapping) => graph.one(mapping, argument, api) ?? []);
  return [
    ...new Set([
      ...asked(apigatewayv2.httpApi),
      ...asked(apigatewayv2.httpStage).flatMap(
        (stage) => graph.one(stage, "apiId", apigatewayv2.httpApi) ?? [],
      ),
      ...led(graph.ofType(apigatewayv2.apiMapping), "apiId", apigatewayv2.httpApi),
      ...asked(apigateway.restApi),
      ...asked(apigateway.restStage).flatMap(
        (s) => graph.one(s, "restApi", apigateway.restApi) ?? [],
      ),
      ...led(graph.ofType(apigateway.restMapping), "restApi", apigateway.restApi),
    ]),
  ];
}

function urlsOf(graph: Graph, distribution: StackResource): readonly StackResource[] {
  return graph.candidates(distribution, "origins", lambda.functionUrl);
}

/** True where an origin names a control that is not of this stack. */
function hasLiteralControl({ values, propertyDependencies }: StackResource): boolean {
  const isMade = (propertyDependencies["origins"] ?? []).some((urn) =>
    urn.includes(cloudfront.originAccessControl),
  );
  return (
    !isMade &&
    valuesAt(values, "origins.*.originAccessControlId").some(
      ({ value }) => typeof value === "string" && value !== "",
    )
  );
}
