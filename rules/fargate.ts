import { grouped } from "./base/checks";

/** What Fargate takes beside so much CPU, in MiB, in steps. */
interface Memory {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const GIB = 1_024;

/**
 * CPU units (1,024 are one virtual CPU) and what memory may stand beside them. 256 units take 512 MiB,
 * 1 GiB or 2 GiB: no 1.5 GiB.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export const fargateSizes = {
  256: { min: 512, max: 2 * GIB, step: 512 },
  512: { min: GIB, max: 4 * GIB, step: GIB },
  1024: { min: 2 * GIB, max: 8 * GIB, step: GIB },
  2048: { min: 4 * GIB, max: 16 * GIB, step: GIB },
  4096: { min: 8 * GIB, max: 30 * GIB, step: GIB },
  8192: { min: 16 * GIB, max: 60 * GIB, step: 4 * GIB },
  16384: { min: 32 * GIB, max: 120 * GIB, step: 8 * GIB },
} as const satisfies Readonly<Record<number, Memory>>;

/** CPU units that Fargate has: 1,024 are one virtual CPU. */
export type FargateCpu = keyof typeof fargateSizes;

/** True where Fargate runs tasks with so many CPU units. */
export function isFargateCpu(cpu: number): cpu is FargateCpu {
  return cpu in fargateSizes;
}

/** True where Fargate has the pair of CPU units and MiB. */
export function isFargatePair(cpu: FargateCpu, memory: number): boolean {
  const { min, max, step } = fargateSizes[cpu];
  const isBetween = memory >= min && memory <= max && (memory - min) % step === 0;
  return isBetween && !(cpu === 256 && memory === 3 * 512);
}

/** `1,024 to 4,096 MiB in steps of 1,024`. */
export function memoryInWords(cpu: FargateCpu): string {
  const { min, max, step } = fargateSizes[cpu];
  return cpu === 256
    ? "512, 1,024 or 2,048 MiB"
    : `${grouped(min)} to ${grouped(max)} MiB in steps of ${grouped(step)}`;
}

/** CPU units of `256`, `"256"` or `".25 vCPU"`; undefined for anything else. */
export function cpuUnits(value: unknown): number | undefined {
  return amount(value, /^([\d.]+)\s*vcpu$/i);
}

/** MiB of `512`, `"512"` or `"0.5 GB"`; undefined for anything else. */
export function memoryMib(value: unknown): number | undefined {
  return amount(value, /^([\d.]+)\s*gb$/i);
}

/** Both are given as a number, or in a unit that is 1,024 of it. */
function amount(value: unknown, inUnits: RegExp): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text);
  const [, units] = inUnits.exec(text) ?? [];
  return units === undefined ? undefined : Math.round(Number(units) * 1_024);
}
