/**
 * Interface endpoints of AWS services by the last part of their name, and the IAM prefix of the
 * actions that are called through them. Sources: VPC PrivateLink guide, "AWS services that integrate
 * with AWS PrivateLink"; Service Authorization Reference.
 */

/** Services whose endpoints are not called as their IAM prefix is; the one most asked for first. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  appconfig: ["appconfigdata", "appconfig"],
  appsync: ["appsync-api"],
  aps: ["aps-workspaces", "aps"],
  bedrock: ["bedrock-runtime", "bedrock", "bedrock-agent-runtime", "bedrock-agent"],
  cloudformation: ["cloudformation", "cloudcontrolapi"],
  cloudhsm: ["cloudhsmv2"],
  cloudwatch: ["monitoring"],
  codecommit: ["codecommit", "git-codecommit"],
  dynamodb: ["dynamodb-streams"],
  ecs: ["ecs", "ecs-agent", "ecs-telemetry"],
  elasticbeanstalk: ["elasticbeanstalk", "elasticbeanstalk-health"],
  firehose: ["kinesis-firehose"],
  forecast: ["forecastquery", "forecast"],
  guardduty: ["guardduty", "guardduty-data"],
  kinesis: ["kinesis-streams"],
  lex: ["runtime-v2-lex", "models-v2-lex"],
  memorydb: ["memory-db"],
  "neptune-graph": ["neptune-graph-data", "neptune-graph"],
  personalize: ["personalize-runtime", "personalize-events", "personalize"],
  pipes: ["pipes", "pipes-data"],
  rekognition: ["rekognition", "streaming-rekognition"],
  servicediscovery: ["data-servicediscovery", "servicediscovery"],
  ses: ["email", "email-smtp"],
  "sms-voice": ["pinpoint-sms-voice-v2"],
  states: ["states", "sync-states"],
  tag: ["tagging"],
  transcribe: ["transcribe", "transcribestreaming"],
};

/** Endpoints that are called as their IAM prefix is, up to the first dot. */
const sameNames = `
  access-analyzer acm-pca airflow.api apigateway application-autoscaling athena autoscaling
  autoscaling-plans backup batch cassandra cloudtrail codeartifact.api codeartifact.repositories
  codebuild codedeploy codepipeline cognito-identity cognito-idp comprehend comprehendmedical config
  databrew dataexchange datasync datazone dms ds ec2 ec2messages ecr.api ecr.dkr eks eks-auth
  elasticache elasticfilesystem elasticloadbalancing elasticmapreduce emr-containers emr-serverless
  entityresolution events execute-api fis fsx geo.maps geo.places geo.routes geo.tracking glue
  grafana healthlake imagebuilder inspector2 iot.data iot.credentials kafka kafkaconnect kendra kms
  lakeformation lambda license-manager logs macie2 mq network-firewall organizations outposts pi polly
  pricing.api qldb.session ram rds rds-data redshift redshift-data redshift-serverless
  resource-groups s3tables s3vectors sagemaker.runtime sagemaker.api sagemaker.featurestore-runtime
  sagemaker.metrics scheduler schemas secretsmanager securityhub servicecatalog shield sns sqs ssm
  ssm-contacts ssm-incidents ssmmessages storagegateway sts swf synthetics textract
  timestream-influxdb transfer translate verifiedpermissions vpc-lattice wafv2 workspaces xray
`
  .trim()
  .split(/\s+/);

/** All endpoints known here. */
export const knownEndpoints: readonly string[] = [
  ...Object.values(otherNames).flat(),
  ...sameNames,
].sort();

/** The port of every other endpoint. */
export const HTTPS = 443;
/** What is not called over HTTPS (SES guide, "Connecting to an SMTP endpoint"; Keyspaces guide, "Service endpoints"). */
const otherPorts: Readonly<Record<string, number>> = { "email-smtp": 587, cassandra: 9142 };

const prefixes = new Map(
  Object.entries(otherNames).flatMap(([prefix, endpoints]) =>
    endpoints.map((endpoint) => [endpoint, prefix] as const),
  ),
);

/** The prefix of the actions that an endpoint takes: `kinesis` for `kinesis-streams`, `ecr` for `ecr.api`. */
export function actionPrefixOf(endpoint: string): string {
  const name = withoutFips(endpoint);
  return prefixes.get(name) ?? name.split(".")[0];
}

/** False for a name that AWS may still have: it adds endpoints all the time. */
export function isKnownEndpoint(endpoint: string): boolean {
  return knownEndpoints.includes(withoutFips(endpoint));
}

/** The TCP port that an endpoint listens on. */
export function portOf(endpoint: string): number {
  return otherPorts[withoutFips(endpoint)] ?? HTTPS;
}

/** The endpoint to make for calls with this prefix, where one is known: `kinesis-streams` for `kinesis`. */
export function endpointFor(actionPrefix: string): string | undefined {
  const [first] = otherNames[actionPrefix] ?? [];
  return first ?? sameNames.find((name) => actionPrefixOf(name) === actionPrefix);
}

/** The same endpoint with validated cryptography; its clients have to ask for it. */
function withoutFips(endpoint: string): string {
  return endpoint.replace(/-fips$/, "");
}
