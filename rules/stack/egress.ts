import { ec2 } from "../base/types/ec2";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals } from "../base/values";
import { graphOf } from "./graph";
import { defaultTarget } from "./routing";
import { isOpen } from "./security-groups";
import { ofFunction, ofService } from "./vpc-members";

const LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html";

/** What stands in subnets behind security groups, and calls out. */
interface Caller {
  readonly type: string;
  readonly subnets: string;
  readonly groups: string;
  /** True where it has a public address of its own, so that an internet gateway will do. */
  hasPublicAddress?(caller: StackResource): boolean;
}

const callers: readonly Caller[] = [
  ofFunction,
  {
    ...ofService,
    hasPublicAddress: ({ values }) => equals(values, "networkConfiguration.assignPublicIp", true),
  },
];

export const stackRules: readonly StackRule[] = [
  {
    id: "NET-04",
    severity: "error",
    type: callers.map(({ type }) => type),
    limit:
      "subnets with a route to a NAT gateway, because the security group lets it call the internet",
    source: LAMBDA,
    fix: 'Set the network\'s egress to "per-az" or "single", or take the rule to 0.0.0.0/0 away. A public subnet does not help what has no public address, as functions have none.',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return callers.flatMap((caller) =>
        graph.ofType(caller.type).flatMap((resource): StackProblem[] => {
          const groups = graph.all(resource, caller.groups, ec2.securityGroup) ?? [];
          if (!groups.some((group) => isOpen(graph, group))) return [];
          const isReached = caller.hasPublicAddress?.(resource) === true;
          const subnets = graph.all(resource, caller.subnets, ec2.subnet) ?? [];
          const stranded = subnets.filter((subnet) => {
            const target = defaultTarget(graph, subnet);
            return target === "none" || (target === "internet-gateway" && !isReached);
          });
          const found = stranded.map(({ name }) => name);
          return found.length > 0 ? [{ urn: resource.urn, argument: caller.subnets, found }] : [];
        }),
      );
    },
  },
];
