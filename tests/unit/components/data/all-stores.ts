/** A program with every store, for what holds of all of them. */
import * as pulumi from "@pulumi/pulumi";
import { DataLayer } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { EncryptionArgs, EncryptionProfile } from "../../../../components/base/environment-facts";
import { Network } from "../../../../components/network";
import { previewStack } from "../../../../preview/testing";

/** What somebody may change of a stack that stands. */
export interface StoreChanges {
  readonly costCentre?: string;
  readonly zones?: readonly string[];
  readonly encryption?: EncryptionProfile | EncryptionArgs;
  /** Name of the layer, and what it was called before. */
  readonly layer?: string;
  readonly formerly?: string;
  /** True for the larger of two sizes. */
  readonly larger?: boolean;
  readonly production?: boolean;
}

/** Types of resources that data lies in, or that say where it lies. */
export const dataTypes = [
  "aws:backup/vault:Vault",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:dynamodb/table:Table",
  "aws:ebs/volume:Volume",
  "aws:efs/accessPoint:AccessPoint",
  "aws:efs/fileSystem:FileSystem",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticache/serverlessCache:ServerlessCache",
  "aws:glue/catalogDatabase:CatalogDatabase",
  "aws:glue/catalogTable:CatalogTable",
  "aws:kms/key:Key",
  "aws:opensearch/domain:Domain",
  "aws:rds/cluster:Cluster",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/instance:Instance",
  "aws:redshiftserverless/namespace:Namespace",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
];

/** Previews them all in one layer. */
export function previewStores({
  costCentre,
  zones = ["eu-west-1a", "eu-west-1b"],
  encryption = "aws-managed",
  layer = "data",
  formerly,
  larger = false,
  production = true,
}: StoreChanges = {}) {
  return previewStack(() => {
    const environment = new Environment("test", {
      ...{ region: "eu-west-1", account: "123456789012", production, costCentre, encryption },
    });
    const inside = { parent: environment };
    const network = new Network("network", { zones: [...zones] }, inside);
    const wide = new Network(
      "wide",
      { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], cidrBlock: "10.1.0.0/16" },
      inside,
    );
    new DataLayer(
      layer,
      {
        network,
        tables: {
          requests: { hashKey: "id", expiresAt: "gone" },
          scaled: {
            hashKey: "id",
            capacity: { read: { min: larger ? 10 : 5, max: 100 }, write: { min: 5, max: 100 } },
          },
          global: { hashKey: "id", stream: "NEW_AND_OLD_IMAGES", replicas: ["eu-central-1"] },
        },
        sessionTables: { visits: {} },
        buckets: {
          files: {},
          logs: { purpose: "logs" },
          locked: { objectLock: { mode: "GOVERNANCE", days: larger ? 60 : 30 } },
        },
        fileSystems: { shared: { network } },
        lakes: { clicks: { columns: { page: "string" }, queryLimit: larger ? 200 : 100 } },
        searches: { found: { network, zoneCount: 2, volumeSize: larger ? 40 : 20 } },
        warehouses: { reports: { network: wide, baseCapacity: larger ? 16 : 8 } },
        volumes: { disk: { zone: "eu-west-1a", size: larger ? 200 : 100 } },
        backups: { nightly: { deleteAfterDays: larger ? 70 : 35 } },
        caches: {
          nodes: { network, nodeType: larger ? "cache.t4g.small" : "cache.t4g.micro" },
          serverless: { network, serverless: { maximumDataGigabytes: larger ? 10 : 5 } },
        },
        memcached: { pages: { network, numCacheNodes: larger ? 3 : 2 } },
        databases: {
          orders: {
            network,
            engine: "postgres",
            allocatedStorage: larger ? 50 : 20,
            instanceClass: larger ? "db.t4g.small" : "db.t4g.micro",
          },
          copied: { network, engine: "mysql", replicas: { reports: {} } },
        },
        clusters: {
          accounts: {
            network,
            engine: "postgres",
            proxy: {},
            capacity: { maximum: larger ? 8 : 4 },
          },
          ledger: {
            network,
            engine: "mysql",
            instanceClass: larger ? "db.r8g.xlarge" : "db.r8g.large",
          },
        },
      },
      { ...inside, ...(formerly === undefined ? {} : { aliases: [{ name: formerly }] }) },
    );
    return { made: pulumi.output(true) };
  });
}
