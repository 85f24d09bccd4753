/** A private bucket. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type {
  S3Event,
  S3ObjectCreatedNotificationEvent,
  S3ObjectDeletedNotificationEvent,
} from "aws-lambda";
import { existing, main, Transforms } from "../../component";
import {
  LogBucket,
  NotificationTarget,
  PolicyStatement,
  StaticOrigin,
  Trigger,
} from "../../contracts";
import { AccessibleBucket, ExistingBucket } from "./accessible-bucket";
import { plainInputs } from "../../../rules/base/plain-inputs";
import { policyDocument, refusePlainText } from "../../base/policy-document";
import { SharedDocument } from "../../shared-document";
import { DeadLetterChildren } from "../../wiring/dead-letters";
import { EventRuleChildren } from "../../wiring/event-rule";
import { makeSettings, refuseTransitions } from "./bucket-settings";
import { defaultLifecycle, LifecycleRule } from "./lifecycle";
import { BucketPurpose, logDeliveryStatements, logLifecycle } from "./log-delivery";
import { ObjectLockArgs, objectLockArgs } from "./object-lock";
import { replicate, ReplicationArgs, ReplicationChildren } from "./replication";
import {
  BucketNotifications,
  ObjectEventArgs,
  ObjectNotificationArgs,
} from "./bucket-notifications";
import { NotifyArgs } from "./notifications";
import { filesToUpload } from "./upload";
import { publicStatements } from "../../../rules/base/policy-document";
import { allowedOrigin, isOrigin } from "../../../rules/base/origin";

export interface BucketArgs {
  /**
   * `logs` for what AWS services write of their own accord, such as the access logs of load balancers,
   * CloudFront and buckets: encrypted by S3's own key in every profile, because application load
   * balancers write with no other; the services let in; kept as long as the environment keeps logs.
   * Default: `data`.
   */
  purpose?: BucketPurpose;
  /** Keep replaced and deleted objects as versions. Default: true. */
  versioning?: boolean;
  /** Named lifecycle rules, beside the one that ends unfinished uploads. Default: old versions move to Glacier after 90 days; logs are deleted when the environment says. */
  lifecycle?: Record<string, LifecycleRule>;
  /** Keeps every version for so long, whoever asks to delete it. Needs versioning. Can't be taken away later. Default: none. */
  objectLock?: ObjectLockArgs;
  /** Copies what is written from now on into another bucket. Needs versioning. Default: none. */
  replicateTo?: ReplicationArgs;
  /** Region, where it is not the environment's, such as for copies. Cannot be changed later. */
  region?: string;
  /** True to let the bucket go with its stack, objects and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      bucket: aws.s3.BucketArgs;
      publicAccessBlock: aws.s3.BucketPublicAccessBlockArgs;
      ownership: aws.s3.BucketOwnershipControlsArgs;
      encryption: aws.s3.BucketServerSideEncryptionConfigurationArgs;
      versioning: aws.s3.BucketVersioningArgs;
      lifecycle: aws.s3.BucketLifecycleConfigurationArgs;
      policy: aws.s3.BucketPolicyArgs;
      cors: aws.s3.BucketCorsConfigurationArgs;
      notification: aws.s3.BucketNotificationArgs;
      object: aws.s3.BucketObjectv2Args;
      objectLock: aws.s3.BucketObjectLockConfigurationArgs;
    } & ReplicationChildren &
      EventRuleChildren &
      DeadLetterChildren
  >;
}

/**
 * A bucket that nobody outside the account can read: public access blocked, access lists off,
 * encrypted, versioned, TLS 1.2 or newer. Protected and retained unless disposable.
 *
 * Creates: the bucket and its settings (public access block, ownership, encryption, versioning,
 * lifecycle, policy); an object lock, replication with its role, CORS and notifications when they are asked for. They are made one after
 * the other, because S3 answers parallel changes of one bucket with "conflicting conditional
 * operation". Costs nothing while empty.
 *
 * @example
 * const originals = new Bucket("originals", {
 *   lifecycle: { archive: { transitions: [{ afterDays: 30, to: "GLACIER_IR" }] } },
 * });
 * @example
 * const logs = new Bucket("logs", { purpose: "logs" });
 * new Distribution("cdn", { origins: { site: data.buckets.site }, logs });
 */
