import { custom, excludes, expects, isWithin, oneOf, pattern, range, refuses } from "./base/checks";
import { redshift } from "./base/types/redshift";
import { isKnown, type Inputs, type Plain, type ResourceRule } from "./base/rule";
import { equals, isAbsent, isRecord, listOf, numberAt, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/redshift-serverless/latest/APIReference";
const CAPACITY = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html";
const PLACE =
  "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-usage-considerations.html";
const PROVIDER =
  "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/redshiftserverless/namespace.go";
const CONTROLS =
  "https://docs.aws.amazon.com/securityhub/latest/userguide/redshiftserverless-controls.html";

const { namespace, usageLimit, workgroup } = redshift;
const nameForm = /^[a-z0-9-]{3,64}$/;
const nameLimit = "3 to 64 lower-case letters, digits and hyphens";
/** Subnets of a workgroup, each in a zone of its own. */
const leastSubnets = 3;

/** Redshift processing units that a workgroup can begin with. */
export function isBaseCapacity(units: number): boolean {
  if (units === 4) return true;
  return units <= 512 ? units >= 8 && units % 8 === 0 : units <= 1_024 && (units - 512) % 32 === 0;
}

/** The value of a parameter, in Redshift's words. */
function parameterOf(inputs: Inputs, key: string): Plain {
  const found = listOf(valueAt(inputs, "configParameters")).find(
    (each) => isRecord(each) && each.parameterKey === key,
  );
  return isRecord(found) ? found.parameterValue : undefined;
}

const ports = [
  { min: 5_431, max: 5_455 },
  { min: 8_191, max: 8_215 },
];

export const sections = { RS: "Warehouses" };

export const resourceRules: readonly ResourceRule[] = [
  ...(
    [
      ["RS-01-namespace", namespace, "namespaceName"],
      ["RS-01-workgroup", workgroup, "workgroupName"],
    ] as const
  ).map(([id, type, argument]) =>
    pattern(id, type, argument, nameForm, {
      limit: nameLimit,
      source: `${API}/API_CreateNamespace.html`,
      fix: "Rename it.",
    }),
  ),
  pattern("RS-01-database", namespace, "dbName", /^[a-zA-Z_][a-zA-Z_0-9+.@-]{0,126}$/, {
    limit: "1 to 127 letters, digits and _+.@-, beginning with a letter or an underscore",
    source: `${API}/API_CreateNamespace.html`,
    fix: "Rename the database.",
  }),
  pattern("RS-02-key", namespace, "kmsKeyId", /^arn:|^AWS_OWNED_KMS_KEY$/, {
    limit: "the ARN of a key",
    source: PROVIDER,
    fix: "Set it to key.arn.",
  }),
  ...["adminUserPassword", "adminUserPasswordWo"].map((argument) =>
    excludes(`RS-03-${argument}`, namespace, argument, "manageAdminPassword", {
      when: (inputs) => equals(inputs, "manageAdminPassword", true),
      source: PROVIDER,
      fix: "Keep manageAdminPassword: Redshift makes the password and rotates it.",
    }),
  ),
  custom(
    "RS-03-administrator",
    namespace,
    {
      limit: "a password beside adminUsername",
      source: PROVIDER,
      fix: "Set manageAdminPassword to true.",
    },
    (inputs) =>
      !isAbsent(inputs, "adminUsername") &&
      (isAbsent(inputs, "manageAdminPassword") || equals(inputs, "manageAdminPassword", false)) &&
      isAbsent(inputs, "adminUserPassword") &&
      isAbsent(inputs, "adminUserPasswordWo")
        ? { argument: "manageAdminPassword", found: valueAt(inputs, "manageAdminPassword") }
        : undefined,
  ),
  custom(
    "RS-04-role",
    namespace,
    {
      limit: "one of iamRoles",
      source: PROVIDER,
      fix: "Add the role to iamRoles.",
    },
    (inputs) => {
      const role = valueAt(inputs, "defaultIamRoleArn");
      const roles = valueAt(inputs, "iamRoles");
      const isThere =
        roles === undefined ? false : !Array.isArray(roles) || roles.some((each) => !isKnown(each));
      return isKnown(role) && role !== "" && !isThere && !listOf(roles).includes(role)
        ? { argument: "defaultIamRoleArn", found: role }
        : undefined;
    },
  ),
  oneOf("RS-05-logs", namespace, "logExports.*", ["connectionlog", "useractivitylog", "userlog"], {
    source: `${API}/API_CreateNamespace.html`,
    fix: "Name some of these.",
  }),
  custom(
    "RS-06-base",
    workgroup,
    {
      limit: "4, or 8 to 512 in steps of 8, or to 1,024 in steps of 32 RPU",
      source: CAPACITY,
      fix: "Take the next step.",
    },
    (inputs) => {
      const units = numberAt(inputs, "baseCapacity");
      return units === undefined || isBaseCapacity(units)
        ? undefined
        : { argument: "baseCapacity", found: units };
    },
  ),
  custom(
    "RS-06-most",
    workgroup,
    {
      limit: "baseCapacity or more",
      source: CAPACITY,
      fix: "Raise maxCapacity, or lower baseCapacity.",
    },
    (inputs) => {
      const [base, most] = [numberAt(inputs, "baseCapacity"), numberAt(inputs, "maxCapacity")];
      return base !== undefined && most !== undefined && most < base
        ? { argument: "maxCapacity", found: most }
        : undefined;
    },
  ),
  custom(
    "RS-07-subnets",
    workgroup,
    {
      limit: `${leastSubnets} subnets or more, in ${leastSubnets} zones`,
      source: PLACE,
      fix: "Name a subnet of each of three zones.",
    },
    (inputs) => {
      const subnets = valueAt(inputs, "subnetIds");
      return Array.isArray(subnets) && subnets.length > 0 && subnets.length < leastSubnets
        ? { argument: "subnetIds", found: subnets.length }
        : undefined;
    },
  ),
  custom(
    "RS-07-port",
    workgroup,
    {
      limit: "5,431 to 5,455 or 8,191 to 8,215",
      source: `${API}/API_CreateWorkgroup.html`,
      fix: "Leave port out for 5439.",
    },
    (inputs) => {
      const port = numberAt(inputs, "port");
      return port === undefined || ports.some((each) => isWithin(each, port))
        ? undefined
        : { argument: "port", found: port };
    },
  ),
  oneOf("RS-08-type", usageLimit, "usageType", ["serverless-compute", "cross-region-datasharing"], {
    source: `${API}/API_CreateUsageLimit.html`,
    fix: "Name one of these.",
  }),
  oneOf("RS-08-period", usageLimit, "period", ["daily", "weekly", "monthly"], {
    source: `${API}/API_CreateUsageLimit.html`,
    fix: "Name one of these.",
  }),
  oneOf("RS-08-action", usageLimit, "breachAction", ["log", "emit-metric", "deactivate"], {
    source: `${API}/API_CreateUsageLimit.html`,
    fix: "Name one of these.",
  }),
  range(
    "RS-08-amount",
    usageLimit,
    "amount",
    { min: 1, max: Number.MAX_SAFE_INTEGER },
    {
      limit: "a whole number of 1 or more",
      source: `${API}/API_CreateUsageLimit.html`,
      fix: "Raise amount.",
    },
  ),
  expects("SEC-RS-password", namespace, "manageAdminPassword", true, {
    severity: "warning",
    limit: "true, so that Redshift makes the password, keeps it in a secret and rotates it",
    source:
      "https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-secrets-manager-integration.html",
    fix: "Set manageAdminPassword to true.",
  }),
  refuses("SEC-RS-administrator", namespace, "adminUsername", /^(admin|awsuser)$/i, {
    severity: "warning",
    limit: "another name than the default, which everybody knows",
    source: CONTROLS,
    fix: 'Set adminUsername to "administrator".',
  }),
  custom(
    "SEC-RS-logs",
    namespace,
    {
      severity: "warning",
      limit: "connectionlog and userlog among logExports: who signs in, and who is let in",
      source: CONTROLS,
      fix: 'Set logExports to ["connectionlog", "useractivitylog", "userlog"].',
    },
    (inputs) => {
      const logs = valueAt(inputs, "logExports");
      if (logs !== undefined && !Array.isArray(logs)) return undefined;
      const has = (log: string) => listOf(logs).some((each) => each === log || !isKnown(each));
      return has("connectionlog") && has("userlog")
        ? undefined
        : { argument: "logExports", found: logs };
    },
  ),
  custom(
    "SEC-RS-private",
    workgroup,
    {
      severity: "warning",
      limit: "no address on the internet",
      source: CONTROLS,
      fix: "Set publiclyAccessible to false.",
    },
    (inputs) =>
      equals(inputs, "publiclyAccessible", true)
        ? { argument: "publiclyAccessible", found: true }
        : undefined,
  ),
  expects("SEC-RS-routing", workgroup, "enhancedVpcRouting", true, {
    severity: "warning",
    limit: "true, so that files are read and written through the VPC",
    source: CONTROLS,
    fix: "Set enhancedVpcRouting to true.",
  }),
  custom(
    "SEC-RS-tls",
    workgroup,
    {
      severity: "warning",
      limit: "require_ssl true",
      source: CONTROLS,
      fix: 'Set the parameter require_ssl to "true"; Redshift refuses "false" for a new workgroup.',
    },
    (inputs) => {
      const value = parameterOf(inputs, "require_ssl");
      return value === "false" ? { argument: "configParameters", found: value } : undefined;
    },
  ),
];
