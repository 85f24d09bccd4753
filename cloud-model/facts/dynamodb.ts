/** Tables (Amazon DynamoDB). */
import { because, type Facts, FORCES_NEW, inRegion } from "../type-facts";

export const facts: Facts = {
  "aws:dynamodb/table:Table": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:dynamodb:{region}:{account}:table/{name}",
      streamLabel: "2020-01-01T00:00:00.{digits:3}",
      streamArn: "{arn}/stream/{streamLabel}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::DynamoDB::Table",
      names: { ImportSourceSpecification: "importTable", TableName: "name", KeySchema: "hashKey" },
      also: because(
        FORCES_NEW,
        "rangeKey",
        "localSecondaryIndexes",
        "restoreSourceName",
        "restoreSourceTableArn",
        "restoreDateTime",
        "restoreToLatestTime",
      ),
    },
    unique: inRegion("ResourceInUseException", "Table already exists: {name}"),
  },
};
