/** Services of ECS with their task definitions and target groups: ECS refuses what does not fit. */
import { ecs } from "../base/types/ecs";
import { lb } from "../base/types/lb";
import {
  isKnown,
  unknown,
  type Plain,
  type StackProblem,
  type StackResource,
  type StackRule,
} from "../base/rule";
import {
  equals,
  isAbsent,
  isRecord,
  jsonAt,
  listOf,
  textAt,
  valueAt,
  valuesAt,
} from "../base/values";
import { graphOf, type Graph } from "./graph";

const API = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html";
const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

const targetGroups = [lb.targetGroup, lb.albTargetGroup];
const usesInterfaces = ({ values }: StackResource) => equals(values, "networkMode", "awsvpc");

export const stackRules: readonly StackRule[] = [
  serviceRule(
    "ECS-07-network",
    {
      limit: "a networkConfiguration where each task has an interface of its own (awsvpc)",
      source: API,
      fix: "Set networkConfiguration with subnets and securityGroups.",
    },
    (service, task) =>
      usesInterfaces(task) && isAbsent(service.values, "networkConfiguration")
        ? [{ urn: service.urn, argument: "networkConfiguration", found: undefined }]
        : [],
  ),
  serviceRule(
    "ECS-07-container",
    {
      limit:
        "a container of the task with a port mapping for the port that the load balancer sends to",
      source: `${GUIDE}/service-load-balancing.html`,
      fix: "Name a container of the task definition, and one of its containerPorts.",
    },
    (service, task) =>
      valuesAt(service.values, "loadBalancers.*").flatMap(({ path, value }): StackProblem[] => {
        const { urn } = service;
        const containers = jsonAt(task.values, "containerDefinitions");
        if (!isRecord(value) || !Array.isArray(containers)) return [];
        const all = listOf(containers).filter(isRecord);
        if (all.some(({ name }) => !isKnown(name)) || !isKnown(value.containerName)) return [];
        const container = all.find(({ name }) => name === value.containerName);
        if (container === undefined) {
          return [{ urn, argument: `${path}.containerName`, found: value.containerName }];
        }
        const ports = container.portMappings;
        if (ports === unknown || typeof value.containerPort !== "number") return [];
        const open = listOf(ports).map((each) => (isRecord(each) ? each.containerPort : unknown));
        // A mapping of a range has no containerPort.
        const isOpen = open.some((port) => !isKnown(port) || Number(port) === value.containerPort);
        return isOpen
          ? []
          : [{ urn, argument: `${path}.containerPort`, found: value.containerPort }];
      }),
  ),
  serviceRule(
    "ECS-07-target",
    {
      limit: "a target group of type ip for tasks with an interface of their own (awsvpc)",
      source: `${GUIDE}/service-load-balancing.html`,
      fix: 'Set targetType to "ip"; its default is instance.',
    },
    (service, task, graph) =>
      usesInterfaces(task)
        ? targetGroups
            .flatMap((type) => graph.candidates(service, "loadBalancers", type))
            .filter(
              ({ values }) =>
                isAbsent(values, "targetType") || equals(values, "targetType", "instance"),
            )
            .map(({ name }) => ({
              urn: service.urn,
              argument: "loadBalancers",
              found: `${name}, of type instance`,
            }))
        : [],
  ),
  serviceRule(
    "ECS-07-fargate",
    {
      limit: "a task definition for Fargate with the launch type FARGATE",
      source: API,
      fix: 'Add "FARGATE" to the task definition\'s requiresCompatibilities.',
    },
    (service, { name, values }) => {
      const compatible = valueAt(values, "requiresCompatibilities");
      const isOther =
        Array.isArray(compatible) &&
        compatible.length > 0 &&
        !listOf(compatible).some((each) => each === unknown || each === "FARGATE");
      // Without requiresCompatibilities ECS finds out itself what the definition is good for.
      const isUnfit =
        isAbsent(values, "requiresCompatibilities") &&
        (isAbsent(values, "cpu") || isAbsent(values, "memory"));
      return textAt(service.values, "launchType") === "FARGATE" && (isOther || isUnfit)
        ? [
            {
              urn: service.urn,
              argument: "taskDefinition",
              found: `${name}, which is not for Fargate`,
            },
          ]
        : [];
    },
  ),
  {
    id: "ECS-07-provider",
    severity: "error",
    type: ecs.ecsService,
    limit: "capacity providers of its cluster: FARGATE and FARGATE_SPOT are added to one as well",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html", // prettier-ignore
    fix: "Name it in capacityProviders of a ClusterCapacityProviders, and that in the service's dependsOn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(ecs.ecsService).flatMap((service): StackProblem[] => {
        const provided = providersOf(graph, service);
        if (provided === undefined) return [];
        return valuesAt(service.values, "capacityProviderStrategies.*.capacityProvider")
          .filter(({ value }) => isKnown(value) && !provided.includes(value))
          .map(({ path, value }) => ({ urn: service.urn, argument: path, found: value }));
      });
    },
  },
];

/** The capacity providers of the service's cluster, where it is of this stack and all are known. */
function providersOf(graph: Graph, service: StackResource): readonly Plain[] | undefined {
  const cluster = graph.one(service, "cluster", ecs.ecsCluster);
  if (cluster === undefined) return undefined;
  const additions = graph.ofType(ecs.clusterCapacityProviders);
  // One that can't be told apart may be this cluster's.
  if (additions.some((each) => graph.one(each, "clusterName", ecs.ecsCluster) === undefined)) {
    return undefined;
  }
  const own = additions.filter(
    (each) => graph.one(each, "clusterName", ecs.ecsCluster) === cluster,
  );
  const listed = own
    .map(({ values }) => valueAt(values, "capacityProviders"))
    .flatMap((list): Plain[] => (list === unknown ? [list] : [...listOf(list)]));
  // One of ECS Managed Instances is its cluster's by itself.
  const managed = graph
    .ofType(ecs.capacityProvider)
    .filter(({ values }) => !isAbsent(values, "cluster"))
    .map(({ values }) => valueAt(values, "name") ?? unknown);
  const provided = [...listed, ...managed];
  return provided.includes(unknown) ? undefined : provided;
}

/** A rule of each service whose task definition is in the stack. */
function serviceRule(
  id: string,
  text: Pick<StackRule, "limit" | "source" | "fix">,
  find: (service: StackResource, task: StackResource, graph: Graph) => readonly StackProblem[],
): StackRule {
  return {
    ...{ id, severity: "error", type: ecs.ecsService },
    ...text,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(ecs.ecsService).flatMap((service) => {
        const task = graph.one(service, "taskDefinition", ecs.taskDefinition);
        return task === undefined ? [] : find(service, task, graph);
      });
    },
  };
}
