/** What the answers of compute services look like. */
import { ec2, type Shapes } from "./templates";

const LAMBDA = "arn:aws:lambda:{region}:{account}";
const INVOKE = "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions";

export const COMPUTE: Shapes = {
  // compute
  "aws:lambda/function:Function": {
    name: "{auto}",
    version: "$LATEST",
    arn: `${LAMBDA}:function:{name}`,
    qualifiedArn: "{arn}:{version}",
    invokeArn: `${INVOKE}/{arn}/invocations`,
    qualifiedInvokeArn: `${INVOKE}/{qualifiedArn}/invocations`,
    id: "{name}",
  },
  "aws:lambda/alias:Alias": {
    name: "{auto}",
    arn: `${LAMBDA}:function:{functionName}:{name}`,
    invokeArn: `${INVOKE}/{arn}/invocations`,
    id: "{arn}",
  },
  "aws:lambda/layerVersion:LayerVersion": {
    layerArn: `${LAMBDA}:layer:{layerName}`,
    version: "1",
    arn: "{layerArn}:{version}",
    id: "{arn}",
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    urlId: "{base36:32}",
    functionUrl: "https://{urlId}.lambda-url.{region}.on.aws/",
    functionArn: `${LAMBDA}:function:{functionName}`,
    id: "{functionName}",
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    uuid: "{uuid}",
    arn: `${LAMBDA}:event-source-mapping:{uuid}`,
    functionArn: `${LAMBDA}:function:{functionName}`,
    id: "{uuid}",
  },
  "aws:lambda/codeSigningConfig:CodeSigningConfig": {
    configId: "csc-{hex:17}",
    arn: `${LAMBDA}:code-signing-config:{configId}`,
    id: "{arn}",
  },
  "aws:codedeploy/application:Application": {
    name: "{auto}",
    applicationId: "{uuid}",
    arn: "arn:aws:codedeploy:{region}:{account}:application:{name}",
    id: "{applicationId}:{name}",
  },
  "aws:codedeploy/deploymentGroup:DeploymentGroup": {
    deploymentGroupId: "{uuid}",
    arn: "arn:aws:codedeploy:{region}:{account}:deploymentgroup:{appName}/{deploymentGroupName}",
    id: "{deploymentGroupId}",
  },
  "aws:ec2/instance:Instance": {
    ...ec2("i", "instance"),
    privateDns: "ip-{hex:8}.{region}.compute.internal",
    publicDns: "ec2-{hex:8}.{region}.compute.amazonaws.com",
  },
  "aws:ec2/launchTemplate:LaunchTemplate": { ...ec2("lt", "launch-template"), name: "{auto}" },
  "aws:autoscaling/group:Group": {
    name: "{auto}",
    arn: "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
    id: "{name}",
  },
  "aws:ecs/cluster:Cluster": {
    name: "{auto}",
    arn: "arn:aws:ecs:{region}:{account}:cluster/{name}",
    id: "{arn}",
  },
  "aws:ecs/service:Service": {
    name: "{auto}",
    arn: "arn:aws:ecs:{region}:{account}:service/{auto}/{name}",
    id: "{arn}",
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    arn: "arn:aws:ecs:{region}:{account}:task-definition/{family}:1",
    arnWithoutRevision: "arn:aws:ecs:{region}:{account}:task-definition/{family}",
    id: "{family}",
  },
  "aws:ecr/repository:Repository": {
    name: "{auto}",
    arn: "arn:aws:ecr:{region}:{account}:repository/{name}",
    repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    id: "{name}",
  },
  "docker-build:index:Image": { digest: "sha256:{hex:64}", contextHash: "{hex:64}" },
};
