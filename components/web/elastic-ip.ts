/** A fixed public address. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";

export interface ElasticIpArgs {
  /** Allocation id of an address that exists already, such as `eipalloc-0123456789abcdef0`. It stays yours: nothing here changes or releases it. Default: a new address. */
  allocationId?: string;
  /** Id of a pool of your own IPv4 addresses (BYOIP) that a new address is taken from. Default: Amazon's pool. Cannot be changed later. */
  publicIpv4Pool?: string;
  /** True to release a new address with the stack. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Changes the arguments of a new address. */
  transform?: Transforms<{ eip: aws.ec2.EipArgs }>;
}

const allocationIdForm = /^eipalloc-([0-9a-f]{8}|[0-9a-f]{17})$/;

/**
 * An Elastic IP, protected and retained: neither a change of what wears it nor `pulumi destroy` releases
 * it. Two things can't wear it at once.
 *
 * Creates: 1 address, none where one is brought in. Costs $3.65 a month, used or not ($0.005 an hour).
 *
 * @example
 * const entrance = new ElasticIp("entrance");
 * export const allowList = entrance.publicIp;
 */
export class ElasticIp extends Component {
  readonly allocationId: pulumi.Output<string>;
  readonly publicIp: pulumi.Output<string>;

  constructor(name: string, args: ElasticIpArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:ElasticIp", name, args, opts);
    const { allocationId, publicIpv4Pool, disposable } = args;
    if (allocationId !== undefined && publicIpv4Pool !== undefined) {
      throw this.refuse(
        "publicIpv4Pool",
        publicIpv4Pool,
        "nothing beside allocationId: an address that exists has a pool already",
        "remove publicIpv4Pool",
      );
    }
    if (allocationId !== undefined && !allocationIdForm.test(allocationId)) {
      throw this.refuse(
        "allocationId",
        allocationId,
        "eipalloc- and 17 (formerly 8) hexadecimal digits",
        "list them with: aws ec2 describe-addresses",
      );
    }
    if (allocationId !== undefined) {
      this.allocationId = pulumi.output(allocationId);
      this.publicIp = aws.ec2.getElasticIpOutput({ id: allocationId }, { parent: this }).publicIp;
      return;
    }
    const address = this.child(
      aws.ec2.Eip,
      main,
      { domain: "vpc", publicIpv4Pool, tags: { Name: name } },
      this.keep(disposable),
    );
    this.allocationId = address.allocationId;
    this.publicIp = address.publicIp;
  }
}
