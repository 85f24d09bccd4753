/** What an account has once, by the names that settings and components use. */

/** Roles that a service makes for itself, once an account: its name for the service, and the role's. */
export const linkedRoles = {
  autoScalingRole: linked(
    "autoscaling.amazonaws.com",
    "AWSServiceRoleForAutoScaling",
    "auto-scaling",
  ),
  batchRole: linked("batch.amazonaws.com", "AWSServiceRoleForBatch", "batch"),
  daxRole: linked("dax.amazonaws.com", "AWSServiceRoleForDAX", "dax"),
  ecsRole: linked("ecs.amazonaws.com", "AWSServiceRoleForECS", "ecs"),
  elastiCacheRole: linked(
    "elasticache.amazonaws.com",
    "AWSServiceRoleForElastiCache",
    "elasticache",
  ),
  emrRole: linked("elasticmapreduce.amazonaws.com", "AWSServiceRoleForEMRCleanup", "emr"),
  emrServerlessRole: linked(
    "ops.emr-serverless.amazonaws.com",
    "AWSServiceRoleForAmazonEMRServerless",
    "emr-serverless",
  ),
  mqRole: linked("mq.amazonaws.com", "AWSServiceRoleForAmazonMQ", "mq"),
  openSearchRole: linked(
    "opensearchservice.amazonaws.com",
    "AWSServiceRoleForAmazonOpenSearchService",
    "opensearch",
  ),
  rdsRole: linked("rds.amazonaws.com", "AWSServiceRoleForRDS", "rds"),
  redshiftRole: linked("redshift.amazonaws.com", "AWSServiceRoleForRedshift", "redshift"),
  spotRole: linked("spot.amazonaws.com", "AWSServiceRoleForEC2Spot", "spot"),
} as const;

export type LinkedRole = keyof typeof linkedRoles;

/**
 * What `oncePerAccount` can give to a stack: the role by which REST APIs write logs, the policy by which
 * services deliver logs to `/aws/vendedlogs/` and Amazon MQ to `/aws/amazonmq/`, that by which Route 53 logs queries in us-east-1, that by
 * which topics write traces, EMR's block of public access, and service-linked roles.
 */
export const onceThings = [
  "apiGatewayLogs",
  "logDelivery",
  "dnsQueryLogs",
  "topicTraces",
  "emrPublicAccess",
  ...(Object.keys(linkedRoles) as LinkedRole[]),
] as const;
export type OnceThing = (typeof onceThings)[number];

/** The stack that makes each thing for the account; what is left out is there already. */
export type OncePerAccountStacks = { readonly [thing in OnceThing]?: string };

/** The name of a stack of this project. */
export const stackNamePattern = /^[A-Za-z0-9_.-]{1,100}$/;

export function isLinkedRole(thing: OnceThing): thing is LinkedRole {
  return thing in linkedRoles;
}

function linked(service: string, role: string, suffix: string) {
  return { service, role, suffix };
}
