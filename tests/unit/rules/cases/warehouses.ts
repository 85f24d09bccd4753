import { many, type Cases } from "./case";

const role = "arn:aws:iam::123456789012:role/reports";
const parameter = (parameterKey: string, parameterValue: string) => ({
  configParameters: [{ parameterKey, parameterValue }],
});

/** Warehouses (Amazon Redshift Serverless). */
export const warehouseCases: Cases = {
  "RS-01-namespace": { pass: { namespaceName: "reports" }, fail: { namespaceName: "Reports" } },
  "RS-01-workgroup": { pass: { workgroupName: "reports" }, fail: { workgroupName: "re" } },
  "RS-01-database": { pass: { dbName: "app" }, fail: { dbName: "1st" } },
  "RS-02-key": {
    pass: { kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1" },
    fail: { kmsKeyId: "alias/reports" },
  },
  "RS-03-adminUserPassword": {
    pass: { manageAdminPassword: true },
    fail: { manageAdminPassword: true, adminUserPassword: "correct-horse-1A" },
  },
  "RS-03-adminUserPasswordWo": {
    pass: { manageAdminPassword: false, adminUserPasswordWo: "correct-horse-1A" },
    fail: { manageAdminPassword: true, adminUserPasswordWo: "correct-horse-1A" },
  },
  "RS-03-administrator": {
    pass: { adminUsername: "administrator", manageAdminPassword: true },
    fail: { adminUsername: "administrator" },
  },
  "RS-04-role": {
    pass: { defaultIamRoleArn: role, iamRoles: [role] },
    fail: { defaultIamRoleArn: role },
  },
  "RS-05-logs": { pass: { logExports: ["userlog"] }, fail: { logExports: ["userlog", "slowlog"] } },
  "RS-06-base": { pass: { baseCapacity: 544 }, fail: { baseCapacity: 12 } },
  "RS-06-most": {
    pass: { baseCapacity: 8, maxCapacity: 8 },
    fail: { baseCapacity: 16, maxCapacity: 8 },
  },
  "RS-07-subnets": { pass: { subnetIds: many(3) }, fail: { subnetIds: many(2) } },
  "RS-07-port": { pass: { port: 8_191 }, fail: { port: 5_432 + 100 } },
  "RS-08-type": { pass: { usageType: "serverless-compute" }, fail: { usageType: "compute" } },
  "RS-08-period": { pass: { period: "daily" }, fail: { period: "hourly" } },
  "RS-08-action": { pass: { breachAction: "deactivate" }, fail: { breachAction: "disable" } },
  "RS-08-amount": { pass: { amount: 1 }, fail: { amount: 0 } },
  "SEC-RS-password": { pass: { manageAdminPassword: true }, fail: {} },
  "SEC-RS-administrator": {
    pass: { adminUsername: "administrator" },
    fail: { adminUsername: "admin" },
  },
  "SEC-RS-logs": {
    pass: { logExports: ["connectionlog", "userlog"] },
    fail: { logExports: ["useractivitylog"] },
  },
  "SEC-RS-private": { pass: { publiclyAccessible: false }, fail: { publiclyAccessible: true } },
  "SEC-RS-routing": { pass: { enhancedVpcRouting: true }, fail: {} },
  "SEC-RS-tls": { pass: parameter("require_ssl", "true"), fail: parameter("require_ssl", "false") },
};
