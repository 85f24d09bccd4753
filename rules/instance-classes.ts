/** Names of machine classes: each service has a prefix or an ending of its own. */
import { pattern } from "./base/checks";
import { dax } from "./base/types/dax";
import { ec2 } from "./base/types/ec2";
import { elasticache } from "./base/types/elasticache";
import { mq } from "./base/types/mq";
import { opensearch } from "./base/types/opensearch";
import { rds } from "./base/types/rds";
import type { ResourceRule } from "./base/rule";

interface InstanceClass {
  readonly id: string;
  readonly type: string | readonly string[];
  readonly arguments: readonly string[];
  readonly allowed: RegExp;
  readonly example: string;
  readonly source: string;
}

const classes: readonly InstanceClass[] = [
  {
    id: "RDS-03",
    type: [rds.databaseInstance, rds.clusterInstance, rds.databaseCluster],
    arguments: ["instanceClass", "dbClusterInstanceClass"],
    allowed: /^db\.[a-z0-9-]+(\.[a-z0-9-]+)*$/,
    example: "db.t4g.micro",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html",
  },
  {
    id: "EC-01",
    type: [elasticache.cacheCluster, elasticache.replicationGroup],
    arguments: ["nodeType"],
    allowed: /^cache\.[a-z0-9]+\.[a-z0-9]+$/,
    example: "cache.t4g.micro",
    source:
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html",
  },
  {
    id: "DAX-01",
    type: dax.daxCluster,
    arguments: ["nodeType"],
    allowed: /^dax\.(t\d+[a-z]*\.(small|medium)|r\d+[a-z]*\.(\d+x|x)?large)$/,
    example: "dax.t3.small",
    source:
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.concepts.cluster.html",
  },
  {
    id: "MQ-02",
    type: mq.broker,
    arguments: ["hostInstanceType"],
    allowed: /^mq\.[a-z0-9]+\.[a-z0-9]+$/,
    example: "mq.t3.micro",
    source:
      "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-instance-types.html",
  },
  {
    id: "OS-01",
    type: opensearch.searchDomain,
    arguments: [
      "clusterConfig.instanceType",
      "clusterConfig.dedicatedMasterType",
      "clusterConfig.warmType",
    ],
    allowed: /^[a-z0-9]+\.[a-z0-9]+\.search$/,
    example: "t3.small.search",
    source:
      "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html",
  },
  {
    id: "EC2-01",
    type: [ec2.instance, ec2.launchTemplate],
    arguments: ["instanceType"],
    allowed: /^(?!(db|cache|dax|mq)\.)[a-z0-9-]+\.[a-z0-9-]+$/,
    example: "t4g.micro",
    source: "https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html",
  },
];

export const sections = { MQ: "Brokers", EC2: "Instances" };

export const resourceRules: readonly ResourceRule[] = classes.flatMap((kind) =>
  kind.arguments.map((argument, index) =>
    pattern(
      index === 0 ? kind.id : `${kind.id}-${argument.split(".").at(-1) ?? ""}`,
      kind.type,
      argument,
      kind.allowed,
      {
        limit: `a class of this service, such as ${kind.example}`,
        source: kind.source,
        fix: `Write the whole name of the class, such as ${kind.example}.`,
      },
    ),
  ),
);
