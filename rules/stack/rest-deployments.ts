/** Deployments of REST APIs: a snapshot of the methods that stand when it is made. */
import { apigateway } from "../base/types/apigateway";
import { unknown, type StackProblem, type StackResource, type StackRule } from "../base/rule";
import { equals, isAbsent, valueAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide";

export const stackRules: readonly StackRule[] = [
  {
    id: "API-13",
    severity: "error",
    type: apigateway.restDeployment,
    limit:
      'a deployment that is made after all methods and integrations: API Gateway refuses one of an API without ("No integration defined for method"), and leaves out what comes later',
    source: `${GUIDE}/how-to-deploy-api.html`,
    fix: "Name the methods and integrations in the deployment's dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return ofRoutes(graph).flatMap(({ deployment, parts }): StackProblem[] => {
        const missed = parts.filter(({ urn }) => !graph.dependsOn(deployment, urn));
        return missed.length > 0
          ? [
              {
                urn: deployment.urn,
                argument: "restApi",
                found: `not after ${missed.map(({ name, type }) => `${kindOf(type)} ${name}`).join(", ")}`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "API-14",
    severity: "info",
    type: apigateway.restDeployment,
    limit: "triggers that change with the methods: a deployment stays as it was made",
    source: `${GUIDE}/how-to-deploy-api.html`,
    fix: "Set triggers to a hash of the methods and integrations.",
    checkStack: (resources) =>
      ofRoutes(graphOf(resources))
        .filter(({ deployment: { values } }) => isAbsent(values, "triggers"))
        .map(({ deployment }) => ({
          urn: deployment.urn,
          argument: "triggers",
          found: undefined,
        })),
  },
  {
    id: "API-22",
    severity: "error",
    type: apigateway.restDeployment,
    limit:
      "a resource policy of a PRIVATE API, before its deployment: API Gateway deploys none without",
    source: `${GUIDE}/apigateway-private-api-create.html`,
    fix: "Set policy of the RestApi, or make a RestApiPolicy and name it in the deployment's dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(apigateway.restDeployment).flatMap((deployment): StackProblem[] => {
        const { urn } = deployment;
        const api = graph.one(deployment, "restApi", apigateway.restApi);
        const isPrivate = api && equals(api.values, "endpointConfiguration.types", "PRIVATE");
        if (!isPrivate || mayHavePolicy(api)) return [];
        const policies = graph
          .ofType(apigateway.restApiPolicy)
          .filter((policy) => graph.one(policy, "restApiId", apigateway.restApi) === api);
        if (policies.some((policy) => graph.dependsOn(deployment, policy.urn))) return [];
        const [policy] = policies;
        return [
          {
            ...{ urn, argument: "restApi" },
            found: policy ? `not after its policy ${policy.name}` : `${api.name}, without a policy`,
          },
        ];
      });
    },
  },
];

/** Deployments whose API has methods in the stack, with these and their integrations. */
function ofRoutes(graph: Graph) {
  return graph.ofType(apigateway.restDeployment).flatMap((deployment) => {
    const api = graph.one(deployment, "restApi", apigateway.restApi);
    const isOf = (part: StackResource) =>
      api !== undefined && graph.one(part, "restApi", apigateway.restApi) === api;
    const parts = [apigateway.restMethod, apigateway.restIntegration].flatMap((type) =>
      graph.ofType(type).filter(isOf),
    );
    return parts.length > 0 ? [{ deployment, parts }] : [];
  });
}

/** Its own, or one within its OpenAPI document. */
function mayHavePolicy({ values }: StackResource): boolean {
  const body = valueAt(values, "body");
  const isWithin = typeof body === "string" && body.includes("x-amazon-apigateway-policy");
  return !isAbsent(values, "policy") || body === unknown || isWithin;
}

function kindOf(type: string): string {
  return type === apigateway.restMethod ? "method" : "integration";
}
