/** Caches in front of tables (DynamoDB Accelerator). */
import type { Shape } from "../shapes";
import { because, type Facts, FORCES_NEW, ignoringCase, inRegion } from "../type-facts";
import type { Value } from "../wire-values";

export const facts: Facts = {
  "aws:dax/cluster:Cluster": {
    outputs: {
      clusterName: "{auto}",
      arn: "arn:aws:dax:{region}:{account}:cache/{clusterName}",
      clusterAddress: "{clusterName}.{base36:6}.dax-clusters.{region}.amazonaws.com",
      port,
      configurationEndpoint,
      id: "{clusterName}",
    },
    replaces: {
      spec: "AWS::DAX::Cluster",
      names: {
        SSESpecification: "serverSideEncryption",
        IAMRoleARN: "iamRoleArn",
        NetworkType: null,
      },
      also: because(FORCES_NEW, "availabilityZones"),
    },
    standsIn: {
      "aws:dax/parameterGroup:ParameterGroup": ["parameterGroupName"],
      "aws:dax/subnetGroup:SubnetGroup": ["subnetGroupName"],
    },
    unique: ignoringCase(
      inRegion("ClusterAlreadyExistsFault", "Cluster {name} already exists.", ["clusterName"]),
    ),
  },
  "aws:dax/parameterGroup:ParameterGroup": {
    outputs: { name: "{auto}", id: "{name}" },
    replaces: { spec: "AWS::DAX::ParameterGroup", names: { ParameterGroupName: "name" } },
    unique: ignoringCase(
      inRegion("ParameterGroupAlreadyExistsFault", "Parameter group {name} already exists."),
    ),
    deletion: {
      code: "InvalidParameterGroupStateFault",
      message: "Parameter group {id} is in use.",
      namedBy: "name",
    },
  },
  "aws:dax/subnetGroup:SubnetGroup": {
    outputs: { name: "{auto}", id: "{name}" },
    replaces: { spec: "AWS::DAX::SubnetGroup", names: { SubnetGroupName: "name" } },
    unique: ignoringCase(
      inRegion("SubnetGroupAlreadyExistsFault", "Subnet group {name} already exists."),
    ),
    deletion: {
      code: "SubnetGroupInUseFault",
      message: "Subnet group {id} is in use.",
      namedBy: "name",
    },
  },
};

/** 9111 with TLS ("DAX encryption in transit", DynamoDB developer guide). */
function port({ subject }: Shape): Value {
  return subject.inputs.clusterEndpointEncryptionType === "TLS" ? 9_111 : 8_111;
}

function configurationEndpoint(shape: Shape): Value | undefined {
  const address = shape.text("clusterAddress");
  if (address === undefined) return undefined;
  return shape.remember(`${address}:${String(port(shape))}`, "configurationEndpoint");
}
