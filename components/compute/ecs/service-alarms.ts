/** What goes wrong with a service. */
import * as pulumi from "@pulumi/pulumi";
import { AlarmDefinition } from "../../contracts";

interface Watched {
  readonly name: string;
  readonly clusterName: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  /** Tasks that always run; 0 where none need to. */
  readonly leastTasks: number;
}

/** Processors and memory that are used up, and tasks that do not run. */
export function serviceAlarms(watched: Watched): AlarmDefinition[] {
  const { name: service, clusterName, serviceName, leastTasks } = watched;
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  const busy = (name: string, metricName: string, what: string): AlarmDefinition => ({
    name,
    description: `${what} of service ${service} is used up: raise max of its scaling, or ${name}.`,
    namespace: "AWS/ECS",
    metricName,
    dimensions,
    statistic: "Average",
    threshold: 90,
    evaluationPeriods: 3,
  });
  return [
    busy("cpu", "CPUUtilization", "The CPU"),
    busy("memory", "MemoryUtilization", "The memory"),
    ...(leastTasks > 0
      ? [
          {
            name: "tasks",
            description: `Service ${service} runs fewer tasks than it should: see its events.`,
            namespace: "ECS/ContainerInsights",
            metricName: "RunningTaskCount",
            dimensions,
            statistic: "Minimum" as const,
            threshold: leastTasks,
            comparison: "LessThanThreshold" as const,
            evaluationPeriods: 3,
            missingData: "breaching" as const,
          },
        ]
      : []),
  ];
}
