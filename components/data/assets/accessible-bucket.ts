/** What can be done with a bucket, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, allOf, Grant, Grants } from "../../base/grants";
import { outputOf } from "../../base/outputs";
import { Component } from "../../component";
import { Access, Destination } from "../../contracts";

export abstract class AccessibleBucket extends Component implements Destination {
  static readonly grants = {
    read: { actions: ["s3:GetObject"], key: ["kms:Decrypt"] },
    write: { actions: ["s3:PutObject"], key: ["kms:GenerateDataKey", "kms:Decrypt"] },
    delete: { actions: ["s3:DeleteObject"] },
    list: { actions: ["s3:ListBucket"] },
  } satisfies Grants;
  readonly destinationKind = "bucket";
  /** Physical name. */
  abstract readonly name: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  /** The customer's key that encrypts it, where there is one. */
  abstract readonly keyArn?: pulumi.Output<string>;

  /** Reads objects, under `prefix` where given. Does not list them. */
  read(prefix = ""): Access {
    return this.access(AccessibleBucket.grants.read, prefix);
  }

  /** Writes objects, under `prefix` where given. Does not delete. */
  write(prefix = ""): Access {
    return this.access(AccessibleBucket.grants.write, prefix);
  }

  /** Deletes objects; with versioning on, their versions stay. */
  delete(prefix = ""): Access {
    return this.access(AccessibleBucket.grants.delete, prefix);
  }

  /** Lists the names of all objects. */
  list(): Access {
    return accessTo(this, AccessibleBucket.grants.list);
  }

  /** Lets a function keep the records of its failed asynchronous calls here. */
  deliver(): Access {
    return allOf(this.write(), this.list());
  }

  private access(grant: Grant, prefix: string): Access {
    const { arn, keyArn } = this;
    return accessTo({ arn: pulumi.interpolate`${arn}/${prefix}*`, keyArn }, grant);
  }
}

export interface ExistingBucketArgs {
  /** Physical name. */
  bucketName: pulumi.Input<string>;
  /** ARN of the customer's key that encrypts it. Default: none. */
  keyArn?: pulumi.Input<string>;
}

/**
 * A bucket that others made. Made by `Bucket.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const reports = Bucket.existing("reports", { bucketName: "reports-example" });
 * new LambdaFunction("report", handler, { access: [reports.write("daily/")] });
 */
export class ExistingBucket extends AccessibleBucket {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingBucket", name, args, opts);
    this.name = pulumi.output(args.bucketName);
    this.arn = pulumi.interpolate`arn:aws:s3:::${args.bucketName}`;
    this.keyArn = outputOf(args.keyArn);
  }
}
