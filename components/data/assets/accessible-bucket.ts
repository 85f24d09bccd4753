/** What can be done with a bucket, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../component";
import { Access, Destination, PolicyStatement } from "../../contracts";

export abstract class AccessibleBucket extends Component implements Destination {
  readonly destinationKind = "bucket";
  /** Physical name. */
  abstract readonly name: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  /** The customer's key that encrypts it, where there is one. */
  protected abstract readonly keyArn?: pulumi.Output<string>;

  /** Reads objects, under `prefix` where given. Does not list them. */
  read(prefix = ""): Access {
    return this.access(["s3:GetObject"], prefix, ["kms:Decrypt"]);
  }

  /** Writes objects, under `prefix` where given. Does not delete. */
  write(prefix = ""): Access {
    return this.access(["s3:PutObject"], prefix, ["kms:GenerateDataKey", "kms:Decrypt"]);
  }

  /** Deletes objects; with versioning on, their versions stay. */
  delete(prefix = ""): Access {
    return this.access(["s3:DeleteObject"], prefix, []);
  }

  /** Lets a function keep the records of its failed asynchronous calls here. */
  deliver(): Access {
    const { statements } = this.write();
    return {
      statements: [...statements, { Effect: "Allow", Action: "s3:ListBucket", Resource: this.arn }],
    };
  }

  private access(actions: string[], prefix: string, keyActions: string[]): Access {
    const key = this.keyArn;
    const statements: PolicyStatement[] = [
      { Effect: "Allow", Action: actions, Resource: pulumi.interpolate`${this.arn}/${prefix}*` },
      ...(key && keyActions.length > 0
        ? [{ Effect: "Allow" as const, Action: keyActions, Resource: key }]
        : []),
    ];
    return { statements };
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
  protected readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingBucket", name, opts);
    this.name = pulumi.output(args.bucketName);
    this.arn = pulumi.interpolate`arn:aws:s3:::${args.bucketName}`;
    this.keyArn = args.keyArn === undefined ? undefined : pulumi.output(args.keyArn);
    this.registerOutputs({ name: this.name, arn: this.arn });
  }
}
