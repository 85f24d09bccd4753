/** Warehouses (Amazon Redshift Serverless). */
import type { Shape } from "../shapes";
import { because, type Facts, FORCES_NEW, inRegion, NO_SUCH_TYPE } from "../type-facts";
import { reveal, type Value } from "../wire-values";

const TAGGED = "the provider changes tags in place (TagResource)";

export const facts: Facts = {
  "aws:redshiftserverless/namespace:Namespace": {
    outputs: {
      namespaceId: "{uuid}",
      arn: "arn:aws:redshift-serverless:{region}:{account}:namespace/{namespaceId}",
      adminPasswordSecretArn: administratorSecret,
      id: "{namespaceName}",
    },
    replaces: {
      spec: "AWS::RedshiftServerless::Namespace",
      also: because(FORCES_NEW, "dbName"),
      inPlace: { tags: TAGGED },
    },
    unique: inRegion("ConflictException", "The namespace {name} already exists.", [
      "namespaceName",
    ]),
    deletion: {
      code: "ConflictException",
      message: "There is a workgroup associated with the namespace {id}.",
      namedBy: "namespaceName",
    },
  },
  "aws:redshiftserverless/workgroup:Workgroup": {
    outputs: {
      workgroupId: "{uuid}",
      arn: "arn:aws:redshift-serverless:{region}:{account}:workgroup/{workgroupId}",
      endpoints: endpoint,
      id: "{workgroupName}",
    },
    replaces: { spec: "AWS::RedshiftServerless::Workgroup" },
    unique: inRegion("ConflictException", "The workgroup {name} already exists.", [
      "workgroupName",
    ]),
    standsIn: { "aws:redshiftserverless/namespace:Namespace": ["namespaceName"] },
  },
  "aws:redshiftserverless/usageLimit:UsageLimit": {
    outputs: {
      id: "{uuid}",
      arn: "arn:aws:redshift-serverless:{region}:{account}:usagelimit/{id}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "period", "resourceArn") },
  },
};

/** The secret that Redshift makes for an administrator whose password it manages ("Managing admin passwords", management guide). */
function administratorSecret(shape: Shape): Value | undefined {
  const { inputs, region, account } = shape.subject;
  const name = shape.text("namespaceName");
  // Pulumi calls the user's name secret, whatever the program says of it.
  const user = reveal(inputs.adminUsername ?? "admin");
  if (inputs.manageAdminPassword !== true || name === undefined || typeof user !== "string") {
    return undefined;
  }
  const end = shape.digits("adminPasswordSecretArn", 6);
  const arn = `arn:aws:secretsmanager:${region}:${account}:secret:redshift!${name}-${user}-${end}`;
  return shape.remember(arn, "adminPasswordSecretArn");
}

/** One address inside the VPC. */
function endpoint(shape: Shape): Value | undefined {
  const { region, account } = shape.subject;
  const name = shape.text("workgroupName");
  if (name === undefined) return undefined;
  const address = `${name}.${account}.${region}.redshift-serverless.amazonaws.com`;
  const port = typeof shape.subject.inputs.port === "number" ? shape.subject.inputs.port : 5_439;
  return [{ address: shape.remember(address, "endpoints[0].address"), port }];
}
