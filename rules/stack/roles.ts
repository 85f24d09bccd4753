import { covers, documentsAt, openStatements } from "../base/policy-document";
import { rolePolicyPlaces, typesOf } from "../base/policy-types";
import { iam } from "../base/types/iam";
import { lambda } from "../base/types/lambda";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { isAbsent } from "../base/values";
import { administrators } from "../iam";
import { isService, roleUsers, type RoleUser } from "../role-users";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

/** Who may have a boundary: a policy that bounds grants nothing. */
const BOUNDED = [iam.role, "aws:iam/user:User"];

export const stackRules: readonly StackRule[] = [
  {
    id: "IAM-02-managed",
    severity: "error",
    type: iam.managedPolicy,
    limit: "named actions, or named resources; * on * is administrator access",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
    fix: "Name the actions and the ARNs.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(iam.managedPolicy)
        .filter((policy) => !isBoundary(graph, policy))
        .flatMap((policy) =>
          documentsAt(policy.values, ["policy"])
            .flatMap(administrators)
            .map((problem) => ({ ...problem, urn: policy.urn })),
        );
    },
  },
  {
    id: "IAM-08",
    severity: "error",
    type: [...new Set(roleUsers.map(({ type }) => type))],
    limit: "a role that trusts the service that takes it",
    source: `${GUIDE}/id_roles_create_for-service.html`,
    fix: "Name the service in the role's assumeRolePolicy, or take another role.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return roleUsers.flatMap((user) =>
        graph.ofType(user.type).flatMap((resource) => distrusted(graph, resource, user)),
      );
    },
  },
  {
    id: "LAM-30-create",
    severity: "warning",
    type: typesOf(rolePolicyPlaces),
    limit:
      "no logs:CreateLogGroup; a function with it makes its group again, without retention, after it was deleted",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
    fix: "Make the log group a resource and grant logs:CreateLogStream and logs:PutLogEvents on it.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const taken = new Set(
        graph.ofType(lambda.function).flatMap((fn) => graph.one(fn, "role", iam.role) ?? []),
      );
      return rolePolicyPlaces.flatMap(({ type, path }) =>
        graph
          .ofType(type)
          .filter((holder) => {
            const role = type === iam.role ? holder : graph.one(holder, "role", iam.role);
            return role !== undefined && taken.has(role);
          })
          .flatMap((holder) => groupMaking(holder, path)),
      );
    },
  },
];

/** What lets a function make log groups; services such as RDS and API Gateway need it for their own. */
function groupMaking({ urn, values }: StackResource, path: string): StackProblem[] {
  return documentsAt(values, [path]).flatMap(({ argument, statements }) =>
    statements
      .filter(({ allows }) => allows)
      .flatMap(({ actions }) => actions)
      .filter((action) => /^logs:/i.test(action) && covers(action, "logs:CreateLogGroup"))
      .map((found) => ({ urn, argument, found })),
  );
}

function isBoundary(graph: Graph, policy: StackResource): boolean {
  return BOUNDED.flatMap((type) => graph.ofType(type)).some((bounded) =>
    graph.candidates(bounded, "permissionsBoundary", iam.managedPolicy).includes(policy),
  );
}

function distrusted(graph: Graph, resource: StackResource, user: RoleUser): StackProblem[] {
  const role = isAbsent(resource.values, user.path)
    ? undefined
    : graph.one(resource, user.path, iam.role);
  const [trust] = role === undefined ? [] : documentsAt(role.values, ["assumeRolePolicy"]);
  if (role === undefined || trust?.isWhole !== true) return [];
  const trusted = trust.statements.filter(({ allows }) => allows).flatMap((s) => s.services);
  const isTrusted =
    trusted.some((one) => user.services.some((service) => isService(one, service))) ||
    trusted.includes("*") ||
    openStatements(role.values, "assumeRolePolicy").length > 0;
  if (isTrusted) return [];
  const whom = [...new Set(trusted)].sort().join(", ") || "no service";
  return [
    {
      urn: resource.urn,
      argument: user.path,
      found: `${role.name}, which trusts ${whom}`,
      limit: `a role that trusts ${user.services.join(" or ")}`,
    },
  ];
}
