import { openStatements } from "../base/policy-document";
import { opensearch } from "../base/types/opensearch";
import type { StackProblem, StackRule } from "../base/rule";
import { isGuarded, searchAccess } from "../opensearch";
import { graphOf } from "./graph";

export const stackRules: readonly StackRule[] = [
  {
    ...searchAccess,
    id: "SEC-OS-open-policy",
    type: opensearch.searchDomainPolicy,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(opensearch.searchDomainPolicy).flatMap((policy): StackProblem[] => {
        const domain = graph.one(policy, "domainName", opensearch.searchDomain);
        const [open] = openStatements(policy.values, "accessPolicies");
        return domain === undefined || open === undefined || isGuarded(domain.values)
          ? []
          : [
              {
                urn: policy.urn,
                argument: "accessPolicies",
                found: `everyone may ${open.actions.join(", ")} with ${domain.name}`,
              },
            ];
      });
    },
  },
];
