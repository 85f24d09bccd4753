import { custom, pattern, range } from "./base/checks";
import { emr } from "./base/types/emr";
import type { Plain, ResourceRule } from "./base/rule";
import { isRecord, valuesAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide";
const API = "https://docs.aws.amazon.com/emr-serverless/latest/APIReference";

/** Minutes without a job until an application stops. */
export const idleMinutes = { min: 1, max: 10_080, unit: "minutes" };

/** GB that a worker of so many virtual CPUs can have ("Supported worker configurations"). */
const workerMemory: Readonly<Record<number, { min: number; max: number; step: number }>> = {
  1: { min: 2, max: 8, step: 1 },
  2: { min: 4, max: 16, step: 1 },
  4: { min: 8, max: 30, step: 1 },
  8: { min: 16, max: 60, step: 4 },
  16: { min: 32, max: 120, step: 8 },
};
/** The largest has three sizes alone. */
const largest = { cpu: 32, memory: [60, 120, 244] };

/** True where a worker of so many virtual CPUs can have so many GB. */
export function isWorker(cpu: number, memory: number): boolean {
  if (cpu === largest.cpu) return largest.memory.includes(memory);
  const sizes = workerMemory[cpu];
  if (sizes === undefined) return false;
  const { min, max, step } = sizes;
  return memory >= min && memory <= max && (memory - min) % step === 0;
}

/** The sizes beside so many virtual CPUs, in words. */
export function workersInWords(cpu: number): string {
  if (cpu === largest.cpu) return `${largest.memory.join(", ")} GB`;
  const sizes = workerMemory[cpu];
  return sizes === undefined
    ? "1, 2, 4, 8, 16 or 32 virtual CPUs"
    : `${sizes.min} to ${sizes.max} GB in steps of ${sizes.step}`;
}

const application = emr.serverlessApplication;

export const sections = { EMR: "Spark" };

export const resourceRules: readonly ResourceRule[] = [
  range("EMR-01-idle", application, "autoStopConfiguration.idleTimeoutMinutes", idleMinutes, {
    source: `${API}/API_AutoStopConfig.html`,
    fix: "Set a time in this range.",
  }),
  pattern("EMR-01-release", application, "releaseLabel", /^emr-(spark-)?\d+\.\d+\.\d+$/, {
    limit: "a release such as emr-7.13.0",
    source: `${GUIDE}/release-versions.html`,
    fix: "Name one of the guide's releases.",
  }),
  pattern("EMR-01-cpu", application, "maximumCapacity.cpu", /^[1-9]\d*\s?(vcpu)?$/i, {
    limit: "a number of virtual CPUs, such as 16 vCPU",
    source: `${API}/API_MaximumAllowedResources.html`,
    fix: 'Write it as "16 vCPU".',
  }),
  pattern("EMR-01-memory", application, "maximumCapacity.memory", /^[1-9]\d*\s?(gb)?$/i, {
    limit: "a number of GB, such as 64 GB",
    source: `${API}/API_MaximumAllowedResources.html`,
    fix: 'Write it as "64 GB".',
  }),
  custom(
    "EMR-02-worker",
    application,
    {
      limit: "a size that workers have",
      source: `${GUIDE}/app-behavior.html`,
      fix: "Set memory to one of these, or another cpu.",
    },
    (inputs) =>
      valuesAt(inputs, "initialCapacities.*.initialCapacityConfig.workerConfiguration").flatMap(
        ({ path, value }) => {
          if (!isRecord(value)) return [];
          const [cpu, memory] = [leading(value.cpu), leading(value.memory)];
          if (cpu === undefined || memory === undefined || isWorker(cpu, memory)) return [];
          const limit = `${workersInWords(cpu)} beside cpu ${cpu}`;
          return [{ argument: `${path}.memory`, found: value.memory, limit }];
        },
      ),
  ),
  custom(
    "SEC-EMR-limit",
    application,
    {
      severity: "warning",
      limit: "a maximumCapacity, which bounds what a job can cost",
      source: `${GUIDE}/app-behavior.html`,
      fix: 'Set maximumCapacity to { cpu: "16 vCPU", memory: "64 GB" }.',
    },
    (inputs) =>
      inputs.maximumCapacity === undefined
        ? { argument: "maximumCapacity", found: undefined }
        : undefined,
  ),
];

/** `4` of `4 vCPU`. */
function leading(value: Plain): number | undefined {
  const [digits] = typeof value === "string" ? (/^\d+/.exec(value) ?? []) : [];
  return digits === undefined ? undefined : Number(digits);
}
