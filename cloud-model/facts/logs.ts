/** Log groups (Amazon CloudWatch Logs). */
import { because, type Facts, FORCES_NEW, inRegion, NAME_PREFIX } from "../type-facts";

export const facts: Facts = {
  "aws:cloudwatch/logGroup:LogGroup": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:logs:{region}:{account}:log-group:{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::Logs::LogGroup",
      names: { LogGroupName: "name" },
      also: { ...because(FORCES_NEW, "logGroupClass"), ...because(NAME_PREFIX, "namePrefix") },
    },
    unique: inRegion("ResourceAlreadyExistsException", "The specified log group already exists"),
  },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    replaces: {
      spec: "AWS::Logs::SubscriptionFilter",
      names: { FilterName: "name", LogGroupName: "logGroup" },
    },
  },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    quota: {
      code: "LimitExceededException",
      what: "resource policies of CloudWatch Logs",
      message: "Resource limit exceeded.",
      limit: 10,
    },
  },
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:logs:{region}:{account}:delivery-source:{name}",
      id: "{name}",
    },
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:logs:{region}:{account}:delivery-destination:{name}",
      id: "{name}",
    },
  },
  "aws:cloudwatch/logDelivery:LogDelivery": {
    outputs: { id: "{base36:16}", arn: "arn:aws:logs:{region}:{account}:delivery:{id}" },
  },
};
