import { custom, range, required } from "./base/checks";
import { batch } from "./base/types/batch";
import { isKnown, type Inputs, type Plain, type ResourceRule } from "./base/rule";
import { isRecord, jsonAt, listOf, numberAt, textAt, valueAt } from "./base/values";
import { isFargateCpu, isFargatePair, memoryInWords } from "./fargate";

const API = "https://docs.aws.amazon.com/batch/latest/APIReference";

/** Times that a job is tried. */
export const jobAttempts = { min: 1, max: 10, unit: "attempts" };
/** Shortest time after which an attempt is ended. */
const shortestTimeout = 60;

const job = batch.jobDefinition;

export const sections = { BAT: "Jobs" };

export const resourceRules: readonly ResourceRule[] = [
  range("BAT-01-attempts", job, "retryStrategy.attempts", jobAttempts, {
    source: `${API}/API_RetryStrategy.html`,
    fix: "Set attempts in this range.",
  }),
  custom(
    "BAT-01-timeout",
    job,
    {
      limit: `${shortestTimeout} seconds or more`,
      source: `${API}/API_JobTimeout.html`,
      fix: "Raise attemptDurationSeconds.",
    },
    (inputs) => {
      const seconds = valueAt(inputs, "timeout.attemptDurationSeconds");
      return typeof seconds === "number" && seconds < shortestTimeout
        ? { argument: "timeout.attemptDurationSeconds", found: seconds }
        : undefined;
    },
  ),
  custom(
    "BAT-02-size",
    job,
    {
      when: isFargate,
      limit: "VCPU and MEMORY that Fargate has together",
      source: `${API}/API_ResourceRequirement.html`,
      fix: "Set both resourceRequirements to a pair that Fargate has.",
    },
    (inputs) => {
      const container = jsonAt(inputs, "containerProperties");
      if (!isRecord(container)) return undefined;
      const [cpu, memory] = [requirement(container, "VCPU"), requirement(container, "MEMORY")];
      if (cpu === undefined || memory === undefined) return undefined;
      const units = cpu * 1_024;
      if (!isFargateCpu(units)) {
        return { argument: "containerProperties.resourceRequirements", found: `${cpu} VCPU` };
      }
      return isFargatePair(units, memory)
        ? undefined
        : {
            argument: "containerProperties.resourceRequirements",
            found: `${memory} MiB`,
            limit: `${memoryInWords(units)} beside ${cpu} VCPU`,
          };
    },
  ),
  custom(
    "BAT-02-execution-role",
    job,
    {
      when: isFargate,
      limit: "an executionRoleArn on Fargate",
      source: `${API}/API_ContainerProperties.html`,
      fix: "Set executionRoleArn to a role that ecs-tasks.amazonaws.com may assume.",
    },
    (inputs) => {
      const container = jsonAt(inputs, "containerProperties");
      return isRecord(container) && container.executionRoleArn === undefined
        ? { argument: "containerProperties.executionRoleArn", found: undefined }
        : undefined;
    },
  ),
  custom(
    "BAT-02-privileged",
    job,
    {
      limit: "no privileged container",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/batch-controls.html",
      severity: "warning",
      fix: "Remove privileged; on Fargate there is none.",
    },
    (inputs) => {
      const container = jsonAt(inputs, "containerProperties");
      return isRecord(container) && container.privileged === true
        ? { argument: "containerProperties.privileged", found: true }
        : undefined;
    },
  ),
  custom(
    "BAT-03-fargate",
    batch.computeEnvironment,
    {
      when: (inputs) => /^FARGATE/.test(textAt(inputs, "computeResources.type") ?? ""),
      limit: "no argument of servers on Fargate",
      source: `${API}/API_ComputeResource.html`,
      fix: "Remove it.",
    },
    (inputs) =>
      serverArguments
        .map((name) => `computeResources.${name}`)
        .filter((path) => isGiven(valueAt(inputs, path)))
        .map((path) => ({ argument: path, found: valueAt(inputs, path) })),
  ),
  ...["instanceRole", "instanceTypes"].map((name) =>
    required(`BAT-04-${name}`, batch.computeEnvironment, `computeResources.${name}`, {
      when: isOnServers,
      limit: "a value for servers",
      source: `${API}/API_ComputeResource.html`,
      fix: "Name it, or take FARGATE.",
    }),
  ),
  custom(
    "BAT-04-vcpus",
    batch.computeEnvironment,
    {
      when: isOnServers,
      limit: "minVcpus or more",
      source: `${API}/API_ComputeResource.html`,
      fix: "Raise maxVcpus, or lower minVcpus.",
    },
    (inputs) => {
      const [least, most] = ["minVcpus", "maxVcpus"].map((name) =>
        numberAt(inputs, `computeResources.${name}`),
      );
      return least !== undefined && most !== undefined && most < least
        ? { argument: "computeResources.maxVcpus", found: most }
        : undefined;
    },
  ),
  custom(
    "BAT-04-strategy",
    batch.computeEnvironment,
    {
      when: isOnServers,
      limit: "a strategy of this type",
      source: `${API}/API_ComputeResource.html`,
      fix: "Take BEST_FIT_PROGRESSIVE, for SPOT SPOT_PRICE_CAPACITY_OPTIMIZED.",
    },
    (inputs) => {
      const found = textAt(inputs, "computeResources.allocationStrategy");
      const allowed = strategies[textAt(inputs, "computeResources.type") ?? ""] ?? [];
      return found === undefined || allowed.includes(found)
        ? undefined
        : {
            argument: "computeResources.allocationStrategy",
            found,
            limit: allowed.join(", "),
          };
    },
  ),
  custom(
    "BAT-04-fit",
    batch.computeEnvironment,
    {
      severity: "warning",
      when: isOnServers,
      limit: "another strategy than BEST_FIT, under which Batch changes nothing in place",
      source: "https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html",
      fix: "Take BEST_FIT_PROGRESSIVE, for SPOT SPOT_PRICE_CAPACITY_OPTIMIZED.",
    },
    (inputs) => {
      const found = valueAt(inputs, "computeResources.allocationStrategy");
      return found === undefined || found === "BEST_FIT"
        ? { argument: "computeResources.allocationStrategy", found }
        : undefined;
    },
  ),
  custom(
    "BAT-04-size",
    job,
    {
      when: isOnServersOnly,
      limit: "whole VCPU on servers",
      source: `${API}/API_ResourceRequirement.html`,
      fix: "Round VCPU up.",
    },
    (inputs) => {
      const container = jsonAt(inputs, "containerProperties");
      const cpu = isRecord(container) ? requirement(container, "VCPU") : undefined;
      return cpu === undefined || (Number.isInteger(cpu) && cpu >= 1)
        ? undefined
        : { argument: "containerProperties.resourceRequirements", found: `${cpu} VCPU` };
    },
  ),
  custom(
    "BAT-04-members",
    job,
    {
      when: isOnServersOnly,
      limit: "no member of Fargate's on servers",
      source: `${API}/API_ContainerProperties.html`,
      fix: "Remove it.",
    },
    (inputs) => {
      const container = jsonAt(inputs, "containerProperties");
      if (!isRecord(container)) return undefined;
      return fargateMembers
        .filter((name) => container[name] !== undefined)
        .map((name) => ({ argument: `containerProperties.${name}`, found: container[name] }));
    },
  ),
];

