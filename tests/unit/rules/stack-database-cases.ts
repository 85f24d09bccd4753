/** Stacks with relational databases, for the rules that look at several resources. */
import type { Plain, StackResource } from "../../../rules";
import { rds } from "../../../rules/base/types/rds";
import { from, stackOf } from "./stack";
import type { StackCase } from "./stack-cases";

interface Cluster {
  readonly engine?: string;
  readonly minimum?: number;
}

function inCluster(
  { engine = "aurora-mysql", minimum }: Cluster,
  member: { readonly [argument: string]: Plain },
): StackResource[] {
  const scaling =
    minimum === undefined ? {} : { serverlessv2ScalingConfiguration: { minCapacity: minimum } };
  return stackOf(
    { type: rds.databaseCluster, name: "cluster", args: { engine, ...scaling } },
    {
      ...{ type: rds.clusterInstance, name: "writer" },
      args: { clusterIdentifier: from("cluster"), ...member },
    },
    {
      ...{ type: rds.databaseProxyTarget, name: "target" },
      args: { dbClusterIdentifier: from("cluster") },
    },
  );
}

function copied(manageMasterUserPassword: boolean): StackResource[] {
  return stackOf(
    { type: rds.databaseInstance, name: "orders", args: { manageMasterUserPassword } },
    {
      ...{ type: rds.databaseInstance, name: "replica" },
      args: { replicateSourceDb: from("orders") },
    },
  );
}

/** A database with a parameter group of another resource. */
function grouped(family: string, args: { readonly [argument: string]: Plain }): StackResource[] {
  return stackOf(
    { type: rds.parameterGroup, name: "group", args: { family } },
    {
      ...{ type: rds.databaseInstance, name: "orders" },
      args: { ...args, parameterGroupName: from("group") },
    },
  );
}

export const databaseStackCases: { readonly [rule: string]: StackCase } = {
  "RDS-14": {
    pass: grouped("postgres16", { engine: "postgres", engineVersion: "16.3" }),
    fail: grouped("postgres15", { engine: "postgres", engineVersion: "16.3" }),
    blamed: "orders",
  },
  "RDS-11-engine": {
    pass: inCluster({}, { engine: "aurora-mysql" }),
    fail: inCluster({}, { engine: "aurora-postgresql" }),
    blamed: "writer",
  },
  "RDS-11-serverless": {
    pass: inCluster({ minimum: 1 }, { instanceClass: "db.serverless" }),
    fail: inCluster({}, { instanceClass: "db.serverless" }),
    blamed: "writer",
  },
  "RDS-11-pause": {
    pass: inCluster({ minimum: 0.5 }, {}),
    fail: inCluster({ minimum: 0 }, {}),
    blamed: "target",
  },
  "RDS-12": { pass: copied(false), fail: copied(true), blamed: "replica" },
};
