/** What a stack costs in a month in which nobody uses it. */
import { hourly, monthly, Price, servers } from "../../cloud-model/idle-prices";
import type { Props } from "../../cloud-model";

/** Hours of a month, as AWS's own estimates have them. */
const HOURS = 730;

/** A resource as a plan has it. */
export interface Standing {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Props;
  readonly dependencies: readonly string[];
}

/** A number of one thing that is charged. */
interface Charge {
  readonly what: string;
  readonly count: number;
  /** Of one in an hour, or in a month; none is known for some sizes. */
  readonly price?: Price;
  readonly each: "hour" | "month";
}

export interface IdleCost {
  readonly what: string;
  readonly count: number;
  /** USD a month; absent where no price is known for the region. */
  readonly usd?: number;
}

/**
 * What stands and is charged for, summed up by kind, in the order of the words. What is charged by use alone
 * (functions, queues, buckets, tables by request) is not in it.
 */
export function idleCosts(resources: readonly Standing[], region: string): IdleCost[] {
  const found = new Map<string, { count: number; usd?: number }>();
  for (const resource of resources) {
    for (const { what, count, price, each } of chargesOf(resource, resources)) {
      const one = price?.[region] ?? price?.global;
      const usd = one === undefined ? undefined : one * count * (each === "hour" ? HOURS : 1);
      // Apart where it has no price, so that a sum never hides that it is none.
      const key = usd === undefined ? `${what} ` : what;
      const before = found.get(key) ?? { count: 0, usd: usd === undefined ? undefined : 0 };
      found.set(key, {
        count: before.count + count,
        ...(usd === undefined ? {} : { usd: (before.usd ?? 0) + usd }),
      });
    }
  }
  return [...found]
    .filter(([, { count }]) => count > 0)
    .map(([key, cost]) => ({ what: key.trim(), ...cost }))
    .sort((a, b) => a.what.localeCompare(b.what, "en") || Number(!a.usd) - Number(!b.usd));
}

/** `of` is the one resource of a type that this one was made from. */
type Charged = (inputs: Props, of: (type: string) => Props) => readonly Charge[];

const hour = (what: string, count: number, price?: Price): Charge[] => [
  { what, count, price, each: "hour" },
];
const month = (what: string, count: number, price?: Price): Charge[] => [
  { what, count, price, each: "month" },
];
const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 1);
const numberOf = (value: unknown, otherwise = 0) =>
  typeof value === "number" ? value : Number(value ?? otherwise) || otherwise;
const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const partOf = (value: unknown): Props =>
  ((Array.isArray(value) ? value[0] : value) as Props | undefined) ?? {};

