/** The pool of connections in front of an Aurora cluster (RDS Proxy). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepsDescription } from "../../wiring/guarding-group";
import { whenMade } from "../../base/outputs";
import { MakeChild } from "../../component";
import { accessTo } from "../../base/grants";
import { assumedBy, policyDocument } from "../../base/policy-document";
import { Connection, VirtualNetwork } from "../../contracts";
import { secretGrants } from "../../base/secret-grants";
import { connectAll } from "../../wiring/connections";
import type { ProxyArgs } from "./aurora-args";
import type { DatabaseEngine } from "./database-engine";

interface ProxyNeeds {
  readonly name: string;
  readonly network: VirtualNetwork;
  readonly engine: DatabaseEngine;
  readonly cluster: aws.rds.Cluster;
  /** The writer and readers, which must stand before they are registered. */
  readonly instances: readonly aws.rds.ClusterInstance[];
  readonly secretArn: pulumi.Output<string>;
  readonly keyArn: pulumi.Output<string> | undefined;
  /** The way from the proxy to the cluster. */
  readonly toCluster: Connection;
  readonly child: MakeChild;
}

export interface ClusterProxy {
  readonly proxy: aws.rds.Proxy;
  readonly securityGroup: aws.ec2.SecurityGroup;
  /** Id by which IAM knows it: the `prx-...` at the end of its ARN. */
  readonly resourceId: pulumi.Output<string>;
}

/** Makes the proxy. Clients sign in by IAM over TLS alone, the proxy by the administrator's secret. */
export function makeProxy(args: ProxyArgs, needs: ProxyNeeds): ClusterProxy {
  const { name, network, cluster, child } = needs;
  const securityGroup = child(
    aws.ec2.SecurityGroup,
    "proxy",
    { vpcId: network.vpcId, description: `Proxy of database ${name}` },
    { key: "proxySecurityGroup", ...keepsDescription },
  );
  const from = { name: `${name}-proxy`, securityGroupId: securityGroup.id };
  connectAll(from, [{ statements: [], connection: needs.toCluster }], child);
  const role = child(
    aws.iam.Role,
    "proxy",
    { assumeRolePolicy: assumedBy("rds.amazonaws.com") },
    { key: "proxyRole" },
  );
  const secret = { arn: needs.secretArn, keyArn: needs.keyArn };
  const policy = child(
    aws.iam.RolePolicy,
    "proxy",
    {
      role: role.name,
      policy: policyDocument(accessTo(secret, secretGrants.read).statements),
    },
    { key: "proxyPolicy" },
  );
  const proxy = child(
    aws.rds.Proxy,
    "proxy",
    {
      engineFamily: needs.engine === "mysql" ? "MYSQL" : "POSTGRESQL",
      auths: [{ authScheme: "SECRETS", iamAuth: "REQUIRED", secretArn: needs.secretArn }],
      requireTls: true,
      debugLogging: false, // it would write statements, and what is in them, to a log
      idleClientTimeout: args.idleClientTimeout ?? 1800,
      roleArn: role.arn,
      vpcSubnetIds: network.isolatedSubnetIds,
      vpcSecurityGroupIds: [securityGroup.id],
    },
    // Its subnets can't be changed: with a zone more it stays where it is.
    { key: "proxy", ignoreChanges: ["vpcSubnetIds"], dependsOn: [policy] },
  );
  const pool = child(
    aws.rds.ProxyDefaultTargetGroup,
    "proxy",
    {
      dbProxyName: proxy.name,
      connectionPoolConfig: { maxConnectionsPercent: args.maxConnectionsPercent ?? 90 },
    },
    { key: "proxyPool" },
  );
  child(
    aws.rds.ProxyTarget,
    "proxy",
    {
      dbProxyName: proxy.name,
      targetGroupName: pool.name,
      dbClusterIdentifier: cluster.clusterIdentifier,
    },
    { key: "proxyTarget", dependsOn: [...needs.instances] },
  );
  const resourceId = whenMade(proxy.arn, (arn) => arn.split(":").at(-1) ?? "");
  return { proxy, securityGroup, resourceId };
}
