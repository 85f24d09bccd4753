import { ec2 } from "../base/types/ec2";
import { efs } from "../base/types/efs";
import { lambda } from "../base/types/lambda";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { isAbsent, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Where a function stands in the VPC, against what it uses there. */
export const stackRules: readonly StackRule[] = [
  {
    id: "LAM-11-vpc",
    severity: "error",
    type: lambda.function,
    limit: "subnets and security groups of one VPC",
    source: `${GUIDE}/configuration-vpc.html`,
    fix: "Name subnets and security groups of the same VPC.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.function).flatMap((fn): StackProblem[] => {
        const placed = [
          ...(graph.all(fn, "vpcConfig.subnetIds", ec2.subnet) ?? []),
          ...(graph.all(fn, "vpcConfig.securityGroupIds", ec2.securityGroup) ?? []),
        ];
        const vpcs = new Set(placed.flatMap((resource) => vpcOf(graph, resource) ?? []));
        return vpcs.size > 1
          ? [{ urn: fn.urn, argument: "vpcConfig", found: [...vpcs].sort().join(", ") }]
          : [];
      });
    },
  },
  {
    id: "LAM-12-zones",
    severity: "error",
    type: lambda.function,
    limit: "a mount target of the file system in every zone of the function",
    source: `${GUIDE}/configuration-filesystem.html`,
    fix: "Add a mount target in each zone, or take the function out of the others.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(lambda.function)
        .filter(({ values }) => !isAbsent(values, "fileSystemConfig"))
        .flatMap((fn): StackProblem[] => {
          const mounted = zonesOfMountTargets(graph, fn);
          const used = zonesOf(graph.all(fn, "vpcConfig.subnetIds", ec2.subnet) ?? []);
          const missing = used?.filter((zone) => mounted?.includes(zone) === false) ?? [];
          return missing.length > 0
            ? [
                {
                  urn: fn.urn,
                  argument: "fileSystemConfig.arn",
                  found: `no mount target in ${missing.join(", ")}`,
                },
              ]
            : [];
        });
    },
  },
];

/** The name of the VPC of this stack, or the id of one that is there already. */
function vpcOf(graph: Graph, resource: StackResource): string | undefined {
  return graph.one(resource, "vpcId", ec2.vpc)?.name ?? textAt(resource.values, "vpcId");
}

/** Undefined where one of the mount targets can't be told. */
function zonesOfMountTargets(graph: Graph, fn: StackResource): string[] | undefined {
  const accessPoint = graph.one(fn, "fileSystemConfig.arn", efs.accessPoint);
  const fileSystem = accessPoint && graph.one(accessPoint, "fileSystemId", efs.fileSystem);
  if (fileSystem === undefined) return undefined;
  const subnets = graph
    .ofType(efs.mountTarget)
    .map((target) => ({
      of: graph.one(target, "fileSystemId", efs.fileSystem),
      subnet: graph.one(target, "subnetId", ec2.subnet),
    }))
    .filter(({ of }) => of === undefined || of === fileSystem);
  return subnets.every(({ subnet, of }) => subnet !== undefined && of !== undefined)
    ? zonesOf(subnets.flatMap(({ subnet }) => subnet ?? []))
    : undefined;
}

function zonesOf(subnets: readonly StackResource[]): string[] | undefined {
  const zones = subnets.map(({ values }) => textAt(values, "availabilityZone"));
  return zones.every((zone) => zone !== undefined) ? [...new Set(zones)].sort() : undefined;
}
