/** A private bucket. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { main, Transform } from "../../component";
import { NotificationTarget, PolicyStatement, StaticOrigin } from "../../contracts";
import { AccessibleBucket, ExistingBucket, ExistingBucketArgs } from "./accessible-bucket";
import { policyDocument, refusePlainText } from "../../policy-document";
import { SharedDocument } from "../../shared-document";
import { defaultLifecycle, LifecycleRule, lifecycleRules } from "./lifecycle";
import { Notification, notificationArgs, NotifyArgs } from "./notifications";
import { filesToUpload } from "./upload";

export interface BucketArgs {
  /** Keep replaced and deleted objects as versions. Default: true. */
  versioning?: boolean;
  /** Named lifecycle rules, beside the one that ends unfinished uploads. Default: old versions move to Glacier after 90 days. */
  lifecycle?: Record<string, LifecycleRule>;
  /** True to let the bucket go with its stack, objects and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: {
    bucket?: Transform<aws.s3.BucketArgs>;
    publicAccessBlock?: Transform<aws.s3.BucketPublicAccessBlockArgs>;
    ownership?: Transform<aws.s3.BucketOwnershipControlsArgs>;
    encryption?: Transform<aws.s3.BucketServerSideEncryptionConfigurationArgs>;
    versioning?: Transform<aws.s3.BucketVersioningArgs>;
    lifecycle?: Transform<aws.s3.BucketLifecycleConfigurationArgs>;
    policy?: Transform<aws.s3.BucketPolicyArgs>;
    cors?: Transform<aws.s3.BucketCorsConfigurationArgs>;
    notification?: Transform<aws.s3.BucketNotificationArgs>;
    object?: Transform<aws.s3.BucketObjectv2Args>;
  };
}

/**
 * A bucket that nobody outside the account can read: public access blocked, access lists off,
 * encrypted, versioned, TLS 1.2 or newer. Protected and retained unless disposable.
 *
 * Creates: the bucket and its settings (public access block, ownership, encryption, versioning,
 * lifecycle, policy); CORS and notifications when they are asked for. They are made one after
 * the other, because S3 answers parallel changes of one bucket with "conflicting conditional
 * operation". Costs nothing while empty.
 *
 * @example
 * const originals = new Bucket("originals", {
 *   lifecycle: { archive: { transitions: [{ afterDays: 30, to: "GLACIER_IR" }] } },
 * });
 */