export class Bucket extends AccessibleBucket implements StaticOrigin, LogBucket {
  /** Gives a bucket that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingBucket);
  readonly originKind = "bucket";
  readonly originDomain: pulumi.Output<string>;
  /** Physical name. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Where browsers reach it by presigned URL, for CORS and content security policies. */
  readonly origin: pulumi.Output<string>;
  readonly keyArn?: pulumi.Output<string>;
  /** The policy, which must stand before a service tries to write its logs. */
  readonly ready: readonly pulumi.Resource[];
  readonly nodes: { readonly bucket: aws.s3.Bucket; readonly policy: aws.s3.BucketPolicy };
  readonly #statements: SharedDocument<PolicyStatement>;
  /** True where public statements would be refused by the access block. */
  readonly #isClosed: boolean;
  /** What must stand before the first object: an object keeps the encryption that it was written with. */
  readonly #readyForObjects: readonly pulumi.Resource[];
  /** The last of the bucket's settings that the constructor made. */
  readonly #last: pulumi.Resource;
  #cors: readonly pulumi.Resource[] = [];
  readonly #notifications: BucketNotifications;
  #uploadOrigins?: SharedDocument<pulumi.Input<string>>;
  readonly #region?: string;

  constructor(name: string, args: BucketArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Bucket", name, args, opts);
    const { purpose = "data", versioning: keepsVersions = true, disposable = false, region } = args;
    this.#region = region;
    refuseTransitions(args.lifecycle ?? {}, this.refuse);
    const { accountId } = this.environment;
    const isForLogs = purpose === "logs";
    this.#isClosed = args.transform?.publicAccessBlock === undefined;
    this.keyArn = isForLogs ? undefined : this.environment.keyArn("data", region);
    const key = this.keyArn;
    const bucket = this.child(
      aws.s3.Bucket,
      main,
      { forceDestroy: disposable, region },
      this.keep(disposable),
    );
    this.name = bucket.bucket;
    this.arn = bucket.arn;
    this.originDomain = bucket.bucketRegionalDomainName;
    // As the SDK writes it; the regional name of older buckets in us-east-1 has no region in it.
    this.origin = pulumi.interpolate`https://${this.name}.s3.${region ?? this.environment.region}.amazonaws.com`;

    const rules = args.lifecycle ?? (isForLogs ? logLifecycle(this.environment) : defaultLifecycle);
    // A bucket that outlives the program keeps its guards; and each waits for the one before.
    const guard = (...before: pulumi.Resource[]) => ({
      dependsOn: before,
      retainOnDelete: !disposable,
    });
    const { encryption, versioning, lifecycle } = makeSettings(
      { bucket: bucket.id, keyArn: key, versioning: keepsVersions, lifecycle: rules, region },
      guard,
      this.child,
    );
    this.#readyForObjects = [encryption, versioning];
    this.#statements = new SharedDocument(`policy of bucket "${name}"`);
    const both = [this.arn, pulumi.interpolate`${this.arn}/*`];
    this.#statements.add(refusePlainText("s3:*", both));
    this.#statements.add({
      Sid: "RefuseOldTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: both,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    });
    const writers = isForLogs ? logDeliveryStatements(this.arn, accountId) : [];
    writers.forEach((statement) => this.#statements.add(statement));
    const policy = this.child(
      aws.s3.BucketPolicy,
      "policy",
      { bucket: bucket.id, region, policy: policyDocument(this.#statements.entries) },
      guard(lifecycle),
    );
    let last: pulumi.Resource = policy;
    if (args.objectLock) {
      const kind = { purpose, versioning: keepsVersions, disposable };
      const lock = objectLockArgs(bucket.id, args.objectLock, kind, (...a) => this.refuse(...a));
      last = this.child(
        aws.s3.BucketObjectLockConfiguration,
        "object-lock",
        { ...lock, region },
        guard(last),
      );
    }
    if (args.replicateTo) {
      last = replicate(
        { arn: this.arn, name: this.name, keyArn: key, versioning: keepsVersions, region },
        args.replicateTo,
        guard(last),
        (type, suffix, given, options) => this.child(type, suffix, given, options),
        (...refused) => this.refuse(...refused),
      );
    }
    this.#last = last;
    this.nodes = { bucket, policy };
    this.ready = [policy];
    this.#notifications = new BucketNotifications(
      { component: this, name: this.name, arn: this.arn, region },
      () => [this.#last, ...this.#cors],
      this.child,
      this.refuse,
    );
  }

  /**
   * Adds to the bucket's policy while the stack is composed.
   *
   * @throws pulumi.RunError for a statement for everyone, which the access block refuses
   */
  allow(statement: PolicyStatement): void {
    const everyone = publicStatements({ policy: { Statement: plainInputs(statement) } }, "policy");
    if (everyone.length > 0 && this.#isClosed) {
      throw this.refuse(
        "allow",
        statement.Principal,
        "a principal, or a condition that says who or from where: the access block refuses statements for everyone",
        "name a principal, or serve the bucket through a distribution",
      );
    }
    this.#statements.add(statement);
  }

  /**
   * Lets pages of one origin, such as `https://www.example.com`, upload by presigned URL.
   *
   * @throws pulumi.RunError for what no browser sends as an origin, such as a URL with a path
   */
  acceptUploadsFrom(origin: pulumi.Input<string>): void {
    if (typeof origin === "string" && !isOrigin(origin, "within-host")) {
      const fix = "write scheme and host alone, without the slash";
      throw this.refuse("acceptUploadsFrom", origin, allowedOrigin, fix);
    }
    this.#uploadOrigins ??= this.makeCors();
    this.#uploadOrigins.add(origin);
  }

  /**
   * Uploads every file below a folder; the path starts at the folder of Pulumi.yaml. What pages name by
   * `src` or `href` gets its content's hash into its name and is kept by browsers for a year; pages and
   * all else are asked for anew. Pages come after what they name.
   */
  upload(folder: string): void {
    const named: pulumi.Resource[] = [];
    for (const { key, args, isPage } of filesToUpload(folder)) {
      const object = { ...args, bucket: this.name, region: this.#region };
      const dependsOn = [...this.#readyForObjects, ...(isPage ? named : [])];
      const made = this.child(aws.s3.BucketObjectv2, key, object, { key: "object", dependsOn });
      if (!isPage) named.push(made);
    }
  }

  /**
   * Tells a queue or topic about objects. `id` names the notification within the bucket.
   *
   * @throws pulumi.RunError for a FIFO target, and for objects that another target already learns of
   */
  notify(id: string, target: NotificationTarget, args: NotifyArgs = {}): void {
    this.#notifications.notify(id, target, args);
  }

  /**
   * Runs a function for each new object: `on: bucket.created({ prefix: "in/" })`. S3 calls it
   * asynchronously, more than once now and then. `through: "event-bridge"` lets several learn of an
   * object, and keeps what could not be handed over.
   *
   * @throws pulumi.RunError for objects that another target already learns of
   */
  created(args: ObjectEventArgs): Trigger<S3ObjectCreatedNotificationEvent, void>;
  created(args?: ObjectNotificationArgs): Trigger<S3Event, void>;
  created(args: ObjectNotificationArgs | ObjectEventArgs = {}): Trigger<never, void> {
    return this.#notifications.trigger("created", args);
  }

  /** Likewise for each object that is deleted, by somebody or by a lifecycle rule. */
  removed(args: ObjectEventArgs): Trigger<S3ObjectDeletedNotificationEvent, void>;
  removed(args?: ObjectNotificationArgs): Trigger<S3Event, void>;
  removed(args: ObjectNotificationArgs | ObjectEventArgs = {}): Trigger<never, void> {
    return this.#notifications.trigger("removed", args);
  }

  private makeCors(): SharedDocument<pulumi.Input<string>> {
    const origins = new SharedDocument<pulumi.Input<string>>(`CORS of "${this.logicalName}"`);
    const cors = this.child(
      aws.s3.BucketCorsConfiguration,
      "cors",
      {
        bucket: this.name,
        region: this.#region,
        corsRules: [
          {
            allowedMethods: ["PUT"],
            allowedHeaders: ["*"],
            allowedOrigins: origins.entries.then((list) => [...list]),
            maxAgeSeconds: 3600,
          },
        ],
      },
      { dependsOn: [this.#last] },
    );
    this.#cors = [cors];
    return origins;
  }
}
