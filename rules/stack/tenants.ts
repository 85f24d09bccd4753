/** Functions with an environment for each tenant: a call that names none is refused by Lambda. */
import { apigateway } from "../base/types/apigateway";
import { lambda } from "../base/types/lambda";
import { s3 } from "../base/types/s3";
import type { StackResource, StackRule } from "../base/rule";
import { equals, isRecord, valueAt } from "../base/values";
import { graphOf } from "./graph";
import { called, callers } from "./invocation-permissions";

/** By which the integration of a REST API names the tenant. */
const TENANT = "integration.request.header.x-amz-tenant-id";

const calling: readonly { readonly type: string; readonly arguments: readonly string[] }[] = [
  ...callers,
  { type: lambda.eventSourceMapping, arguments: ["functionName"] },
  { type: lambda.functionUrl, arguments: ["functionName"] },
  { type: s3.bucketNotification, arguments: ["lambdaFunctions"] },
];

export const stackRules: readonly StackRule[] = [
  {
    id: "LAM-35",
    severity: "error",
    type: calling.map(({ type }) => type),
    limit:
      "functions without tenant isolation, but for a REST API whose integration names the tenant",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html",
    fix: `Call the function from one that names the tenant (TenantId), or through a REST API whose integration has requestParameters "integration.request.header.X-Amz-Tenant-Id".`,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return calling.flatMap((caller) =>
        graph
          .ofType(caller.type)
          .filter((resource) => !namesTenant(resource))
          .flatMap((resource) =>
            caller.arguments.flatMap((argument) =>
              called(graph, resource, argument)
                .filter(({ fn }) =>
                  equals(fn.values, "tenancyConfig.tenantIsolationMode", "PER_TENANT"),
                )
                .map(({ fn }) => ({ urn: resource.urn, argument, found: fn.name })),
            ),
          ),
      );
    },
  },
];

/** True where an integration of a REST API does so, or may. */
function namesTenant({ type, values }: StackResource): boolean {
  if (type !== apigateway.restIntegration) return false;
  const parameters = valueAt(values, "requestParameters");
  if (parameters === undefined || parameters === null) return false;
  return (
    !isRecord(parameters) || Object.keys(parameters).some((key) => key.toLowerCase() === TENANT)
  );
}
