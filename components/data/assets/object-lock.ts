/** Objects that nobody can delete or overwrite before their time. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Refuse } from "../../component";
import type { BucketPurpose } from "./log-delivery";

export interface ObjectLockArgs {
  /** `COMPLIANCE`: nobody can shorten it, the account's root included. `GOVERNANCE`: who may `s3:BypassGovernanceRetention` can. */
  mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days that each version is kept at least. Limit: 1 to 36,500. */
  days: number;
}

/** What else the bucket is, as far as it bears on its lock. */
interface Locked {
  readonly purpose: BucketPurpose;
  readonly versioning: boolean;
  readonly disposable: boolean;
}

/** Days of default retention (S3 API, `DefaultRetention`: up to 100 years). */
const LONGEST = 36_500;

/**
 * The arguments of the lock, which AWS sets on a bucket that is there too: nothing is replaced. Once set it
 * can be changed, never taken away.
 *
 * @throws pulumi.RunError for a bucket that can have none
 */
export function objectLockArgs(
  bucket: pulumi.Input<string>,
  { mode, days }: ObjectLockArgs,
  { purpose, versioning, disposable }: Locked,
  refuse: Refuse,
): aws.s3.BucketObjectLockConfigurationArgs {
  if (!Number.isInteger(days) || days < 1 || days > LONGEST) {
    throw refuse("objectLock.days", days, "1 to 36,500 days", "name a number in that range");
  }
  if (!versioning) {
    const fix = "remove versioning: false, or objectLock";
    throw refuse("versioning", versioning, "true with objectLock, which keeps versions", fix);
  }
  if (purpose === "logs") {
    const allowed = "none for logs: S3 writes its access logs to no bucket that locks by default";
    throw refuse("objectLock", mode, allowed, "copy the logs into a bucket with a lock");
  }
  if (disposable) {
    const allowed = "false with objectLock: a bucket can't go before its objects may";
    throw refuse("disposable", disposable, allowed, "leave one of the two out");
  }
  return {
    bucket,
    objectLockEnabled: "Enabled",
    rule: { defaultRetention: { mode, days } },
  };
}
