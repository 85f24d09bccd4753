/** A hosted zone that only VPCs ask. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { domainNamePattern, isUnder } from "../base/domain-name";
import { AliasTarget, VirtualNetwork } from "../contracts";
import { AliasRecord } from "./alias-record";
import { DnsRecord, DnsRecordArgs, RecordZone } from "./dns-record";
import { identifierOf, RoutedArgs } from "./record-routing";

export interface PrivateZoneArgs {
  /** Domain in lower case, such as `internal.example.com`; in the VPC it hides the public zone of the same name. Changing it is a new zone. */
  domain: string;
  /** The VPC that asks it, with DNS names and DNS resolution switched on, as `Network` has them. */
  network: Pick<VirtualNetwork, "vpcId">;
  /** Further VPCs of this account, each with its region where that is not the environment's. Default: none. */
  otherVpcs?: readonly {
    readonly vpcId: pulumi.Input<string>;
    readonly region?: pulumi.Input<string>;
  }[];
  /** What the console shows beside the zone, at most 256 characters. Default: `Managed by Pulumi`. */
  comment?: pulumi.Input<string>;
  /** True to let the zone go with its stack, records and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the zone. */
  transform?: Transforms<{ zone: aws.route53.ZoneArgs }>;
}

/**
 * A private hosted zone: names for what stands in the VPC, which nobody outside can look up. Public
 * certificates can't be validated in it.
 *
 * Creates: the zone. Costs 0.50 USD a month, and 0.40 USD per million queries.
 *
 * @example
 * const inside = new PrivateZone("inside", { domain: "internal.example.com", network });
 * inside.alias("pages", alb);
 * inside.record("legacy", { type: "A", values: ["10.0.0.10"] });
 */
export class PrivateZone extends Component implements RecordZone {
  readonly domain: string;
  readonly zoneId: pulumi.Output<string>;
  readonly nodes: { readonly zone: aws.route53.Zone };

  /** @throws pulumi.RunError where the domain is malformed */
  constructor(name: string, args: PrivateZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:PrivateZone", name, args, opts);
    const { domain, disposable = false, otherVpcs = [] } = args;
    if (!domainNamePattern.test(domain)) {
      throw this.refuse(
        "domain",
        domain,
        "a domain in lower case with at least two labels of at most 63 characters, such as internal.example.com",
        "write the domain without scheme, path and final dot",
      );
    }
    const zone = this.child(
      aws.route53.Zone,
      main,
      {
        name: domain,
        comment: args.comment,
        forceDestroy: disposable,
        vpcs: [
          { vpcId: args.network.vpcId },
          ...otherVpcs.map(({ vpcId, region }) => ({ vpcId, vpcRegion: region })),
        ],
      },
      this.keep(disposable),
    );
    this.domain = domain;
    this.zoneId = zone.zoneId;
    this.nodes = { zone };
  }

  /**
   * Gives a name to something in the VPC: `inside.alias("pages", alb)`.
   *
   * @param name name under the domain, `@` or empty for the domain itself
   */
  alias(name: string, target: AliasTarget, args: RoutedArgs = {}): AliasRecord {
    const suffix = [name, identifierOf(args)].filter((part) => part && part !== "@").join("-");
    return new AliasRecord(
      [this.logicalName, "alias", suffix].filter(Boolean).join("-"),
      { ...args, zone: this, name, target },
      { parent: this },
    );
  }

  /**
   * A record with values of its own: `inside.record("legacy", { type: "A", values: ["10.0.0.10"] })`.
   *
   * @param name name under the domain, `@` or empty for the domain itself
   */
  record(name: string, args: Omit<DnsRecordArgs, "zone" | "name">): DnsRecord {
    const parts = [args.type.toLowerCase(), name === "@" ? "" : name, identifierOf(args)];
    return new DnsRecord(
      [this.logicalName, ...parts].filter(Boolean).join("-"),
      { ...args, zone: this, name },
      { parent: this },
    );
  }

  /** True for the domain itself and for names under it, wildcards too. */
  contains(name: string): boolean {
    return name === this.domain || isUnder(name, this.domain);
  }
}