const charges: Readonly<Record<string, Charged>> = {
  "aws:cloudwatch/dashboard:Dashboard": () => month("dashboards", 1, monthly.dashboard),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ metricQueries }) => {
    const metrics = ((metricQueries ?? []) as Props[]).filter(({ metric }) => metric);
    return month("metrics of alarms", Math.max(1, metrics.length), monthly.alarmMetric);
  },
  "aws:dax/cluster:Cluster": ({ nodeType, replicationFactor }) =>
    hour("nodes of DAX", numberOf(replicationFactor, 1), servers[textOf(nodeType)]),
  "aws:dynamodb/table:Table": ({ billingMode, readCapacity, writeCapacity }) =>
    billingMode === "PAY_PER_REQUEST"
      ? []
      : [
          ...hour("read units of tables", numberOf(readCapacity), hourly.readUnit),
          ...hour("write units of tables", numberOf(writeCapacity), hourly.writeUnit),
        ],
  "aws:ec2/eip:Eip": () => hour("public addresses", 1, hourly.publicAddress),
  "aws:ec2/instance:Instance": ({ instanceType, rootBlockDevice }) => [
    ...hour("servers", 1, servers[textOf(instanceType)]),
    ...month("GB of servers' disks", numberOf(partOf(rootBlockDevice).volumeSize), monthly.gp3Gb),
  ],
  "aws:ec2/natGateway:NatGateway": () => hour("NAT gateways", 1, hourly.natGateway),
  "aws:ebs/volume:Volume": ({ size, type }) =>
    month("GB of volumes", numberOf(size), type === "io2" ? monthly.io2Gb : monthly.gp3Gb),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ({ vpcEndpointType, subnetIds }) =>
    vpcEndpointType === "Interface"
      ? hour("zones of interface endpoints", lengthOf(subnetIds), hourly.interfaceEndpointInZone)
      : [],
  "aws:autoscaling/group:Group": serversOf,
  "aws:ecs/service:Service": tasksOf,
  "aws:elasticache/cluster:Cluster": ({ nodeType, numCacheNodes }) =>
    hour("nodes of caches", numberOf(numCacheNodes, 1), servers[textOf(nodeType)]),
  "aws:elasticache/replicationGroup:ReplicationGroup": (inputs) => {
    const { nodeType, engine, numCacheClusters, numNodeGroups, replicasPerNodeGroup } = inputs;
    const nodes = numNodeGroups
      ? numberOf(numNodeGroups) * (1 + numberOf(replicasPerNodeGroup))
      : numberOf(numCacheClusters, 1);
    const type = engine === "valkey" ? `valkey ${textOf(nodeType)}` : textOf(nodeType);
    return hour("nodes of caches", nodes, servers[type]);
  },
  "aws:elb/loadBalancer:LoadBalancer": ({ internal, subnets }) => [
    ...hour("load balancers", 1, hourly.classicLoadBalancer),
    ...(internal === true ? [] : addresses(subnets)),
  ],
  "aws:kinesis/stream:Stream": ({ shardCount, streamModeDetails }) =>
    partOf(streamModeDetails).streamMode === "PROVISIONED"
      ? hour("shards of streams", numberOf(shardCount, 1), hourly.streamShard)
      : hour("streams on demand", 1, hourly.streamOnDemand),
  "aws:kms/key:Key": () => month("keys", 1, monthly.key),
  "aws:kms/replicaKey:ReplicaKey": () => month("keys", 1, monthly.key),
  "aws:lb/loadBalancer:LoadBalancer": ({ internal, loadBalancerType, subnets }) =>
    loadBalancerType === "network"
      ? hour("load balancers", 1, hourly.networkLoadBalancer) // its addresses are `Eip`s
      : [
          ...hour("load balancers", 1, hourly.applicationLoadBalancer),
          ...(internal === true ? [] : addresses(subnets)),
        ],
  "aws:mq/broker:Broker": ({ hostInstanceType, deploymentMode }) => {
    const nodes = { CLUSTER_MULTI_AZ: 3, ACTIVE_STANDBY_MULTI_AZ: 2 }[textOf(deploymentMode)] ?? 1;
    return hour("nodes of brokers", nodes, servers[textOf(hostInstanceType)]);
  },
  "aws:opensearch/domain:Domain": ({ clusterConfig, ebsOptions }) => {
    const nodes = partOf(clusterConfig);
    const count = numberOf(nodes.instanceCount, 1);
    const masters =
      nodes.dedicatedMasterEnabled === true ? numberOf(nodes.dedicatedMasterCount) : 0;
    return [
      ...hour("search nodes", count, servers[textOf(nodes.instanceType)]),
      ...hour("search masters", masters, servers[textOf(nodes.dedicatedMasterType)]),
      ...month("GB of search", count * numberOf(partOf(ebsOptions).volumeSize), monthly.searchGb),
    ];
  },
  "aws:rds/cluster:Cluster": ({ manageMasterUserPassword }) => managed(manageMasterUserPassword),
  "aws:rds/clusterInstance:ClusterInstance": ({ instanceClass }, of) => {
    if (instanceClass !== "db.serverless") {
      return hour("instances of Aurora", 1, servers[`aurora ${textOf(instanceClass)}`]);
    }
    const { serverlessv2ScalingConfiguration } = of("aws:rds/cluster:Cluster");
    const least = numberOf(partOf(serverlessv2ScalingConfiguration).minCapacity);
    return hour("capacity units of Aurora", least, hourly.auroraUnit);
  },
  "aws:rds/instance:Instance": (inputs) => {
    const { allocatedStorage, instanceClass, manageMasterUserPassword, multiAz } = inputs;
    const copies = multiAz === true ? 2 : 1; // the standby costs what the instance does
    return [
      ...hour("instances of databases", copies, servers[textOf(instanceClass)]),
      ...month("GB of databases", copies * numberOf(allocatedStorage), monthly.databaseGb),
      ...managed(manageMasterUserPassword),
    ];
  },
  "aws:rds/proxy:Proxy": () => hour("vCPUs of proxies", 2, hourly.databaseProxyCpu),
  "aws:route53/healthCheck:HealthCheck": () => month("health checks", 1, monthly.healthCheck),
  "aws:route53/zone:Zone": () => month("hosted zones", 1, monthly.hostedZone),
  "aws:secretsmanager/secret:Secret": () => month("secrets", 1, monthly.secret),
  "aws:wafv2/webAcl:WebAcl": ({ rules }) => [
    ...month("web ACLs", 1, monthly.webAcl),
    ...month("rules of web ACLs", ((rules ?? []) as unknown[]).length, monthly.webAclRule),
  ],
};

