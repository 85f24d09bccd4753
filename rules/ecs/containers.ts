/** Container definitions: the types of their members, and what they name of the rest of the task. */
import { custom } from "../base/checks";
import { ecs } from "../base/types/ecs";
import {
  isKnown,
  unknown,
  type Inputs,
  type Plain,
  type Problem,
  type ResourceRule,
} from "../base/rule";
import { isAbsent, isRecord, listOf, valueAt } from "../base/values";
import { cpuUnits, memoryMib } from "../fargate";
import { containers, eachContainer } from "./container-definitions";

const API =
  "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html";
const TASK =
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html";

const task = ecs.taskDefinition;

/** What members of a container are: the provider reads them into these types, and refuses the others. */
const types: Readonly<Record<string, "text" | "number" | "list" | "flag">> = {
  ...{ name: "text", image: "text", user: "text", workingDirectory: "text", hostname: "text" },
  ...{ cpu: "number", memory: "number", memoryReservation: "number" },
  ...{ startTimeout: "number", stopTimeout: "number" },
  ...{ essential: "flag", privileged: "flag", readonlyRootFilesystem: "flag" },
  ...{ environment: "list", secrets: "list", portMappings: "list", mountPoints: "list" },
  ...{ command: "list", entryPoint: "list", dependsOn: "list", links: "list", ulimits: "list" },
};
const isOf: Readonly<Record<string, (value: Plain) => boolean>> = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  flag: (value) => typeof value === "boolean",
  list: (value) => Array.isArray(value),
};

export const resourceRules: readonly ResourceRule[] = [
  eachContainer(
    "ECS-06",
    {
      limit:
        "members of the types that ECS has: lists of { name, value } with texts, numbers without quotes",
      source: API,
      fix: 'Write { name: "PORT", value: "8080" } in environment, and cpu, memory and ports as numbers.',
    },
    ({ path, value }) => [
      ...Object.entries(types).flatMap(([member, type]): Problem[] => {
        const found = value[member];
        return isKnown(found) && !isOf[type]?.(found)
          ? [{ argument: `${path}.${member}`, found, limit: `a ${type}` }]
          : [];
      }),
      ...inLists(path, value, "environment", "value", "text"),
      ...inLists(path, value, "secrets", "valueFrom", "text"),
      ...inLists(path, value, "portMappings", "containerPort", "number"),
      ...inLists(path, value, "portMappings", "hostPort", "number"),
    ],
  ),
  eachContainer(
    "ECS-06-volume",
    {
      limit: "volumes of the task definition in mountPoints",
      source: TASK,
      fix: "Add the volume to volumes, or correct its name.",
    },
    ({ path, value }, inputs) => {
      const volumes = valueAt(inputs, "volumes");
      if (volumes === unknown) return [];
      const names = listOf(volumes).map((each) => (isRecord(each) ? each.name : unknown));
      if (names.includes(unknown)) return [];
      return named(value, "mountPoints", "sourceVolume")
        .filter((name) => !names.includes(name))
        .map((found) => ({ argument: `${path}.mountPoints`, found }));
    },
  ),
  eachContainer(
    "ECS-06-depends",
    {
      limit: "containers of the same task in dependsOn",
      source: TASK,
      fix: "Correct the container's name.",
    },
    ({ path, value }, inputs) => {
      const names = containers(inputs).map((each) => each.value.name);
      if (names.includes(unknown)) return [];
      return named(value, "dependsOn", "containerName")
        .filter((name) => !names.includes(name))
        .map((found) => ({ argument: `${path}.dependsOn`, found }));
    },
  ),
  custom(
    "ECS-06-names",
    task,
    { limit: "a name of its own for each container", source: TASK, fix: "Rename one." },
    (inputs) => {
      const names = containers(inputs).map(({ value }) => value.name);
      const found = names.find(
        (name, index) => typeof name === "string" && names.indexOf(name) < index,
      );
      return found === undefined ? undefined : { argument: "containerDefinitions", found };
    },
  ),
  custom(
    "ECS-06-memory",
    task,
    {
      limit: "memory or memoryReservation in each container, or memory of the task",
      source: TASK,
      fix: "Set memory of the task definition or of the container.",
    },
    (inputs) =>
      isAbsent(inputs, "memory")
        ? containers(inputs)
            .filter(
              ({ value }) => isAbsent(value, "memory") && isAbsent(value, "memoryReservation"),
            )
            .map(({ path }) => ({ argument: `${path}.memory`, found: undefined }))
        : [],
  ),
  custom(
    "ECS-06-room",
    task,
    {
      limit: "containers whose memory and cpu are at most those of the task",
      source: TASK,
      fix: "Raise the task's, or lower the containers'.",
    },
    (inputs) => {
      const own = {
        memory: memoryMib(valueAt(inputs, "memory")),
        cpu: cpuUnits(valueAt(inputs, "cpu")),
      };
      const memories = numbers(inputs, "memory");
      const most = Math.max(0, ...memories);
      const cpu = numbers(inputs, "cpu").reduce((sum, each) => sum + each, 0);
      return [
        ...(own.memory !== undefined && most > own.memory
          ? [{ argument: "containerDefinitions", found: `memory ${most} of ${own.memory} MiB` }]
          : []),
        ...(own.cpu !== undefined && cpu > own.cpu
          ? [{ argument: "containerDefinitions", found: `cpu ${cpu} of ${own.cpu} units` }]
          : []),
      ];
    },
  ),
  eachContainer(
    "ECS-06-logs",
    {
      limit:
        "awslogs-group and awslogs-region with the driver awslogs, on Fargate awslogs-stream-prefix too",
      source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html",
      fix: "Add them to logConfiguration.options.",
    },
    ({ path, value: { logConfiguration } }, inputs) => {
      if (!isRecord(logConfiguration) || logConfiguration.logDriver !== "awslogs") return [];
      const { options } = logConfiguration;
      if (options === unknown) return [];
      const isFargate = listOf(valueAt(inputs, "requiresCompatibilities")).includes("FARGATE");
      return ["awslogs-group", "awslogs-region", ...(isFargate ? ["awslogs-stream-prefix"] : [])]
        .filter((option) => !isRecord(options) || !(option in options))
        .map((option) => ({
          argument: `${path}.logConfiguration.options.${option}`,
          found: undefined,
        }));
    },
  ),
];

function inLists(
  path: string,
  container: Inputs,
  list: string,
  member: string,
  type: "text" | "number",
): Problem[] {
  return listOf(container[list]).flatMap((entry, index) => {
    const found = isRecord(entry) ? entry[member] : undefined;
    return isKnown(found) && !isOf[type]?.(found)
      ? [{ argument: `${path}.${list}[${index}].${member}`, found, limit: `a ${type}` }]
      : [];
  });
}

/** The texts of one member in a list of a container. */
function named(container: Inputs, list: string, member: string): string[] {
  return listOf(container[list]).flatMap((entry) => {
    const name = isRecord(entry) ? entry[member] : undefined;
    return typeof name === "string" ? [name] : [];
  });
}

function numbers(inputs: Inputs, member: string): number[] {
  return containers(inputs).flatMap(({ value }) =>
    typeof value[member] === "number" ? [value[member]] : [],
  );
}
