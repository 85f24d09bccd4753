/** What a VPC has to be, and to have in it, for what stands there. */
import { ec2 } from "../base/types/ec2";
import { ecs } from "../base/types/ecs";
import { elasticache } from "../base/types/elasticache";
import { lambda } from "../base/types/lambda";
import { lb } from "../base/types/lb";
import { rds } from "../base/types/rds";
import { type StackProblem, type StackResource, type StackRule } from "../base/rule";
import { equals, isAbsent, listOf, valueAt } from "../base/values";
import { type Graph, graphOf } from "./graph";

const EC2 = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";
const DNS = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html";

/** Where a resource names its subnets and its security groups. */
interface Member {
  readonly type: string;
  readonly subnets: string;
  readonly groups: string;
  /** The group of subnets that it names in their place. */
  readonly subnetGroup?: string;
}

/** A function's place, and that of a service's tasks. */
export const ofFunction = {
  ...{ type: lambda.function, subnets: "vpcConfig.subnetIds" },
  groups: "vpcConfig.securityGroupIds",
};
export const ofService = {
  ...{ type: ecs.ecsService, subnets: "networkConfiguration.subnets" },
  groups: "networkConfiguration.securityGroups",
};
const balancer = { subnets: "subnets", groups: "securityGroups" };
const database = { subnets: "dbSubnetGroupName", groups: "vpcSecurityGroupIds", subnetGroup: rds.subnetGroup }; // prettier-ignore
const cache = { subnets: "subnetGroupName", groups: "securityGroupIds", subnetGroup: elasticache.subnetGroup }; // prettier-ignore

const members: readonly Member[] = [
  ofFunction,
  ofService,
  { type: lb.loadBalancer, ...balancer },
  { type: lb.albLoadBalancer, ...balancer },
  { type: ec2.instance, subnets: "subnetId", groups: "vpcSecurityGroupIds" },
  { type: ec2.vpcEndpoint, subnets: "subnetIds", groups: "securityGroupIds" },
  { type: rds.databaseInstance, ...database },
  { type: rds.databaseCluster, ...database },
  { type: elasticache.replicationGroup, ...cache },
  { type: elasticache.cacheCluster, ...cache },
  { type: elasticache.serverlessCache, subnets: "subnetIds", groups: "securityGroupIds" },
];

export const stackRules: readonly StackRule[] = [
  {
    id: "NET-13",
    severity: "error",
    type: members.map(({ type }) => type),
    limit: "subnets and security groups of one VPC",
    source: `${EC2}/API_CreateSecurityGroup.html`,
    fix: "Give the security group the VPC's id as vpcId: without it EC2 puts it into the account's default VPC.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return members.flatMap((member) =>
        graph.ofType(member.type).flatMap((resource): StackProblem[] => {
          const { urn } = resource;
          const [subnet] = subnetsOf(graph, resource, member) ?? [];
          const vpc = subnet && graph.one(subnet, "vpcId", ec2.vpc);
          if (vpc === undefined) return [];
          const groups = graph.all(resource, member.groups, ec2.securityGroup) ?? [];
          return groups.flatMap((group) => {
            const other = elsewhere(graph, group, vpc);
            const found = `${group.name}, of ${other}; its subnets are of ${vpc.name}`;
            return other === undefined ? [] : [{ urn, argument: member.groups, found }];
          });
        }),
      );
    },
  },
  {
    id: "NET-14",
    severity: "error",
    type: ec2.vpcEndpoint,
    limit: "a VPC with enableDnsSupport and enableDnsHostnames, for an endpoint with private DNS",
    source: DNS,
    fix: "Set enableDnsHostnames of the VPC to true, which is false by default, and leave enableDnsSupport true.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(ec2.vpcEndpoint).flatMap((endpoint): StackProblem[] => {
        if (!equals(endpoint.values, "privateDnsEnabled", true)) return [];
        const vpc = graph.one(endpoint, "vpcId", ec2.vpc);
        const lacks =
          vpc !== undefined &&
          (equals(vpc.values, "enableDnsHostnames", false) ||
            isAbsent(vpc.values, "enableDnsHostnames") ||
            equals(vpc.values, "enableDnsSupport", false));
        return lacks ? [{ urn: endpoint.urn, argument: "privateDnsEnabled", found: true }] : [];
      });
    },
  },
  {
    id: "RDS-15",
    severity: "error",
    type: rds.subnetGroup,
    limit: "subnets in two Availability Zones or more",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    fix: "Add a subnet of another zone; a database in one zone alone needs the group to cover two as well.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(rds.subnetGroup).flatMap((group): StackProblem[] => {
        const found = oneZone(graph, group);
        return found === undefined ? [] : [{ urn: group.urn, argument: "subnetIds", found }];
      });
    },
  },
];

function subnetsOf(graph: Graph, resource: StackResource, { subnets, subnetGroup }: Member) {
  if (subnetGroup === undefined) return graph.all(resource, subnets, ec2.subnet);
  const group = graph.one(resource, subnets, subnetGroup);
  return group && graph.all(group, "subnetIds", ec2.subnet);
}

/** Which VPC it is of, where that is certainly another: one of the stack is never the account's default VPC. */
function elsewhere(graph: Graph, group: StackResource, vpc: StackResource): string | undefined {
  if (isAbsent(group.values, "vpcId")) return "the default VPC";
  const own = graph.one(group, "vpcId", ec2.vpc);
  return own === vpc ? undefined : own?.name;
}

/** Where all subnets of the group are, where that is one zone. */
function oneZone(graph: Graph, group: StackResource): string | undefined {
  if (listOf(valueAt(group.values, "subnetIds")).length === 1) return "one subnet";
  const subnets = graph.all(group, "subnetIds", ec2.subnet) ?? [];
  const [zone, ...others] = subnets.map(({ values }) => valueAt(values, "availabilityZone"));
  const isOne = typeof zone === "string" && others.every((each) => each === zone);
  return isOne ? `all in ${zone}` : undefined;
}