function chargesOf(resource: Standing, all: readonly Standing[]): readonly Charge[] {
  const of = (wanted: string) =>
    all.find(({ type, urn }) => type === wanted && resource.dependencies.includes(urn))?.inputs ??
    {};
  return charges[resource.type]?.(resource.inputs, of) ?? [];
}

/** An address in each zone of a public load balancer. */
function addresses(subnets: unknown): Charge[] {
  return hour("public addresses", lengthOf(subnets), hourly.publicAddress);
}

/** The secret that RDS makes for the administrator. */
function managed(password: unknown): Charge[] {
  return password === true ? month("secrets", 1, monthly.secret) : [];
}

/** The fewest servers that a group keeps, of the type that its launch template names. */
function serversOf({ minSize }: Props, of: (type: string) => Props): readonly Charge[] {
  const { instanceType, blockDeviceMappings } = of("aws:ec2/launchTemplate:LaunchTemplate");
  const least = numberOf(minSize);
  const size = numberOf(partOf(partOf(blockDeviceMappings).ebs).volumeSize);
  return [
    ...hour("servers", least, servers[textOf(instanceType)]),
    ...month("GB of servers' disks", least * size, monthly.gp3Gb),
  ];
}

/** Tasks on Fargate at full price, Spot or not; those on servers are charged as servers. */
function tasksOf(service: Props, of: (type: string) => Props): readonly Charge[] {
  const { cpu, memory, runtimePlatform } = of("aws:ecs/taskDefinition:TaskDefinition");
  const providers = (service.capacityProviderStrategies ?? []) as Props[];
  const onFargate =
    service.launchType === "FARGATE" ||
    providers.some(({ capacityProvider }) => textOf(capacityProvider).startsWith("FARGATE"));
  if (!onFargate) {
    return [];
  }
  const arm = partOf(runtimePlatform).cpuArchitecture === "ARM64";
  const tasks = Number(service.desiredCount ?? 1);
  return [
    ...hour(
      "vCPUs of tasks",
      (tasks * numberOf(cpu)) / 1024,
      arm ? hourly.fargateArmCpu : hourly.fargateCpu,
    ),
    ...hour(
      "GB of tasks' memory",
      (tasks * numberOf(memory)) / 1024,
      arm ? hourly.fargateArmGb : hourly.fargateGb,
    ),
  ];
}
