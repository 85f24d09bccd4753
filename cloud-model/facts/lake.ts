/** What a lake is made of: delivery (Amazon Data Firehose), catalog (AWS Glue), queries (Amazon Athena). */
import { because, type Facts, FORCES_NEW, inRegion, NO_SUCH_TYPE } from "../type-facts";

export const facts: Facts = {
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:firehose:{region}:{account}:deliverystream/{name}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::KinesisFirehose::DeliveryStream",
      names: {
        DeliveryStreamName: "name",
        KinesisStreamSourceConfiguration: "kinesisSourceConfiguration",
        MSKSourceConfiguration: "mskSourceConfiguration",
        DatabaseSourceConfiguration: null,
        DirectPutSourceConfiguration: null,
        DeliveryStreamType: null,
      },
      also: because(FORCES_NEW, "destination"),
    },
    unique: inRegion("ResourceInUseException", "Firehose {name} already exists"),
  },
  "aws:glue/catalogDatabase:CatalogDatabase": {
    outputs: {
      name: "{auto}",
      catalogId: "{account}",
      arn: "arn:aws:glue:{region}:{account}:database/{name}",
      id: "{catalogId}:{name}",
    },
    replaces: {
      spec: "AWS::Glue::Database",
      names: { DatabaseName: "name" },
    },
    unique: inRegion("AlreadyExistsException", "Database already exists."),
  },
  "aws:glue/catalogTable:CatalogTable": {
    outputs: {
      name: "{auto}",
      catalogId: "{account}",
      arn: "arn:aws:glue:{region}:{account}:table/{databaseName}/{name}",
      id: "{catalogId}:{databaseName}:{name}",
    },
    replaces: { spec: "AWS::Glue::Table" },
    unique: inRegion("AlreadyExistsException", "Table already exists.", ["databaseName", "name"]),
  },
  "aws:athena/workgroup:Workgroup": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:athena:{region}:{account}:workgroup/{name}",
      id: "{name}",
    },
    replaces: { spec: "AWS::Athena::WorkGroup" },
    unique: inRegion("InvalidRequestException", "WorkGroup {name} already exists"),
  },
  "aws:cloudwatch/logStream:LogStream": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:logs:{region}:{account}:log-group:{logGroupName}:log-stream:{name}",
      id: "{name}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "name", "logGroupName") },
  },
};
