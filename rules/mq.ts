import { atMost, custom, expects } from "./base/checks";
import { mq } from "./base/types/mq";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, isAbsent, isRecord, listOf, textAt, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html";
const GUIDE = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide";
const HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html";

const b = mq.broker;

const engineOf = (inputs: Inputs) => textAt(inputs, "engineType")?.toUpperCase();
const isRabbit = (inputs: Inputs) => engineOf(inputs) === "RABBITMQ";
const isActive = (inputs: Inputs) => engineOf(inputs) === "ACTIVEMQ";
const modeOf = (inputs: Inputs) =>
  isAbsent(inputs, "deploymentMode") ? "SINGLE_INSTANCE" : textAt(inputs, "deploymentMode");

/** How many instances an engine can have, as AWS calls it. */
const modes: Readonly<Record<string, readonly string[]>> = {
  ACTIVEMQ: ["SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ"],
  RABBITMQ: ["SINGLE_INSTANCE", "CLUSTER_MULTI_AZ"],
};

/** Subnets that each mode stands in; a cluster takes one or more. */
const subnetCounts: Readonly<Record<string, number>> = {
  SINGLE_INSTANCE: 1,
  ACTIVE_STANDBY_MULTI_AZ: 2,
};

/** From these versions on AWS chooses the patch, and applies it. */
const managedFrom: Readonly<Record<string, readonly [number, number]>> = {
  ACTIVEMQ: [5, 18],
  RABBITMQ: [3, 13],
};

/** True where the version is known to be one whose patches AWS chooses. */
function isManaged(inputs: Inputs): boolean {
  const [major, minor] = (textAt(inputs, "engineVersion") ?? "").split(".").map(Number);
  const [fromMajor, fromMinor] = managedFrom[engineOf(inputs) ?? ""] ?? [];
  if (fromMajor === undefined || major === undefined || minor === undefined) return false;
  return major > fromMajor || (major === fromMajor && minor >= (fromMinor ?? 0));
}

