/** One job in the words of EMR Serverless. */
import * as pulumi from "@pulumi/pulumi";
import { Refuse } from "../../component";
import { isWorker, workersInWords } from "../../../rules/emr";

/** Virtual CPUs and GB of a driver or an executor. */
export interface WorkerSize {
  cpu: 1 | 2 | 4 | 8 | 16 | 32;
  /** GB in all; Spark's own overhead is a tenth of it. */
  memory: number;
}

export interface SparkJobArgs {
  /** Where the Python script or the JAR lies, such as `s3://bucket/job.py`; jobs need access to it. */
  script: pulumi.Input<string>;
  /** What it is called with; an expression such as `{% $states.input.day %}` is the workflow's. Default: nothing. */
  arguments?: readonly pulumi.Input<string>[];
  /** Size of the driver and of each executor. Default: 2 virtual CPUs and 8 GB. */
  worker?: WorkerSize;
  /** Most executors at once. Default: 4. */
  maxExecutors?: number;
  /** Minutes after which the job is ended. Default: 60. Limit: 5 to 10,080. */
  timeoutMinutes?: number;
}

const DEFAULT_WORKER: WorkerSize = { cpu: 2, memory: 8 };
const DEFAULT_EXECUTORS = 4;
const DEFAULT_TIMEOUT = 60;
/** "EMR Serverless 7.11.0", release notes: a week at most, and no longer without an end. */
const timeouts = { min: 5, max: 10_080 };
/** `spark.executor.memory` leaves room for the overhead ("Spark job properties", EMR Serverless user guide). */
const OVERHEAD = 0.1;
const MIB = 1_024;

/** The arguments of StartJobRun beside application and role. */
export function sparkSubmit(
  name: string,
  args: SparkJobArgs,
  refuse: Refuse,
): Readonly<Record<string, unknown>> {
  const { worker = DEFAULT_WORKER, maxExecutors = DEFAULT_EXECUTORS } = args;
  const { timeoutMinutes = DEFAULT_TIMEOUT } = args;
  if (!isWorker(worker.cpu, worker.memory)) {
    const allowed = `${workersInWords(worker.cpu)} beside cpu ${worker.cpu} (rule EMR-02-worker)`;
    throw refuse("job worker.memory", worker.memory, allowed, "set one of these");
  }
  if (!(timeoutMinutes >= timeouts.min && timeoutMinutes <= timeouts.max)) {
    const allowed = "5 to 10,080 minutes";
    throw refuse("job timeoutMinutes", timeoutMinutes, allowed, "leave it out for an hour");
  }
  const memory = `${Math.floor((worker.memory * MIB) / (1 + OVERHEAD))}m`;
  const properties = {
    "spark.driver.cores": String(worker.cpu),
    "spark.driver.memory": memory,
    "spark.executor.cores": String(worker.cpu),
    "spark.executor.memory": memory,
    "spark.dynamicAllocation.maxExecutors": String(maxExecutors),
  };
  return {
    Name: name,
    ExecutionTimeoutMinutes: timeoutMinutes,
    JobDriver: {
      SparkSubmit: {
        EntryPoint: args.script,
        EntryPointArguments: [...(args.arguments ?? [])],
        SparkSubmitParameters: Object.entries(properties)
          .map(([key, value]) => `--conf ${key}=${value}`)
          .join(" "),
      },
    },
  };
}
