/** Parts of APIs that must be of one API and fit each other. */
import { apigateway } from "../base/types/apigateway";
import { apigatewayv2 } from "../base/types/apigatewayv2";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { isAbsent, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";

/** What names another part, with the argument by which each of the two names its API. */
interface Pair {
  readonly type: string;
  readonly argument: string;
  readonly other: string;
  readonly api: { readonly argument: string; readonly type: string };
}

const rest = { argument: "restApi", type: apigateway.restApi };
const http = { argument: "apiId", type: apigatewayv2.httpApi };
const pairs: readonly Pair[] = [
  {
    type: apigateway.restStage,
    argument: "deployment",
    other: apigateway.restDeployment,
    api: rest,
  },
  {
    type: apigateway.restMethod,
    argument: "authorizerId",
    other: apigateway.restAuthorizer,
    api: rest,
  },
  {
    type: apigatewayv2.httpRoute,
    argument: "authorizerId",
    other: apigatewayv2.httpAuthorizer,
    api: http,
  },
  {
    type: apigatewayv2.httpRoute,
    argument: "target",
    other: apigatewayv2.httpIntegration,
    api: http,
  },
];

/** Types of authorizers, by the authorization that they stand for. */
const authorizerTypes: Readonly<Record<string, readonly string[]>> = {
  CUSTOM: ["REQUEST", "TOKEN"],
  COGNITO_USER_POOLS: ["COGNITO_USER_POOLS"],
  JWT: ["JWT"],
};

export const stackRules: readonly StackRule[] = [
  {
    id: "API-03-same",
    severity: "error",
    type: pairs.map(({ type }) => type),
    limit: "an authorizer, integration or deployment of the same API",
    source: `${GUIDE}/welcome.html`,
    fix: "Make one for this API.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return pairs.flatMap(({ type, argument, other, api }) =>
        graph.ofType(type).flatMap((part): StackProblem[] => {
          const named = graph.one(part, argument, other);
          const own = graph.one(part, api.argument, api.type);
          const its = named && graph.one(named, api.argument, api.type);
          return own && its && own !== its
            ? [{ urn: part.urn, argument, found: `${named.name}, which is of ${its.name}` }]
            : [];
        }),
      );
    },
  },
  {
    id: "API-03-kind",
    severity: "error",
    type: [apigateway.restMethod, apigatewayv2.httpRoute],
    limit:
      "the authorization that the authorizer is for: CUSTOM with a function, COGNITO_USER_POOLS or JWT with tokens",
    source: `${GUIDE}/apigateway-control-access-to-api.html`,
    fix: "Change the authorization, or name another authorizer.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return [
        ...unfit(graph, apigateway.restMethod, "authorization", apigateway.restAuthorizer, "type"),
        ...unfit(
          graph,
          apigatewayv2.httpRoute,
          "authorizationType",
          apigatewayv2.httpAuthorizer,
          "authorizerType",
        ),
      ];
    },
  },
  {
    id: "API-16",
    severity: "error",
    type: apigateway.restMethod,
    limit:
      'an integration for each method: a deployment is refused with one that has none ("No integration defined for method")',
    source: `${GUIDE}/how-to-method-settings.html`,
    fix: "Make an apigateway.Integration with the method's resourceId and httpMethod.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const integrations = graph.ofType(apigateway.restIntegration);
      return graph
        .ofType(apigateway.restMethod)
        .filter((method) => !integrations.some((each) => mayServe(graph, each, method)))
        .map((method) => ({ urn: method.urn, argument: "httpMethod", found: "no integration" }));
    },
  },
];

function unfit(
  graph: Graph,
  type: string,
  argument: string,
  authorizers: string,
  kind: string,
): StackProblem[] {
  return graph.ofType(type).flatMap((route): StackProblem[] => {
    const authorizer = graph.one(route, "authorizerId", authorizers);
    const found = textAt(route.values, argument);
    if (!authorizer || found === undefined) return [];
    // A REST API's authorizer asks a function by a token where it says nothing.
    const isDefault = isAbsent(authorizer.values, kind);
    const asked = isDefault ? "TOKEN" : textAt(authorizer.values, kind);
    return asked === undefined || authorizerTypes[found]?.includes(asked)
      ? []
      : [{ urn: route.urn, argument, found: `${found} with ${authorizer.name}, of type ${asked}` }];
  });
}

/** True where the integration is of the method, as far as can be told. */
function mayServe(graph: Graph, integration: StackResource, method: StackResource): boolean {
  const api = graph.one(method, rest.argument, rest.type);
  const its = graph.one(integration, rest.argument, rest.type);
  if (api && its && api !== its) return false;
  const places = ["httpMethod", "resourceId"] as const;
  return places.every((place) => {
    const [own, other] = [textAt(method.values, place), textAt(integration.values, place)];
    return own === undefined || other === undefined || own === other;
  });
}