/** `m7g` of `mq.m7g.large`. */
const familyOf = (inputs: Inputs) => textAt(inputs, "hostInstanceType")?.split(".")[1];

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "MQ-03",
    b,
    {
      limit:
        "SINGLE_INSTANCE or ACTIVE_STANDBY_MULTI_AZ for ActiveMQ, SINGLE_INSTANCE or CLUSTER_MULTI_AZ for RabbitMQ",
      source: API,
      fix: "Choose the mode of the engine.",
    },
    (inputs) => {
      const allowed = modes[engineOf(inputs) ?? ""];
      const mode = modeOf(inputs);
      return allowed !== undefined && mode !== undefined && !allowed.includes(mode.toUpperCase())
        ? { argument: "deploymentMode", found: mode, limit: allowed.join(" or ") }
        : undefined;
    },
  ),
  custom(
    "MQ-04",
    b,
    {
      limit: "1 subnet for a single instance, 2 in different zones for an active/standby pair",
      source: API,
      fix: "Give it one private subnet a zone.",
    },
    (inputs) => {
      const wanted = subnetCounts[modeOf(inputs)?.toUpperCase() ?? ""];
      const subnets = valueAt(inputs, "subnetIds");
      if (wanted === undefined || !Array.isArray(subnets)) return undefined;
      const found = listOf(subnets).length;
      return found !== wanted
        ? {
            argument: "subnetIds",
            found: `${found} subnets`,
            limit: `${wanted} with ${modeOf(inputs) ?? ""}`,
          }
        : undefined;
    },
  ),
  custom(
    "MQ-05",
    b,
    {
      limit: "no audit log for RabbitMQ, which has none",
      when: isRabbit,
      source: API,
      fix: "Remove logs.audit.",
    },
    (inputs) =>
      [true, "true"].some((on) => equals(inputs, "logs.audit", on))
        ? { argument: "logs.audit", found: true }
        : undefined,
  ),
  expects("MQ-06", b, "autoMinorVersionUpgrade", true, {
    limit: "true from ActiveMQ 5.18 and RabbitMQ 3.13 on",
    when: isManaged,
    source: API,
    fix: "Set autoMinorVersionUpgrade to true; patches come in the maintenance window.",
  }),
  custom(
    "MQ-06-version",
    b,
    {
      limit: "major and minor version, such as 5.19 or 4.2: AWS chooses the patch",
      when: isManaged,
      source: `${GUIDE}/rabbitmq-version-management.html`,
      fix: "Leave the third number out.",
    },
    (inputs) => {
      const version = textAt(inputs, "engineVersion") ?? "";
      return version.split(".").length > 2
        ? { argument: "engineVersion", found: version }
        : undefined;
    },
  ),
  custom(
    "MQ-07",
    b,
    {
      limit: "one user for RabbitMQ, the administrator, with another name than guest",
      when: isRabbit,
      source: `${GUIDE}/rabbitmq-basic-elements-user.html`,
      fix: "Give one user, and make the others in the broker.",
    },
    (inputs) => {
      const users = valueAt(inputs, "users");
      if (!Array.isArray(users)) return undefined;
      const [first] = listOf(users);
      if (users.length !== 1) return { argument: "users", found: `${users.length} users` };
      return isRecord(first) && first["username"] === "guest"
        ? { argument: "users[0].username", found: "guest" }
        : undefined;
    },
  ),
  custom(
    "MQ-08",
    b,
    {
      limit: "ebs for RabbitMQ; for ActiveMQ efs, or ebs for a single instance of the family mq.m5",
      source: `${GUIDE}/broker-storage.html`,
      fix: "Leave storageType out: AWS chooses what fits.",
    },
    (inputs) => {
      const storage = textAt(inputs, "storageType");
      const found = storage === undefined ? undefined : { argument: "storageType", found: storage };
      if (isRabbit(inputs)) return storage?.toLowerCase() === "efs" ? found : undefined;
      if (!isActive(inputs) || storage?.toLowerCase() !== "ebs") return undefined;
      const family = familyOf(inputs);
      const isPair = modeOf(inputs)?.toUpperCase() === "ACTIVE_STANDBY_MULTI_AZ";
      return isPair || (family !== undefined && family !== "m5") ? found : undefined;
    },
  ),
  custom(
    "MQ-09",
    b,
    {
      limit:
        "mq.m7g for RabbitMQ 4; mq.t3, mq.m5 or mq.m7g for RabbitMQ 3, no mq.t3 in a cluster; mq.t or mq.m5 for ActiveMQ",
      source: `${GUIDE}/broker-instance-types.html`,
      fix: "Choose a class of the engine, such as mq.m7g.large for RabbitMQ or mq.m5.large for ActiveMQ.",
    },
    (inputs) => {
      const family = familyOf(inputs);
      if (family === undefined) return undefined;
      const found = { argument: "hostInstanceType", found: textAt(inputs, "hostInstanceType") };
      if (isActive(inputs)) return family === "m7g" ? found : undefined;
      if (!isRabbit(inputs)) return undefined;
      const major = Number(textAt(inputs, "engineVersion")?.split(".")[0]);
      const isCluster = modeOf(inputs)?.toUpperCase() === "CLUSTER_MULTI_AZ";
      return (major >= 4 && family !== "m7g") || (isCluster && family === "t3") ? found : undefined;
    },
  ),
  atMost("MQ-10", b, "securityGroups", 5, {
    limit: "at most 5 security groups",
    source: API,
    fix: "Join groups: what may reach the broker can stand in one.",
  }),
  custom(
    "SEC-MQ-public",
    b,
    {
      severity: "warning",
      limit: "false, so that nobody outside the VPC reaches the broker",
      source: HUB,
      fix: "Set publiclyAccessible to false, and connect from inside the VPC. AWS makes another broker for it.",
    },
    (inputs) =>
      equals(inputs, "publiclyAccessible", true)
        ? { argument: "publiclyAccessible", found: true }
        : undefined,
  ),
  expects("SEC-MQ-general", b, "logs.general", true, {
    severity: "warning",
    limit: "true, so that there is a record of what the broker did",
    source: HUB,
    fix: "Set logs.general to true.",
  }),
  expects("SEC-MQ-audit", b, "logs.audit", true, {
    severity: "warning",
    limit: "true for ActiveMQ, so that there is a record of who changed it",
    when: (inputs) => isActive(inputs) && !equals(inputs, "logs.audit", "true"),
    source: HUB,
    fix: "Set logs.audit to true.",
  }),
  expects("SEC-MQ-patches", b, "autoMinorVersionUpgrade", true, {
    severity: "warning",
    limit: "true, so that the broker gets its patches",
    when: (inputs) => !isManaged(inputs),
    source: HUB,
    fix: "Set autoMinorVersionUpgrade to true.",
  }),
  custom(
    "SEC-MQ-zones",
    b,
    {
      severity: "info",
      limit: "several zones, unless the broker may stand still while one fails or is patched",
      source: HUB,
      fix: "Set deploymentMode to ACTIVE_STANDBY_MULTI_AZ or CLUSTER_MULTI_AZ. AWS makes another broker for it.",
    },
    (inputs) =>
      modeOf(inputs)?.toUpperCase() === "SINGLE_INSTANCE"
        ? { argument: "deploymentMode", found: valueAt(inputs, "deploymentMode") }
        : undefined,
  ),
];
