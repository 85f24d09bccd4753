/** What can be done with a cache in front of tables, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grants } from "../../base/grants";
import { Component } from "../../component";
import { Access, Connectable } from "../../contracts";

/** Of a cluster that speaks TLS; without it is 8111 ("DAX encryption in transit", DynamoDB developer guide). */
export const DAX_PORT = 9111;

export abstract class AccessibleDax extends Component implements Connectable {
  static readonly grants = {
    read: {
      actions: ["dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:ConditionCheckItem"],
    },
    write: {
      actions: ["dax:PutItem", "dax:UpdateItem", "dax:DeleteItem", "dax:BatchWriteItem"],
    },
  } satisfies Grants;
  abstract readonly arn: pulumi.Output<string>;
  /** What clients connect to: `daxs://<host>`. */
  abstract readonly endpoint: pulumi.Output<string>;
  abstract readonly port: number;
  abstract readonly securityGroupId: pulumi.Output<string>;

  get connectionName(): string {
    return this.logicalName;
  }

  /** Connects, and reads items and queries of every table behind the cache: DAX knows no narrower right. */
  read(): Access {
    return this.#access(AccessibleDax.grants.read);
  }

  /** Connects, and writes through the cache into every table behind it. */
  write(): Access {
    return this.#access(AccessibleDax.grants.write);
  }

  #access(grant: { readonly actions: readonly string[] }): Access {
    const connection = { to: this, port: this.port };
    return accessTo({ arn: this.arn, connection }, grant);
  }
}

export interface ExistingDaxArgs {
  /** ARN of the cluster. */
  arn: pulumi.Input<string>;
  /** `daxs://<host>`, or `dax://<host>` where it speaks no TLS. */
  endpoint: pulumi.Input<string>;
  /** Port that it listens on. Default: 9111, that of TLS. */
  port?: number;
  /** The security group in front of it. */
  securityGroupId: pulumi.Input<string>;
}

/**
 * A cache in front of tables that others made. Made by `Dax.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const shared = Dax.existing("shared", {
 *   arn: "arn:aws:dax:eu-west-1:123456789012:cache/shared",
 *   endpoint: "daxs://shared.abc123.dax-clusters.eu-west-1.amazonaws.com",
 *   securityGroupId: "sg-0123456789abcdef0",
 * });
 * shared.read();
 */
export class ExistingDax extends AccessibleDax {
  readonly arn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly port: number;
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: ExistingDaxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingDax", name, args, opts);
    this.arn = pulumi.output(args.arn);
    this.endpoint = pulumi.output(args.endpoint);
    this.port = args.port ?? DAX_PORT;
    this.securityGroupId = pulumi.output(args.securityGroupId);
  }
}
