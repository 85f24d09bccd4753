/** What can be done with a lake, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grants } from "../../base/grants";
import { Component } from "../../component";
import { Access } from "../../contracts";

export abstract class AccessibleLake extends Component {
  static readonly grants = {
    put: { actions: ["firehose:PutRecord", "firehose:PutRecordBatch"] },
    runQueries: {
      actions: [
        "athena:StartQueryExecution",
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:StopQueryExecution",
      ],
    },
    readCatalog: {
      actions: ["glue:GetDatabase", "glue:GetTable", "glue:GetTables", "glue:GetPartitions"],
    },
  } satisfies Grants;
  /** Name of the delivery stream that records are sent to. */
  abstract readonly deliveryName: pulumi.Output<string>;
  abstract readonly deliveryArn: pulumi.Output<string>;

  /** Sends records, each one line of JSON with the table's columns. */
  put(): Access {
    return accessTo({ arn: this.deliveryArn }, AccessibleLake.grants.put);
  }
}

export interface ExistingLakeArgs {
  /** Name of its delivery stream. */
  deliveryName: pulumi.Input<string>;
  deliveryArn: pulumi.Input<string>;
}

/**
 * The delivery stream of a lake that others made. Made by `Lake.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const shared = Lake.existing("shared", {
 *   deliveryName: "clicks",
 *   deliveryArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/clicks",
 * });
 * shared.put();
 */
export class ExistingLake extends AccessibleLake {
  readonly deliveryName: pulumi.Output<string>;
  readonly deliveryArn: pulumi.Output<string>;

  constructor(name: string, args: ExistingLakeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingLake", name, args, opts);
    this.deliveryName = pulumi.output(args.deliveryName);
    this.deliveryArn = pulumi.output(args.deliveryArn);
  }
}
