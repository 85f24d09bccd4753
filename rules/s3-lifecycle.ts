/** When objects may move to a colder class: in which order, and after how long. */
import { custom } from "./base/checks";
import { s3 } from "./base/types/s3";
import type { Inputs, Plain, Problem, ResourceRule } from "./base/rule";
import { isRecord, listOf, numberAt, textAt, valuesAt } from "./base/values";
import { infrequentAccessDays, transitionStorageClasses } from "./s3";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const SOURCE = `${GUIDE}/lifecycle-transition-general-considerations.html`;

type StorageClass = (typeof transitionStorageClasses)[number];

/** Days that are paid for in a class, however early the object leaves it. None elsewhere. */
export const minimumDays: Readonly<Partial<Record<StorageClass, number>>> = {
  STANDARD_IA: infrequentAccessDays,
  ONEZONE_IA: infrequentAccessDays,
  GLACIER_IR: 90,
  GLACIER: 90,
  DEEP_ARCHIVE: 180,
};

/** A move of objects to a class, so many days after they were written. */
export interface Move {
  readonly days: number;
  readonly to: StorageClass;
}

/** Two moves, of which the second can't follow the first so. */
export interface Misstep {
  readonly from: Move;
  readonly move: Move;
  /** The fewest days that `move` can happen after; absent where it can't follow at all. */
  readonly earliest?: number;
}

/** Moves that are out of order, or leave a class before its minimum. */
export function missteps(moves: readonly Move[]): Misstep[] {
  const inTime = [...moves].sort((a, b) => a.days - b.days || rank(a) - rank(b));
  return inTime.slice(1).flatMap((move, index): Misstep[] => {
    const from = inTime[index];
    if (rank(move) <= rank(from)) return [{ from, move }];
    const earliest = Math.max(from.days + 1, from.days + (minimumDays[from.to] ?? 0));
    return move.days < earliest ? [{ from, move, earliest }] : [];
  });
}

const kinds = [
  { path: "transitions", days: "days", id: "" },
  { path: "noncurrentVersionTransitions", days: "noncurrentDays", id: "-noncurrent" },
];
const l = s3.bucketLifecycle;

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "S3-03-noncurrent",
    l,
    {
      limit: `${infrequentAccessDays} days or more before STANDARD_IA and ONEZONE_IA`,
      source: SOURCE,
      fix: `Set noncurrentDays to ${infrequentAccessDays} or more, or name a Glacier class.`,
    },
    (inputs) =>
      valuesAt(inputs, "rules.*.noncurrentVersionTransitions.*").flatMap(({ path, value }) => {
        const move = moveOf(value, "noncurrentDays");
        return move && move.to.endsWith("_IA") && move.days < infrequentAccessDays
          ? [{ argument: `${path}.noncurrentDays`, found: move.days }]
          : [];
      }),
  ),
  ...kinds.flatMap((kind) => [
    custom(
      `S3-07-order${kind.id}`,
      l,
      {
        limit: `each move to a colder class than the one before: ${transitionStorageClasses.join(", ")}`,
        source: SOURCE,
        fix: "Exchange the days of the two moves, or remove one.",
      },
      (inputs) => found(inputs, kind, ({ earliest }) => earliest === undefined),
    ),
    custom(
      `S3-07-infrequent${kind.id}`,
      l,
      {
        limit: `${infrequentAccessDays} days in STANDARD_IA or ONEZONE_IA before the next class`,
        source: SOURCE,
        fix: "Raise the days of the later move, or leave out the infrequent-access class.",
      },
      (inputs) =>
        found(inputs, kind, ({ from, earliest }) => earliest !== undefined && isInfrequent(from)),
    ),
    custom(
      `S3-07-minimum${kind.id}`,
      l,
      {
        severity: "warning",
        limit: "the days that are paid for in the class before",
        source: `${GUIDE}/storage-class-intro.html`,
        fix: "Raise the days of the later move: they are paid for in both classes.",
      },
      (inputs) =>
        found(inputs, kind, ({ from, earliest }) => earliest !== undefined && !isInfrequent(from)),
    ),
  ]),
];

function found(
  inputs: Inputs,
  kind: (typeof kinds)[number],
  is: (misstep: Misstep) => boolean,
): Problem[] {
  return valuesAt(inputs, "rules.*").flatMap(({ path, value }) => {
    if (!isRecord(value)) return [];
    const moves = listOf(value[kind.path]).flatMap((entry) => moveOf(entry, kind.days) ?? []);
    return missteps(moves)
      .filter(is)
      .map(({ from, move, earliest }) => ({
        argument: `${path}.${kind.path}`,
        found: `${move.to} after ${move.days} days, ${from.to} after ${from.days}`,
        ...(earliest === undefined ? {} : { limit: `${move.to} after ${earliest} days or more` }),
      }));
  });
}

function moveOf(value: Plain, days: string): Move | undefined {
  if (!isRecord(value)) return undefined;
  const after = numberAt(value, days);
  const to = transitionStorageClasses.find((known) => known === textAt(value, "storageClass"));
  return after === undefined || to === undefined ? undefined : { days: after, to };
}

function isInfrequent({ to }: Move): boolean {
  return to === "STANDARD_IA" || to === "ONEZONE_IA";
}

function rank({ to }: Move): number {
  return transitionStorageClasses.indexOf(to);
}
