/** What goes wrong with a file system. */
import type * as pulumi from "@pulumi/pulumi";
import { AlarmDefinition } from "../../contracts";

const NAMESPACE = "AWS/EFS";
/** Bytes of an hour at 100 MiB a second, what a small file system bursts to ("Throughput modes"). */
const HOUR_OF_BURST = 100 * 1024 ** 2 * 3600;

/** Too many operations a second, and where throughput is saved up, too little of it left. */
export function fileSystemAlarms(
  fileSystemId: pulumi.Output<string>,
  bursts: boolean,
): AlarmDefinition[] {
  const common = { namespace: NAMESPACE, dimensions: { FileSystemId: fileSystemId } };
  const limit: AlarmDefinition = {
    ...common,
    name: "operations",
    description:
      "For 15 minutes nearly as many operations a second as a file system takes: read and write larger parts, or divide the files.",
    metricName: "PercentIOLimit",
    ...{ statistic: "Maximum", threshold: 95, evaluationPeriods: 3 },
  };
  const credits: AlarmDefinition = {
    ...common,
    name: "burst-credits",
    description:
      'Less than an hour of full throughput is left: set throughputMode to "elastic" before it is slow.',
    metricName: "BurstCreditBalance",
    ...{ statistic: "Minimum", threshold: HOUR_OF_BURST, comparison: "LessThanThreshold" },
  };
  return bursts ? [limit, credits] : [limit];
}