/** Strategies under which Batch changes servers in place, by kind ("Allocation strategies", Batch user guide). */
const strategies: Readonly<Record<string, readonly string[]>> = {
  EC2: ["BEST_FIT", "BEST_FIT_PROGRESSIVE"],
  SPOT: [
    "BEST_FIT",
    "BEST_FIT_PROGRESSIVE",
    "SPOT_CAPACITY_OPTIMIZED",
    "SPOT_PRICE_CAPACITY_OPTIMIZED",
  ],
};

/** What only Fargate has in a container. */
const fargateMembers = ["ephemeralStorage", "fargatePlatformConfiguration", "networkConfiguration"];

const serverArguments = [
  "allocationStrategy",
  "bidPercentage",
  "desiredVcpus",
  "ec2KeyPair",
  "imageId",
  "instanceRole",
  "instanceTypes",
  "launchTemplate",
  "minVcpus",
  "placementGroup",
  "spotIamFleetRole",
];

/** The provider passes over zeros, empty texts and empty lists. */
function isGiven(value: Plain): boolean {
  const isEmpty = value === 0 || value === "" || (Array.isArray(value) && value.length === 0);
  return isKnown(value) && !isEmpty;
}

function isOnServers(inputs: Inputs): boolean {
  return /^(EC2|SPOT)$/.test(textAt(inputs, "computeResources.type") ?? "");
}

function isOnServersOnly(inputs: Inputs): boolean {
  const platforms = valueAt(inputs, "platformCapabilities");
  return Array.isArray(platforms) && platforms.length === 1 && platforms[0] === "EC2";
}

function isFargate(inputs: Inputs): boolean {
  return listOf(valueAt(inputs, "platformCapabilities")).includes("FARGATE");
}

function requirement(container: Inputs, type: string): number | undefined {
  const found = listOf(container.resourceRequirements).find(
    (each) => isRecord(each) && each.type === type,
  );
  const value = isRecord(found) ? Number(found.value) : NaN;
  return Number.isNaN(value) ? undefined : value;
}
