import { many, type Cases } from "./case";

const active = (more: object = {}) => ({ engineType: "ActiveMQ", engineVersion: "5.19", ...more });
const rabbit = (more: object = {}) => ({ engineType: "RabbitMQ", engineVersion: "4.2", ...more });
const mapping = { eventSourceArn: "arn:aws:mq:eu-west-1:123456789012:broker:b" };

export const brokerCases: Cases = {
  "MQ-03": {
    pass: rabbit({ deploymentMode: "CLUSTER_MULTI_AZ" }),
    fail: active({ deploymentMode: "CLUSTER_MULTI_AZ" }),
  },
  "MQ-04": {
    pass: active({ deploymentMode: "ACTIVE_STANDBY_MULTI_AZ", subnetIds: ["a", "b"] }),
    fail: active({ deploymentMode: "ACTIVE_STANDBY_MULTI_AZ", subnetIds: ["a"] }),
  },
  "MQ-05": {
    pass: rabbit({ logs: { general: true } }),
    fail: rabbit({ logs: { general: true, audit: true } }),
  },
  "MQ-06": {
    pass: active({ autoMinorVersionUpgrade: true }),
    fail: active({ autoMinorVersionUpgrade: false }),
  },
  "MQ-06-version": { pass: active(), fail: active({ engineVersion: "5.18.4" }) },
  "MQ-07": {
    pass: rabbit({ users: [{ username: "administrator" }] }),
    fail: rabbit({ users: [{ username: "guest" }] }),
  },
  "MQ-08": {
    pass: active({ storageType: "ebs", hostInstanceType: "mq.m5.large" }),
    fail: rabbit({ storageType: "efs" }),
  },
  "MQ-09": {
    pass: rabbit({ hostInstanceType: "mq.m7g.medium" }),
    fail: rabbit({ hostInstanceType: "mq.m5.large" }),
  },
  "MQ-10": {
    pass: active({ securityGroups: many(5) }),
    fail: active({ securityGroups: many(6) }),
  },
  "MQ-01-queue": {
    pass: { ...mapping, queues: "orders" },
    fail: { ...mapping, queues: "" },
  },
  "MQ-01-functionResponseTypes": {
    pass: mapping,
    fail: { ...mapping, functionResponseTypes: ["ReportBatchItemFailures"] },
  },
  "SEC-MQ-public": {
    pass: active({ publiclyAccessible: false }),
    fail: active({ publiclyAccessible: true }),
  },
  "SEC-MQ-general": {
    pass: rabbit({ logs: { general: true } }),
    fail: rabbit(),
  },
  "SEC-MQ-audit": {
    pass: active({ logs: { general: true, audit: true } }),
    fail: active({ logs: { general: true } }),
  },
  "SEC-MQ-patches": {
    pass: active({ engineVersion: "5.17.6", autoMinorVersionUpgrade: true }),
    fail: active({ engineVersion: "5.17.6" }),
  },
  "SEC-MQ-zones": {
    pass: active({ deploymentMode: "ACTIVE_STANDBY_MULTI_AZ" }),
    fail: active(),
  },
};
