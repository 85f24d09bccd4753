/** Databases (Amazon RDS and Aurora). */
import {
  because,
  type Facts,
  FORCES_NEW,
  inRegion,
  NAME_PREFIX,
  NO_SUCH_TYPE,
  ignoringCase,
} from "../type-facts";
import type { Shape } from "../shapes";
import type { Value } from "../wire-values";

export const facts: Facts = {
  "aws:rds/instance:Instance": {
    outputs: {
      identifier: "{auto}",
      arn: "arn:aws:rds:{region}:{account}:db:{identifier}",
      address: "{identifier}.{base36:12}.{region}.rds.amazonaws.com",
      endpoint: "{address}:{port}",
      resourceId: "db-{BASE36:26}",
      masterUserSecrets: (shape) => administratorSecret(shape, "db"),
      id: "{resourceId}",
    },
    replaces: {
      spec: "AWS::RDS::DBInstance",
      names: {
        DBClusterIdentifier: null,
        DBInstanceIdentifier: "identifier",
        MasterUsername: "username",
        SourceRegion: null,
        CustomIAMInstanceProfile: "customIamInstanceProfile",
        DBSystemId: null,
      },
      also: {
        ...because(
          FORCES_NEW,
          "engine",
          "availabilityZone",
          "snapshotIdentifier",
          "restoreToPointInTime",
        ),
        ...because(NAME_PREFIX, "identifierPrefix"),
      },
      inPlace: {
        port: "ModifyDBInstance changes it",
        dbSubnetGroupName: "ModifyDBInstance changes it",
        identifier: "ModifyDBInstance gives it another name",
      },
    },
    unique: ignoringCase(
      inRegion("DBInstanceAlreadyExists", "DB instance already exists", ["identifier"]),
    ),
  },
  "aws:rds/cluster:Cluster": {
    outputs: {
      clusterIdentifier: "{auto}",
      arn: "arn:aws:rds:{region}:{account}:cluster:{clusterIdentifier}",
      endpoint: "{clusterIdentifier}.cluster-{base36:12}.{region}.rds.amazonaws.com",
      readerEndpoint: "{clusterIdentifier}.cluster-ro-{base36:12}.{region}.rds.amazonaws.com",
      clusterResourceId: "cluster-{BASE36:26}",
      masterUserSecrets: (shape) => administratorSecret(shape, "cluster"),
      id: "{clusterIdentifier}",
    },
    lowerCaseNames: true,
    replaces: {
      spec: "AWS::RDS::DBCluster",
      names: {
        RestoreToTime: "restoreToPointInTime",
        DBClusterIdentifier: "clusterIdentifier",
        SourceDBClusterIdentifier: "restoreToPointInTime",
        PubliclyAccessible: null,
        RestoreType: "restoreToPointInTime",
        UseLatestRestorableTime: "restoreToPointInTime",
        SourceDbClusterResourceId: "restoreToPointInTime",
      },
      also: {
        ...because(FORCES_NEW, "engine", "masterUsername"),
        ...because(NAME_PREFIX, "clusterIdentifierPrefix"),
      },
    },
    unique: ignoringCase(
      inRegion("DBClusterAlreadyExistsFault", "DB Cluster already exists", ["clusterIdentifier"]),
    ),
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    outputs: {
      identifier: "{auto}",
      arn: "arn:aws:rds:{region}:{account}:db:{identifier}",
      endpoint: "{identifier}.{base36:12}.{region}.rds.amazonaws.com",
      id: "{identifier}",
    },
    lowerCaseNames: true,
    replaces: {
      spec: "AWS::RDS::DBInstance",
      names: {
        StorageEncrypted: null,
        Timezone: null,
        Port: null,
        DBClusterIdentifier: "clusterIdentifier",
        KmsKeyId: null,
        DBInstanceIdentifier: "identifier",
        NcharCharacterSetName: null,
        MasterUsername: null,
        CharacterSetName: null,
        SourceRegion: null,
        DBName: null,
        CustomIAMInstanceProfile: "customIamInstanceProfile",
        BackupTarget: null,
        DBSystemId: null,
      },
      also: {
        ...because(FORCES_NEW, "engine", "availabilityZone"),
        ...because(NAME_PREFIX, "identifierPrefix"),
      },
    },
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:rds:{region}:{account}:subgrp:{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::RDS::DBSubnetGroup",
      names: { DBSubnetGroupName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: ignoringCase(
      inRegion("DBSubnetGroupAlreadyExists", "The DB subnet group '{name}' already exists."),
    ),
  },
  "aws:rds/proxy:Proxy": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:rds:{region}:{account}:db-proxy:prx-{hex:17}",
      endpoint: "{name}.proxy-{base36:12}.{region}.rds.amazonaws.com",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::RDS::DBProxy",
      names: { DBProxyName: "name" },
      inPlace: { name: "ModifyDBProxy gives it another name" },
    },
  },
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": {
    outputs: {
      name: "default",
      arn: "arn:aws:rds:{region}:{account}:target-group:prx-tg-{hex:17}",
      id: "{dbProxyName}",
    },
    replaces: {
      spec: "AWS::RDS::DBProxyTargetGroup",
      names: { DBProxyName: "dbProxyName", TargetGroupName: null },
    },
  },
  "aws:rds/proxyTarget:ProxyTarget": {
    outputs: { id: "{dbProxyName}/{targetGroupName}/TRACKED_CLUSTER/{dbClusterIdentifier}" },
    replaces: {
      also: because(
        NO_SUCH_TYPE,
        "dbProxyName",
        "targetGroupName",
        "dbClusterIdentifier",
        "dbInstanceIdentifier",
      ),
    },
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:rds:{region}:{account}:cluster-pg:{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::RDS::DBClusterParameterGroup",
      names: { DBClusterParameterGroupName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: ignoringCase(
      inRegion("DBParameterGroupAlreadyExists", "Parameter group {name} already exists"),
    ),
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    outputs: { name: "{auto}", arn: "arn:aws:rds:{region}:{account}:pg:{name}", id: "{name}" },
    replaces: {
      spec: "AWS::RDS::DBParameterGroup",
      names: { DBParameterGroupName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: ignoringCase(
      inRegion("DBParameterGroupAlreadyExists", "Parameter group {name} already exists"),
    ),
  },
};

/** The secret that RDS makes for the administrator, where it is asked to. */
function administratorSecret(shape: Shape, kind: string): Value {
  const { region, account, inputs } = shape.subject;
  if (inputs.manageMasterUserPassword !== true) {
    return [];
  }
  const digits = (property: string, count: number) =>
    shape.digits(`masterUserSecrets.${property}`, count);
  const id = [8, 4, 4, 4, 12].map((count, part) => digits(`part${part}`, count)).join("-");
  const arn = `arn:aws:secretsmanager:${region}:${account}:secret:rds!${kind}-${id}-${digits("end", 6)}`;
  return [
    {
      secretArn: shape.remember(arn, "masterUserSecrets[0].secretArn"),
      secretStatus: "active",
      ...(inputs.masterUserSecretKmsKeyId === undefined
        ? {}
        : { kmsKeyId: inputs.masterUserSecretKmsKeyId }),
    },
  ];
}
