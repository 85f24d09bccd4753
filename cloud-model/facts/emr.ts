/** Applications for Spark (Amazon EMR Serverless), and clusters (Amazon EMR). */
import {
  because,
  type Facts,
  FORCES_NEW,
  inRegion,
  NAME_PREFIX,
  NO_SUCH_TYPE,
} from "../type-facts";

export const facts: Facts = {
  // Names may repeat: EMR tells applications apart by their ids.
  "aws:emrserverless/application:Application": {
    outputs: {
      id: "00{base36:14}",
      arn: "arn:aws:emr-serverless:{region}:{account}:/applications/{id}",
    },
    replaces: { spec: "AWS::EMRServerless::Application" },
  },
  // Names of clusters may repeat.
  "aws:emr/cluster:Cluster": {
    outputs: {
      id: "j-{BASE36:13}",
      arn: "arn:aws:elasticmapreduce:{region}:{account}:cluster/{id}",
    },
    replaces: {
      spec: "AWS::EMR::Cluster",
      names: {
        AutoScalingRole: "autoscalingRole",
        EbsRootVolumeIops: null,
        EbsRootVolumeThroughput: null,
        JobFlowRole: "ec2Attributes",
        OSReleaseLabel: "osReleaseLabel",
      },
      also: because(
        FORCES_NEW,
        "configurationsJson",
        "coreInstanceFleet",
        "masterInstanceFleet",
        "masterInstanceGroup",
        "keepJobFlowAliveWhenNoSteps",
      ),
    },
  },
  "aws:emr/instanceFleet:InstanceFleet": {
    outputs: { id: "if-{BASE36:13}" },
    replaces: { spec: "AWS::EMR::InstanceFleetConfig", names: { InstanceFleetType: null } },
  },
  "aws:emr/managedScalingPolicy:ManagedScalingPolicy": {
    outputs: { id: "{clusterId}" },
    replaces: { also: because(NO_SUCH_TYPE, "clusterId", "computeLimits") },
  },
  "aws:emr/securityConfiguration:SecurityConfiguration": {
    outputs: { name: "{auto}", id: "{name}" },
    replaces: {
      spec: "AWS::EMR::SecurityConfiguration",
      names: { SecurityConfiguration: "configuration" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: inRegion(
      "InvalidRequestException",
      "Security configuration with name '{name}' already exists.",
    ),
  },
};
