/** The DNS layer: the stack's domain, its certificates and the names in it. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { AliasTarget } from "../contracts";
import { apex } from "../domain-name";
import { AliasRecord, AliasRecordArgs } from "./alias-record";
import { Certificate, CertificateArgs } from "./certificate";
import { Zone, ZoneArgs } from "./zone";

/** CloudFront takes certificates from this region alone (CloudFront developer guide, requirements for certificates). */
const EDGE_REGION = "us-east-1";

export interface DnsLayerArgs extends ZoneArgs {
  /** Changes both certificates, such as `subjectAlternativeNames`. Default: the domain and `*.` under it. */
  certificate?: Omit<CertificateArgs, "zone" | "region">;
}

/**
 * The zone of a domain with two certificates for it: `certificate` in the environment's region, for APIs
 * and load balancers, and `edgeCertificate` in us-east-1, for CloudFront.
 *
 * Creates: a `Zone`, two `Certificate`s, an `AliasRecord` for each `alias()`. Costs 0.50 USD a month for
 * the zone.
 *
 * @example
 * const dns = new DnsLayer("dns", { domain: "example.com" }, inside);
 * const cdn = new CdnLayer("cdn", { certificate: dns.edgeCertificate, origins: { site } }, inside);
 * dns.alias("www", cdn);
 * @example
 * // A zone below that of another stack, which exports `dns: { zoneId, domain }`.
 * new DnsLayer("dns", { domain: "staging.example.com", parent: "organization/strata/prod" }, inside);
 */
export class DnsLayer extends Component {
  readonly zone: Zone;
  readonly domain: string;
  readonly zoneId: pulumi.Output<string>;
  /** The four servers to name at the registrar where there is no `parent`. */
  readonly nameServers: pulumi.Output<string[]>;
  /** For what stands in the environment's region. */
  readonly certificate: Certificate;
  /** For CloudFront. */
  readonly edgeCertificate: Certificate;
  private readonly aliases = new Set<string>();

  constructor(name: string, args: DnsLayerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:DnsLayer", name, opts);
    const inside = { parent: this };
    const { certificate, ...zoneArgs } = args;
    this.zone = new Zone(`${name}-zone`, zoneArgs, inside);
    const both: CertificateArgs = { ...certificate, zone: this.zone };
    this.certificate = new Certificate(`${name}-certificate`, both, inside);
    this.edgeCertificate = new Certificate(
      `${name}-edge-certificate`,
      { ...both, region: EDGE_REGION },
      inside,
    );
    this.domain = this.zone.domain;
    this.zoneId = this.zone.zoneId;
    this.nameServers = this.zone.nameServers;
    this.registerOutputs({
      domain: this.domain,
      zoneId: this.zoneId,
      nameServers: this.nameServers,
    });
  }

  /**
   * Gives a name to something: `dns.alias("www", cdn)`.
   *
   * @param name name under the domain, `@` or empty for the domain itself
   * @throws pulumi.RunError where the name is malformed, taken, or not one the target answers to
   */
  alias(
    name: string,
    target: AliasTarget,
    args: Pick<AliasRecordArgs, "transform"> = {},
  ): AliasRecord {
    const key = name === apex ? "" : name;
    if (this.aliases.has(key)) {
      throw this.refuse("alias", name, "each name once", "remove one of the two alias() calls");
    }
    this.aliases.add(key);
    return new AliasRecord(
      `${this.logicalName}-alias${key && `-${key}`}`,
      { ...args, zone: this.zone, name, target },
      { parent: this },
    );
  }
}
