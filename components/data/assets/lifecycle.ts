/** When objects of a bucket move to colder storage and when they are deleted. */
import * as aws from "@pulumi/aws";
import { transitionStorageClasses } from "../../../rules/s3";
import { Misstep, missteps } from "../../../rules/s3-lifecycle";

/** A storage class below `STANDARD`. */
export type ArchiveClass = (typeof transitionStorageClasses)[number];

/** A move to a colder class. `GLACIER_IR` can still be read at once; `GLACIER` and `DEEP_ARCHIVE` must be restored first, which takes minutes to two days. */
export interface Transition {
  /** Days after the object was written, or replaced. */
  afterDays: number;
  to: ArchiveClass;
}

export interface LifecycleRule {
  /** Only objects whose key starts so. Default: all objects. */
  prefix?: string;
  /** Moves of current objects. Default: none. */
  transitions?: Transition[];
  /** Days after which current objects are deleted. Default: never. */
  expireAfterDays?: number;
  /** Moves of replaced and deleted versions. Default: none. */
  noncurrentTransitions?: Transition[];
  /** Days after which replaced and deleted versions are gone for good. Default: never. */
  expireNoncurrentAfterDays?: number;
}

/**
 * What every bucket gets: unfinished uploads go after 7 days; versions that were replaced or deleted
 * move to Glacier after 90 days, and are gone for good after 365: time enough to notice a loss.
 */
export const defaultLifecycle: Record<string, LifecycleRule> = {
  "old-versions": {
    noncurrentTransitions: [{ afterDays: 90, to: "GLACIER" }],
    expireNoncurrentAfterDays: 365,
  },
};

const UNFINISHED_UPLOAD_DAYS = 7;

/** Moves that come too early or in the wrong order: the rule's name, what is wrong, the argument. */
export function misstepsOf(
  rules: Record<string, LifecycleRule>,
): (readonly [string, Misstep, string])[] {
  const moves = ["transitions", "noncurrentTransitions"] as const;
  return Object.entries(rules).flatMap(([id, rule]) =>
    moves.flatMap((argument) =>
      missteps((rule[argument] ?? []).map(({ afterDays, to }) => ({ days: afterDays, to }))).map(
        (misstep) => [id, misstep, argument] as const,
      ),
    ),
  );
}

type ProviderRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** The provider's rules, sorted by name so that the order of keys never shows. */
export function lifecycleRules(rules: Record<string, LifecycleRule>): ProviderRule[] {
  const unfinished: ProviderRule = {
    id: "unfinished-uploads",
    status: "Enabled",
    filter: {},
    abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_UPLOAD_DAYS },
  };
  const named = Object.keys(rules)
    .sort()
    .map((id) => lifecycleRule(id, rules[id]));
  return [unfinished, ...named];
}

function lifecycleRule(id: string, rule: LifecycleRule): ProviderRule {
  const { transitions, expireAfterDays, noncurrentTransitions, expireNoncurrentAfterDays } = rule;
  return {
    id,
    status: "Enabled",
    filter: rule.prefix ? { prefix: rule.prefix } : {},
    ...(transitions
      ? { transitions: transitions.map((t) => ({ days: t.afterDays, storageClass: t.to })) }
      : {}),
    ...(expireAfterDays === undefined ? {} : { expiration: { days: expireAfterDays } }),
    ...(noncurrentTransitions
      ? {
          noncurrentVersionTransitions: noncurrentTransitions.map((t) => ({
            noncurrentDays: t.afterDays,
            storageClass: t.to,
          })),
        }
      : {}),
    ...(expireNoncurrentAfterDays === undefined
      ? {}
      : { noncurrentVersionExpiration: { noncurrentDays: expireNoncurrentAfterDays } }),
  };
}
