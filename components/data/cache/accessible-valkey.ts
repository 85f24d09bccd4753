/** What can be done with a Valkey cache, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../../base/outputs";
import { accessTo, Grants } from "../../base/grants";
import { Component } from "../../component";
import { Access, Connectable } from "../../contracts";

export abstract class AccessibleValkey extends Component implements Connectable {
  static readonly grants = {
    connect: { actions: ["elasticache:Connect"] },
  } satisfies Grants;
  /** ARN of the replication group or of the serverless cache. */
  abstract readonly arn: pulumi.Output<string>;
  /** Name of the cache, which a token to sign in is made for. */
  abstract readonly cacheName: pulumi.Output<string>;
  /** Address for reads and writes; with `shards`, where a client learns of all of them. */
  abstract readonly host: pulumi.Output<string>;
  abstract readonly port: number;
  abstract readonly securityGroupId: pulumi.Output<string>;

  get connectionName(): string {
    return this.logicalName;
  }

  /**
   * Connects, and signs in as one of the cache's users by the role alone: a handler makes the token with
   * `signInToken` of `components/data/sign-in-token`.
   *
   * @param user name of a user whose authentication is `iam`. Default: `app`
   * @throws pulumi.RunError for a user that the cache doesn't have
   */
  connect(user = "app"): Access {
    const connection = { to: this, port: this.port };
    const arn = [this.arn, this.userArn(user)];
    return accessTo({ arn, connection }, AccessibleValkey.grants.connect);
  }

  protected abstract userArn(user: string): pulumi.Output<string>;
}

export interface ExistingValkeyArgs {
  /** ARN of the replication group or serverless cache. */
  arn: pulumi.Input<string>;
  /** Its primary or configuration endpoint, without port. */
  host: pulumi.Input<string>;
  /** Port that it listens on. Default: 6379. */
  port?: number;
  /** The security group in front of it. */
  securityGroupId: pulumi.Input<string>;
}

/**
 * A cache that others made. Made by `Valkey.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const sessions = Valkey.existing("sessions", {
 *   arn: "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:sessions",
 *   host: "master.sessions.abc123.euw1.cache.amazonaws.com",
 *   securityGroupId: "sg-0123456789abcdef0",
 * });
 * sessions.connect("session-writer");
 */
export class ExistingValkey extends AccessibleValkey {
  readonly arn: pulumi.Output<string>;
  readonly cacheName: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port: number;
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: ExistingValkeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingValkey", name, args, opts);
    this.arn = pulumi.output(args.arn);
    this.cacheName = whenMade(this.arn, (arn) => arn.split(":").at(-1) ?? "");
    this.host = pulumi.output(args.host);
    this.port = args.port ?? 6379;
    this.securityGroupId = pulumi.output(args.securityGroupId);
  }

  /** `user` is the user's id in AWS. */
  protected userArn(user: string): pulumi.Output<string> {
    return whenMade(this.arn, (arn) => [...arn.split(":").slice(0, 5), "user", user].join(":"));
  }
}
