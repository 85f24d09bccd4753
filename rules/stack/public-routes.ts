import { apigateway } from "../base/types/apigateway";
import { apigatewayv2 } from "../base/types/apigatewayv2";
import { strata } from "../base/types/strata";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, textAt, valueAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

export const stackRules: readonly StackRule[] = [
  {
    id: "SEC-API-authorization",
    severity: "warning",
    type: [apigatewayv2.httpRoute, apigateway.restMethod],
    limit: "a route that checks its callers, where the environment is for production",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html",
    fix: 'Let it check tokens (an authorizer and "jwt") or AWS credentials ("iam"); or name it in policies/exceptions.ts, with the reason why everyone may call it.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const routes = graph.ofType(apigatewayv2.httpRoute).filter((route) => canCheck(graph, route));
      const methods = graph.ofType(apigateway.restMethod).filter((method) => !isPreflight(method));
      return [
        ...routes.flatMap((route) => ofEveryone(route, "authorizationType")),
        ...methods.flatMap((method) => ofEveryone(method, "authorization")),
      ].filter(({ urn }) =>
        isForProduction(
          graph,
          resources.find((each) => each.urn === urn),
        ),
      );
    },
  },
];

function ofEveryone(resource: StackResource, argument: string): StackProblem[] {
  const found = valueAt(resource.values, argument);
  // AWS's own default is NONE; what is not known yet is neither.
  const isOpen = found === undefined || found === null || found === "NONE";
  return isOpen ? [{ urn: resource.urn, argument, found }] : [];
}

/**
 * False for routes that have nothing to check: browsers send no credentials with a preflight (Fetch
 * standard, "CORS-preflight request"), and a WebSocket API checks its callers once, at `$connect`.
 */
function canCheck(graph: Graph, route: StackResource): boolean {
  const key = textAt(route.values, "routeKey") ?? "";
  const api = graph.one(route, "apiId", apigatewayv2.httpApi);
  const isSocket = api !== undefined && equals(api.values, "protocolType", "WEBSOCKET");
  return isSocket ? key === "$connect" : !key.startsWith("OPTIONS ");
}

function isPreflight(method: StackResource): boolean {
  return equals(method.values, "httpMethod", "OPTIONS");
}

/**
 * True where the `Environment` above the resource does not say `production: false`. For what stands
 * beside the environments of its stack, one that is for production is enough; a stack without any has
 * said nothing.
 */
function isForProduction(graph: Graph, resource: StackResource | undefined): boolean {
  const above = resource && graph.above(resource, strata.environment);
  const environments = above ? [above] : graph.ofType(strata.environment);
  return environments.some(({ values }) => !equals(values, "production", false));
}
