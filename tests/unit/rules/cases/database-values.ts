import type { Cases } from "./case";

const postgres = { engine: "postgres" };
const aurora = { engine: "aurora-postgresql" };
const family = { family: "postgres17" };
const managed = { manageMasterUserPassword: true };
const connections = { name: "max_connections", value: "200" };

/** What a new database is made with. */
export const databaseValueCases: Cases = {
  "RDS-13": { pass: postgres, fail: { engine: "postgresql" } },
  "RDS-13-cluster": { pass: aurora, fail: { engine: "aurora" } },
  "RDS-13-mode": { pass: { engineMode: "provisioned" }, fail: { engineMode: "serverless" } },
  "RDS-13-dbName": {
    pass: { ...postgres, dbName: "my_app" },
    fail: { ...postgres, dbName: "my-app" },
  },
  "RDS-13-databaseName": {
    pass: { ...aurora, databaseName: "app" },
    fail: { ...aurora, databaseName: "1app" },
  },
  "RDS-13-username": {
    pass: { engine: "mysql", username: "admin" },
    fail: { ...postgres, username: "admin" },
  },
  "RDS-13-masterUsername": {
    pass: { ...aurora, masterUsername: "app" },
    fail: { ...aurora, masterUsername: "rdsadmin" },
  },
  "RDS-13-new-instance": {
    pass: { ...postgres, ...managed, username: "app" },
    fail: { ...postgres, username: "app" },
  },
  "RDS-13-new-cluster": {
    pass: { ...aurora, globalClusterIdentifier: "world" },
    fail: { ...aurora, ...managed },
  },
  "RDS-13-logs": {
    pass: { ...postgres, enabledCloudwatchLogsExports: ["postgresql", "upgrade"] },
    fail: { ...postgres, enabledCloudwatchLogsExports: ["error"] },
  },
  "RDS-13-class": {
    pass: { ...aurora, instanceClass: "db.t4g.medium" },
    fail: { ...aurora, instanceClass: "db.t4g.micro" },
  },
  "RDS-13-insights": {
    pass: { performanceInsightsRetentionPeriod: 93 },
    fail: { performanceInsightsRetentionPeriod: 30 },
  },
  "RDS-13-static": {
    pass: { ...family, parameters: [{ ...connections, applyMethod: "pending-reboot" }] },
    fail: { ...family, parameters: [connections] },
  },
};
