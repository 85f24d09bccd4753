import { rds } from "../base/types/rds";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, textAt, valueAt } from "../base/values";
import { graphOf } from "./graph";

const AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide";
const MINIMUM = "serverlessv2ScalingConfiguration.minCapacity";

/** Each instance of a cluster with its cluster, where that is decided. */
function members(resources: readonly StackResource[]) {
  const graph = graphOf(resources);
  return graph.ofType(rds.clusterInstance).flatMap((instance) => {
    const cluster = graph.one(instance, "clusterIdentifier", rds.databaseCluster);
    return cluster === undefined ? [] : [{ instance, cluster }];
  });
}

export const stackRules: readonly StackRule[] = [
  {
    id: "RDS-11-engine",
    severity: "error",
    type: rds.clusterInstance,
    limit: "the engine of its cluster",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
    fix: "Set engine to cluster.engine.",
    checkStack: (resources) =>
      members(resources).flatMap(({ instance, cluster }): StackProblem[] => {
        const [own, its] = [textAt(instance.values, "engine"), textAt(cluster.values, "engine")];
        return own !== undefined && its !== undefined && own !== its
          ? [{ urn: instance.urn, argument: "engine", found: own, limit: `${its}, as its cluster` }]
          : [];
      }),
  },
  {
    id: "RDS-11-serverless",
    severity: "error",
    type: rds.clusterInstance,
    limit: "db.serverless in a cluster with serverlessv2ScalingConfiguration only",
    source: `${AURORA}/aurora-serverless-v2.create.html`,
    fix: "Give the cluster serverlessv2ScalingConfiguration, or the instance a class such as db.r8g.large.",
    checkStack: (resources) =>
      members(resources).flatMap(({ instance, cluster }): StackProblem[] =>
        equals(instance.values, "instanceClass", "db.serverless") &&
        valueAt(cluster.values, "serverlessv2ScalingConfiguration") === undefined
          ? [{ urn: instance.urn, argument: "instanceClass", found: "db.serverless" }]
          : [],
      ),
  },
  {
    id: "RDS-11-pause",
    severity: "warning",
    type: rds.databaseProxyTarget,
    limit: "a cluster whose minCapacity is 0.5 or more; a proxy's connections never let it pause",
    source: `${AURORA}/aurora-serverless-v2-auto-pause.html`,
    fix: "Set minCapacity to 0.5, or connect without the proxy.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(rds.databaseProxyTarget).flatMap((target): StackProblem[] => {
        const cluster = graph.one(target, "dbClusterIdentifier", rds.databaseCluster);
        return cluster !== undefined && equals(cluster.values, MINIMUM, 0)
          ? [{ urn: target.urn, argument: "dbClusterIdentifier", found: `${cluster.name}, with 0` }]
          : [];
      });
    },
  },
  {
    id: "RDS-12",
    severity: "error",
    type: rds.databaseInstance,
    limit: "a source whose password RDS does not manage: it makes no replica of one that it does",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
    fix: "Give the source a password of your own in Secrets Manager, or take Aurora.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(rds.databaseInstance).flatMap((replica): StackProblem[] => {
        const source = graph.one(replica, "replicateSourceDb", rds.databaseInstance);
        return source !== undefined && equals(source.values, "manageMasterUserPassword", true)
          ? [{ urn: replica.urn, argument: "replicateSourceDb", found: source.name }]
          : [];
      });
    },
  },
];
