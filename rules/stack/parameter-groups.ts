import { rds } from "../base/types/rds";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { textAt } from "../base/values";
import { type Graph, graphOf } from "./graph";

/** Where a database names a parameter group, and of which type that is. */
const places = [
  { type: rds.databaseInstance, argument: "parameterGroupName", group: rds.parameterGroup },
  { type: rds.clusterInstance, argument: "dbParameterGroupName", group: rds.parameterGroup },
  { type: rds.databaseCluster, argument: "dbInstanceParameterGroupName", group: rds.parameterGroup },
  {
    ...{ type: rds.databaseCluster, argument: "dbClusterParameterGroupName" },
    group: rds.clusterParameterGroup,
  },
]; // prettier-ignore

export const stackRules: readonly StackRule[] = [
  {
    id: "RDS-14",
    severity: "error",
    type: [...new Set(places.map(({ type }) => type))],
    limit: "a parameter group whose family is that of the engine and its version",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.Overview.html",
    fix: "Give the parameter group the family of the version: aws rds describe-db-engine-versions lists it as DBParameterGroupFamily.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return places.flatMap(({ type, argument, group }) =>
        graph.ofType(type).flatMap((database): StackProblem[] => {
          const own = graph.one(database, argument, group);
          const found = own && textAt(own.values, "family");
          const family = familyOf(graph, database);
          // postgres16 is the family of 16.3, and aurora-mysql8.0 that of 8.0.mysql_aurora.3.08.0.
          return found === undefined || family === undefined || family.test(found)
            ? []
            : [{ urn: database.urn, argument, found: `${own?.name}, of ${found}` }];
        }),
      );
    },
  },
];

/** What the family's name must be like; undefined where the engine isn't known, or names its families in another way. */
function familyOf(graph: Graph, database: StackResource): RegExp | undefined {
  const cluster = graph.one(database, "clusterIdentifier", rds.databaseCluster);
  const engine = textAt(database.values, "engine");
  const version = textAt(database.values, "engineVersion") ?? textAt(cluster?.values ?? {}, "engineVersion"); // prettier-ignore
  const [, major, minor] = /^(\d+)(?:\.(\d+))?/.exec(version ?? "") ?? [];
  if (engine === "postgres" || engine === "aurora-postgresql") {
    // Until 9 the second number was part of the major version, too.
    return new RegExp(
      `^${engine}${major === undefined || Number(major) < 10 ? "\\d" : `${major}$`}`,
    );
  }
  if (engine === "mysql" || engine === "mariadb" || engine === "aurora-mysql") {
    return new RegExp(`^${engine}${minor === undefined ? "\\d" : `${major}\\.${minor}$`}`);
  }
  return undefined;
}
