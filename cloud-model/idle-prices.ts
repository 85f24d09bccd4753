/**
 * What AWS charges for things that stand, used or not: on-demand list prices in USD, without free tiers,
 * discounts and taxes, as of 2026-10-01. A region without a price of its own has none here: nobody's price is
 * taken for another's.
 */

/** By region; `global` where it is the same everywhere. */
export type Price = Readonly<Record<string, number>>;

const global = (usd: number): Price => ({ global: usd });
const inBoth = (ireland: number, virginia: number): Price => ({
  "eu-west-1": ireland,
  "us-east-1": virginia,
});
const virginia = (usd: number): Price => ({ "us-east-1": usd });

/** A month. */
export const monthly = {
  alarmMetric: global(0.1),
  dashboard: global(3),
  hostedZone: global(0.5),
  healthCheck: global(0.75),
  key: global(1),
  secret: global(0.4),
  webAcl: global(5),
  webAclRule: global(1),
  gp3Gb: inBoth(0.088, 0.08),
  io2Gb: inBoth(0.138, 0.125),
  databaseGb: inBoth(0.127, 0.115),
  searchGb: virginia(0.122),
} as const;

/** An hour. */
export const hourly = {
  applicationLoadBalancer: inBoth(0.0252, 0.0225),
  networkLoadBalancer: inBoth(0.0252, 0.0225),
  classicLoadBalancer: inBoth(0.028, 0.025),
  publicAddress: global(0.005),
  natGateway: inBoth(0.048, 0.045),
  interfaceEndpointInZone: inBoth(0.011, 0.01),
  fargateCpu: inBoth(0.04048, 0.04048),
  fargateGb: inBoth(0.004445, 0.004445),
  fargateArmCpu: inBoth(0.03238, 0.03238),
  fargateArmGb: inBoth(0.00356, 0.00356),
  streamOnDemand: virginia(0.04),
  streamShard: virginia(0.015),
  readUnit: virginia(0.00013),
  writeUnit: virginia(0.00065),
  auroraUnit: inBoth(0.14, 0.12),
  /** A vCPU of the database behind it, at least two. */
  databaseProxyCpu: virginia(0.015),
} as const;

/** An hour of a server of this type. */
export const servers: Readonly<Record<string, Price>> = {
  "t4g.nano": inBoth(0.0046, 0.0042),
  "t4g.micro": inBoth(0.0092, 0.0084),
  "t4g.small": inBoth(0.0184, 0.0168),
  "t4g.medium": inBoth(0.0368, 0.0336),
  "t3.micro": inBoth(0.0114, 0.0104),
  "t3.small": inBoth(0.0228, 0.0208),
  "m7g.large": inBoth(0.091, 0.0816),
  "m6i.large": inBoth(0.107, 0.096),
  "c7g.large": inBoth(0.0775, 0.0725),
  "r7g.large": inBoth(0.1199, 0.1071),
  // Nodes of caches; Valkey's are a fifth below Redis's.
  "cache.t4g.micro": virginia(0.016),
  "cache.t4g.small": virginia(0.032),
  "cache.t4g.medium": virginia(0.065),
  "cache.m7g.large": virginia(0.158),
  "valkey cache.t4g.micro": virginia(0.0128),
  "valkey cache.t4g.small": virginia(0.0256),
  "valkey cache.t4g.medium": virginia(0.052),
  "valkey cache.m7g.large": virginia(0.1264),
  "dax.t3.small": virginia(0.04),
  "dax.t3.medium": virginia(0.08),
  "db.t4g.micro": inBoth(0.017, 0.016),
  "db.t4g.small": virginia(0.032),
  "db.t4g.medium": virginia(0.065),
  "db.m7g.large": virginia(0.168),
  "aurora db.t4g.medium": virginia(0.073),
  "aurora db.r7g.large": virginia(0.276),
  "t3.small.search": virginia(0.036),
  "m7g.large.search": virginia(0.135),
  "mq.t3.micro": virginia(0.02704),
  "mq.m5.large": virginia(0.288),
};
