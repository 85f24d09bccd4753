import { custom, grouped, Text } from "./base/checks";
import { disksOf, withDisks, type Disk } from "./base/disks";
import { unknown, type Problem, type ResourceRule } from "./base/rule";

const SOURCE = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html";

/** What a type of volume can have. */
export interface VolumeLimits {
  /** GiB. */
  readonly size: { readonly min: number; readonly max: number };
  /** Operations a second; absent where they can't be chosen. */
  readonly iops?: { readonly min: number; readonly max: number; readonly perGiB: number };
  /** MiB/s; absent where it can't be chosen. */
  readonly throughput?: { readonly min: number; readonly max: number; readonly perIops: number };
}

/** By type, from the EBS user guide. */
export const volumeLimits = {
  gp3: {
    size: { min: 1, max: 65_536 },
    iops: { min: 3_000, max: 80_000, perGiB: 500 },
    throughput: { min: 125, max: 2_000, perIops: 0.25 },
  },
  gp2: { size: { min: 1, max: 16_384 } },
  io1: { size: { min: 4, max: 16_384 }, iops: { min: 100, max: 64_000, perGiB: 50 } },
  io2: { size: { min: 4, max: 65_536 }, iops: { min: 100, max: 256_000, perGiB: 1_000 } },
  st1: { size: { min: 125, max: 16_384 } },
  sc1: { size: { min: 125, max: 16_384 } },
  standard: { size: { min: 1, max: 1_024 } },
} as const satisfies Readonly<Record<string, VolumeLimits>>;

export type VolumeType = keyof typeof volumeLimits;
/** gp3 volumes have that many operations whatever their size. */
const BASELINE = volumeLimits.gp3.iops.min;

export const sections = { EBS: "Volumes, and the disks of servers" };

/** A rule for every disk of a resource: a volume, those of an instance, those of a launch template. */
function perDisk(
  id: string,
  text: Text & { readonly limit: string },
  check: (disk: Disk) => Problem | undefined,
): ResourceRule {
  return custom(id, withDisks, text, (inputs, _context, { type }) =>
    disksOf(type, inputs).flatMap((disk) => check(disk) ?? []),
  );
}

export const resourceRules: readonly ResourceRule[] = [
  perDisk(
    "SEC-EBS-encrypted",
    {
      severity: "warning",
      limit: "true",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
      fix: "Set encrypted to true now: a disk can't be encrypted later.",
    },
    ({ encrypted, pathOf }) =>
      // A launch template says it as text.
      encrypted === unknown || encrypted === true || encrypted === "true"
        ? undefined
        : { argument: pathOf("encrypted"), found: encrypted },
  ),
  perDisk(
    "EBS-01-type",
    {
      limit: Object.keys(volumeLimits).join(", "),
      source: SOURCE,
      fix: "Name one of these types.",
    },
    ({ type, pathOf }) =>
      typeof type === "string" && !(type in volumeLimits)
        ? { argument: pathOf("type"), found: type }
        : undefined,
  ),
  perDisk(
    "EBS-01-size",
    { limit: "a size that the type can have", source: SOURCE, fix: "Set size within the range." },
    (disk) => {
      const limits = limitsOf(disk);
      return limits && typeof disk.size === "number"
        ? beyond(disk.pathOf("size"), disk.size, limits.size, "GiB")
        : undefined;
    },
  ),
  perDisk(
    "EBS-01",
    {
      limit: "operations a second that the type can have",
      source: SOURCE,
      fix: "Set iops within the range, or choose another type.",
    },
    (disk) => {
      const iops = limitsOf(disk)?.iops;
      if (iops === undefined || typeof disk.iops !== "number") return undefined;
      const range = { min: iops.min, max: mostIops(disk, iops) };
      return beyond(disk.pathOf("iops"), disk.iops, range, "IOPS");
    },
  ),
  perDisk(
    "EBS-01-missing",
    { limit: "iops for io1 and io2", source: SOURCE, fix: "Set iops." },
    ({ type, iops, pathOf }) =>
      (type === "io1" || type === "io2") && isNothing(iops)
        ? { argument: pathOf("iops"), found: undefined }
        : undefined,
  ),
  perDisk(
    "EBS-01-throughput",
    {
      limit: "a throughput that the volume can have",
      source: SOURCE,
      fix: "Lower throughput, or raise iops: each gives a quarter of a MiB/s.",
    },
    (disk) => {
      const throughput = limitsOf(disk)?.throughput;
      if (throughput === undefined || typeof disk.throughput !== "number") return undefined;
      const iops = isNothing(disk.iops) ? BASELINE : disk.iops;
      const most = typeof iops === "number" ? iops * throughput.perIops : Infinity;
      const range = { min: throughput.min, max: Math.min(throughput.max, most) };
      return beyond(disk.pathOf("throughput"), disk.throughput, range, "MiB/s");
    },
  ),
  ...(["iops", "throughput"] as const).map((argument) =>
    perDisk(
      `EBS-01-${argument}-ignored`,
      {
        limit: `no ${argument} for a type that does not take it`,
        source: SOURCE,
        fix: `Remove ${argument}, or set the type to gp3.`,
      },
      (disk) => {
        const limits = limitsOf(disk);
        const found = disk[argument];
        return limits && typeof found === "number" && found > 0 && limits[argument] === undefined
          ? {
              argument: disk.pathOf(argument),
              found,
              limit: `no ${argument} for ${String(disk.type)}`,
            }
          : undefined;
      },
    ),
  ),
];

function isNothing(value: Disk["iops"]): boolean {
  return value === undefined || value === null;
}

function limitsOf({ type }: Disk): VolumeLimits | undefined {
  return typeof type === "string" && type in volumeLimits
    ? volumeLimits[type as VolumeType]
    : undefined;
}

/** A disk of a snapshot has the snapshot's size, which nobody knows here. The baseline of gp3 needs no size. */
function mostIops({ size }: Disk, iops: { max: number; min: number; perGiB: number }): number {
  return typeof size === "number"
    ? Math.min(iops.max, Math.max(iops.min, size * iops.perGiB))
    : iops.max;
}

function beyond(
  argument: string,
  found: number,
  { min, max }: { min: number; max: number },
  unit: string,
): Problem | undefined {
  return found < min || found > max
    ? { argument, found, limit: `${grouped(min)} to ${grouped(max)} ${unit}` }
    : undefined;
}
