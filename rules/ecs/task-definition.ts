import { custom, range } from "../base/checks";
import { ecs } from "../base/types/ecs";
import { isKnown, unknown, type Inputs, type Plain, type ResourceRule } from "../base/rule";
import { equals, isAbsent, isRecord, jsonAt, listOf, textAt, valueAt } from "../base/values";
import {
  cpuUnits,
  fargateSizes,
  isFargateCpu,
  isFargatePair,
  memoryInWords,
  memoryMib,
} from "../fargate";
import { type Container, containers, eachMember } from "./container-definitions";

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";
const SIZES = `${GUIDE}/fargate-tasks-services.html`;
const TASK = `${GUIDE}/task_definition_parameters.html`;
const API = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";
const HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html";

/** Disk of a Fargate task; 20 GiB where nothing is said. */
export const fargateStorage = { min: 21, max: 200, unit: "GiB" };
/** How long a container on Fargate may take to stop. */
const fargateStopTimeout = 120;
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-logging */
const fargateLogDrivers = ["awslogs", "splunk", "awsfirelens"];

const task = ecs.taskDefinition;

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "ECS-01-cpu",
    task,
    {
      when: isFargate,
      limit: `${Object.keys(fargateSizes).join(", ")} CPU units on Fargate`,
      source: SIZES,
      fix: "Set cpu to one of these; 1024 is one virtual CPU.",
    },
    (inputs) => {
      const cpu = valueAt(inputs, "cpu");
      const units = cpuUnits(cpu);
      const isWrong = cpu !== unknown && (units === undefined || !isFargateCpu(units));
      return isWrong ? { argument: "cpu", found: cpu } : undefined;
    },
  ),
  custom(
    "ECS-01-memory",
    task,
    {
      when: isFargate,
      limit: "a memory that Fargate has beside this cpu",
      source: SIZES,
      fix: "Set memory to one of these, or another cpu.",
    },
    (inputs) => {
      const units = cpuUnits(valueAt(inputs, "cpu"));
      const memory = valueAt(inputs, "memory");
      if (units === undefined || !isFargateCpu(units) || memory === unknown) return undefined;
      const mib = memoryMib(memory);
      return mib === undefined || !isFargatePair(units, mib)
        ? {
            argument: "memory",
            found: memory,
            limit: `${memoryInWords(units)} beside cpu ${units}`,
          }
        : undefined;
    },
  ),
  custom(
    "ECS-01-network-mode",
    task,
    {
      when: isFargate,
      limit: "awsvpc on Fargate",
      source: TASK,
      fix: 'Set networkMode to "awsvpc".',
    },
    (inputs) => {
      const mode = valueAt(inputs, "networkMode");
      return mode !== unknown && mode !== "awsvpc"
        ? { argument: "networkMode", found: mode }
        : undefined;
    },
  ),
  custom(
    "ECS-01-execution-role",
    task,
    {
      when: isFargate,
      limit:
        "an executionRoleArn where containers log to CloudWatch, take secrets or images of ECR",
      source: `${GUIDE}/task_execution_IAM_role.html`,
      fix: "Set executionRoleArn to a role that ecs-tasks.amazonaws.com may assume.",
    },
    (inputs) =>
      isAbsent(inputs, "executionRoleArn") && containers(inputs).some(needsExecutionRole)
        ? { argument: "executionRoleArn", found: undefined }
        : undefined,
  ),
  range("ECS-01-storage", task, "ephemeralStorage.sizeInGib", fargateStorage, {
    source: `${GUIDE}/fargate-task-storage.html`,
    fix: "Leave it out for 20 GiB, or set a size in this range.",
  }),
  custom(
    "ECS-01-containers",
    task,
    {
      limit: "a JSON list of at least one container, each with a name and an image",
      source: `${API}/API_ContainerDefinition.html`,
      fix: "Make it with pulumi.jsonStringify([{ name, image, ... }]).",
    },
    (inputs) => {
      const given = textAt(inputs, "containerDefinitions");
      if (given === undefined) return undefined;
      const list = jsonAt(inputs, "containerDefinitions");
      const isWhole =
        Array.isArray(list) &&
        list.length > 0 &&
        list.every((each: Plain) => isRecord(each) && "name" in each && "image" in each);
      return isWhole ? undefined : { argument: "containerDefinitions", found: given };
    },
  ),
  custom(
    "ECS-01-essential",
    task,
    {
      limit: "at least one essential container",
      source: TASK,
      fix: "Set essential to true, its default, for the container that the task is there for.",
    },
    (inputs) => {
      const list = containers(inputs);
      return list.length > 0 && list.every(({ value }) => value.essential === false)
        ? { argument: "containerDefinitions", found: "essential: false in all" }
        : undefined;
    },
  ),
  eachMember(
    "ECS-01-host-port",
    "portMappings.hostPort",
    {
      limit:
        "no hostPort, or the containerPort itself, where each task has an interface of its own",
      source: TASK,
      fix: "Remove hostPort.",
    },
    (container, inputs) => {
      if (!equals(inputs, "networkMode", "awsvpc")) return undefined;
      const wrong = listOf(container.portMappings).find(
        (port) =>
          isRecord(port) &&
          isKnown(port.hostPort) &&
          port.hostPort !== 0 &&
          isKnown(port.containerPort) &&
          port.hostPort !== port.containerPort,
      );
      return isRecord(wrong) ? wrong.hostPort : undefined;
    },
  ),
  eachMember(
    "ECS-01-log-driver",
    "logConfiguration.logDriver",
    {
      limit: `${fargateLogDrivers.join(", ")} on Fargate`,
      source: TASK,
      fix: 'Use "awslogs" with a log group.',
    },
    ({ logConfiguration }, inputs) => {
      if (!isFargate(inputs) || !isRecord(logConfiguration)) return undefined;
      const { logDriver } = logConfiguration;
      return typeof logDriver === "string" && !fargateLogDrivers.includes(logDriver)
        ? logDriver
        : undefined;
    },
  ),
  eachMember(
    "ECS-01-privileged",
    "privileged",
    {
      limit: "no privileged container on Fargate",
      source: TASK,
      fix: "Remove privileged, or run the task on instances.",
    },
    ({ privileged }, inputs) => (isFargate(inputs) && privileged === true ? true : undefined),
  ),
  eachMember(
    "ECS-01-stop-timeout",
    "stopTimeout",
    {
      limit: `at most ${fargateStopTimeout} seconds on Fargate`,
      source: TASK,
      fix: "Shorten stopTimeout.",
    },
    ({ stopTimeout }, inputs) =>
      isFargate(inputs) && typeof stopTimeout === "number" && stopTimeout > fargateStopTimeout
        ? stopTimeout
        : undefined,
  ),
  eachMember(
    "SEC-ECS-read-only",
    "readonlyRootFilesystem",
    {
      severity: "warning",
      limit: "true: a root file system that nobody writes to",
      source: HUB,
      fix: "Set readonlyRootFilesystem to true, and mount what is written to, such as /tmp.",
    },
    ({ readonlyRootFilesystem }) =>
      readonlyRootFilesystem === undefined || readonlyRootFilesystem === false ? false : undefined,
  ),
  eachMember(
    "SEC-ECS-root",
    "user",
    {
      severity: "warning",
      limit: "a user that is not root",
      source: HUB,
      fix: 'Set user, such as "1000:1000".',
    },
    ({ user }) => (typeof user === "string" && /^(root|0)(:|$)/.test(user) ? user : undefined),
  ),
];

function isFargate(inputs: Inputs): boolean {
  return listOf(valueAt(inputs, "requiresCompatibilities")).includes("FARGATE");
}

function needsExecutionRole({ value }: Container): boolean {
  const { logConfiguration, secrets, image } = value;
  return (
    (isRecord(logConfiguration) && logConfiguration.logDriver === "awslogs") ||
    listOf(secrets).length > 0 ||
    (typeof image === "string" && /\.dkr\.ecr\./.test(image))
  );
}
