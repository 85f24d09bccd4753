import { apigatewayv2 } from "../base/types/apigatewayv2";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt } from "../base/values";
import { graphOf } from "./graph";

export const stackRules: readonly StackRule[] = [
  {
    id: "API-12",
    severity: "warning",
    type: apigatewayv2.httpRoute,
    limit:
      "no authorization on what takes OPTIONS requests of an API with CORS: browsers send them without credentials",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    fix: 'Name the methods instead of ANY or $default, or add a route "OPTIONS /{proxy+}" without authorization.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const routes = graph
        .ofType(apigatewayv2.httpRoute)
        .map((route) => ({ route, api: graph.one(route, "apiId", apigatewayv2.httpApi) }));
      return routes.flatMap(({ route, api }): StackProblem[] => {
        const key = textAt(route.values, "routeKey") ?? "";
        if (api === undefined || isAbsent(api.values, "corsConfiguration")) return [];
        if (!takesEveryMethod(key) || !isClosed(route)) return [];
        // A route whose API can't be told may be the one that answers.
        const answers = routes.some(
          (other) =>
            (other.api === api || other.api === undefined) &&
            !isClosed(other.route) &&
            answersFor(textAt(other.route.values, "routeKey"), key),
        );
        return answers
          ? []
          : [
              {
                urn: route.urn,
                argument: "authorizationType",
                found: route.values["authorizationType"],
                limit: `no authorization for OPTIONS requests; ${key} takes them, and ${api.name} has CORS`,
              },
            ];
      });
    },
  },
];

function takesEveryMethod(key: string): boolean {
  return key === "$default" || key.startsWith("ANY ");
}

/** True where the route certainly asks for credentials. */
function isClosed({ values }: StackResource): boolean {
  return ["JWT", "AWS_IAM", "CUSTOM"].some((type) => equals(values, "authorizationType", type));
}

/** True where a route takes OPTIONS requests in place of `key`'s route; one that isn't known yet may. */
function answersFor(other: string | undefined, key: string): boolean {
  if (other === undefined) return true;
  const [method, path = ""] = other.split(" ");
  if (method !== "OPTIONS") return false;
  return key === "$default" || path.endsWith("+}") || path === key.split(" ")[1];
}