export class Bucket extends AccessibleBucket implements StaticOrigin {
  readonly originKind = "bucket";
  readonly originDomain: pulumi.Output<string>;
  /** Physical name. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  protected readonly keyArn?: pulumi.Output<string>;
  private readonly statements: SharedDocument<PolicyStatement>;
  private readonly policy: aws.s3.BucketPolicy;
  private notifications?: SharedDocument<Notification>;
  private uploadOrigins?: SharedDocument<pulumi.Input<string>>;
  private readonly notificationTargets: pulumi.Resource[] = [];

  constructor(
    name: string,
    private readonly args: BucketArgs = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:data:Bucket", name, opts);
    const { transform = {}, disposable = false } = args;
    this.keyArn = this.environment.keyArn("data");
    const key = this.keyArn;
    const bucket = this.child(
      aws.s3.Bucket,
      main,
      { forceDestroy: disposable },
      transform.bucket,
      this.keep(disposable),
    );
    this.name = bucket.bucket;
    this.arn = bucket.arn;
    this.originDomain = bucket.bucketRegionalDomainName;

    const publicAccessBlock = this.child(
      aws.s3.BucketPublicAccessBlock,
      "public-access-block",
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      transform.publicAccessBlock,
    );
    const ownership = this.child(
      aws.s3.BucketOwnershipControls,
      "ownership",
      { bucket: bucket.id, rule: { objectOwnership: "BucketOwnerEnforced" } },
      transform.ownership,
      { dependsOn: [publicAccessBlock] },
    );
    this.child(
      aws.s3.BucketServerSideEncryptionConfiguration,
      "encryption",
      {
        bucket: bucket.id,
        rules: [
          {
            applyServerSideEncryptionByDefault: key
              ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: key }
              : { sseAlgorithm: "AES256" },
            bucketKeyEnabled: key !== undefined,
          },
        ],
      },
      transform.encryption,
    );
    const versioning = this.child(
      aws.s3.BucketVersioning,
      "versioning",
      {
        bucket: bucket.id,
        versioningConfiguration: {
          status: (args.versioning ?? true) ? "Enabled" : "Suspended",
        },
      },
      transform.versioning,
    );
    this.child(
      aws.s3.BucketLifecycleConfiguration,
      "lifecycle",
      { bucket: bucket.id, rules: lifecycleRules(args.lifecycle ?? defaultLifecycle) },
      transform.lifecycle,
      { dependsOn: [versioning] },
    );
    this.statements = new SharedDocument(`policy of bucket "${name}"`);
    const both = [this.arn, pulumi.interpolate`${this.arn}/*`];
    this.statements.add(refusePlainText("s3:*", both));
    this.statements.add({
      Sid: "RefuseOldTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: both,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    });
    this.policy = this.child(
      aws.s3.BucketPolicy,
      "policy",
      { bucket: bucket.id, policy: policyDocument(this.statements.entries) },
      transform.policy,
      { dependsOn: [ownership] },
    );
    this.registerOutputs({ name: this.name, arn: this.arn, originDomain: this.originDomain });
  }

  /** Gives a bucket that is there already the same methods. Nothing is made or changed. */
  static existing(
    name: string,
    args: ExistingBucketArgs,
    opts?: pulumi.ComponentResourceOptions,
  ): AccessibleBucket {
    return new ExistingBucket(name, args, opts);
  }

  /** Adds to the bucket's policy while the stack is composed. */
  allow(statement: PolicyStatement): void {
    this.statements.add(statement);
  }

  /** Lets pages of one origin, such as `https://www.example.com`, upload by presigned URL. */
  acceptUploadsFrom(origin: pulumi.Input<string>): void {
    this.uploadOrigins ??= this.makeCors();
    this.uploadOrigins.add(origin);
  }

  /** Uploads every file below a folder; the path starts at the folder of Pulumi.yaml. */
  upload(folder: string): void {
    for (const { key, args } of filesToUpload(folder)) {
      const object = { ...args, bucket: this.name };
      this.child(aws.s3.BucketObjectv2, key, object, this.args.transform?.object);
    }
  }

  /** Tells a queue or topic about objects. `id` names the notification within the bucket. */
  notify(id: string, target: NotificationTarget, args: NotifyArgs = {}): void {
    const { accountId } = this.environment;
    this.notificationTargets.push(target.acceptFrom("s3.amazonaws.com", this.arn, accountId));
    this.notifications ??= this.makeNotifications();
    this.notifications.add({ ...args, id, target });
  }

  private makeCors(): SharedDocument<pulumi.Input<string>> {
    const origins = new SharedDocument<pulumi.Input<string>>(`CORS of "${this.logicalName}"`);
    this.child(
      aws.s3.BucketCorsConfiguration,
      "cors",
      {
        bucket: this.name,
        corsRules: [
          {
            allowedMethods: ["PUT"],
            allowedHeaders: ["*"],
            allowedOrigins: origins.entries.then((list) => [...list]),
            maxAgeSeconds: 3600,
          },
        ],
      },
      this.args.transform?.cors,
    );
    return origins;
  }

  private makeNotifications(): SharedDocument<Notification> {
    const title = `notifications of bucket "${this.logicalName}"`;
    const notifications = new SharedDocument<Notification>(title);
    // S3 checks that it may send when the document is set, so the targets' policies come first.
    const dependsOn: Promise<pulumi.Resource[]> = notifications.entries.then(() => [
      this.policy,
      ...this.notificationTargets,
    ]);
    this.child(
      aws.s3.BucketNotification,
      "notification",
      notificationArgs(this.name, notifications.entries),
      this.args.transform?.notification,
      { dependsOn },
    );
    return notifications;
  }
}
