/** The CDN layer: what visitors reach first. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { AliasTarget } from "../contracts";
import { Distribution, DistributionArgs } from "./distribution";

/** The layer has one distribution and takes its arguments. */
export type CdnLayerArgs = DistributionArgs;

/**
 * One distribution in front of site and APIs.
 *
 * Creates: a `Distribution`. Costs nothing when idle.
 *
 * @example
 * const cdn = new CdnLayer(
 *   "cdn",
 *   { certificate: dns?.edgeCertificate, origins: { site: data.buckets.site, api: web.api } },
 *   inside,
 * );
 * dns?.alias("www", cdn);
 */
export class CdnLayer extends Component implements AliasTarget {
  readonly distribution: Distribution;
  /** CloudFront's own name for it, such as `d111111abcdef8.cloudfront.net`. */
  readonly domainName: pulumi.Output<string>;
  /** `https://` and the first of the aliases, or CloudFront's own name. */
  readonly url: pulumi.Output<string>;
  /** `https://` and each name that it answers to; CloudFront's own where there is no other. */
  readonly urls: readonly pulumi.Output<string>[];
  readonly hostNames: readonly string[];
  readonly aliasName: pulumi.Output<string>;
  readonly aliasZoneId: pulumi.Output<string>;
  readonly reportsHealth: boolean;

  constructor(name: string, args: CdnLayerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:cdn:CdnLayer", name, args, opts);
    this.distribution = new Distribution(`${name}-distribution`, args, { parent: this });
    this.domainName = this.distribution.domainName;
    this.url = this.distribution.url;
    this.urls = this.distribution.urls;
    this.hostNames = this.distribution.hostNames;
    this.aliasName = this.distribution.aliasName;
    this.aliasZoneId = this.distribution.aliasZoneId;
    this.reportsHealth = this.distribution.reportsHealth;
  }
}
