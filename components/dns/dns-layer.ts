/** The DNS layer: the stack's domain, its certificates and the names in it. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { AliasTarget } from "../contracts";
import { apex } from "../base/domain-name";
import { AliasRecord, AliasRecordArgs } from "./alias-record";
import { Certificate, CertificateArgs } from "./certificate";
import { DnsRecord, DnsRecordArgs } from "./dns-record";
import { HealthCheck, HealthCheckArgs } from "./health-check";
import { PrivateZone, PrivateZoneArgs } from "./private-zone";
import { identifierOf, RoutedArgs } from "./record-routing";
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
 * Creates: a `Zone`, two `Certificate`s, an `AliasRecord` for each `alias()`, a `DnsRecord` for each
 * `record()`, and what `healthCheck()` and `privateZone()` are called for. Costs 0.50 USD a month for
 * the zone.
 *
 * @example
 * const dns = new DnsLayer("dns", { domain: "example.com" }, inside);
 * const cdn = new CdnLayer("cdn", { certificate: dns.edgeCertificate, origins: { site } }, inside);
 * dns.alias("www", cdn);
 * @example
 * // A zone below that of another stack, which exports `dns: { zoneId, domain }`.
 * new DnsLayer("dns", { domain: "staging.example.com", parent: "strata/prod" }, inside);
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
  /** What goes to the registrar where `dnssec` is on and there is no `parent`. */
  readonly dsRecord?: pulumi.Output<string>;
  readonly #taken = new Set<string>();

  constructor(name: string, args: DnsLayerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:DnsLayer", name, args, opts);
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
    this.dsRecord = this.zone.dsRecord;
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
    args: RoutedArgs & Pick<AliasRecordArgs, "transform"> = {},
  ): AliasRecord {
    const suffix = this.take("alias", name, args);
    return new AliasRecord(
      `${this.logicalName}-alias${suffix}`,
      { ...args, zone: this.zone, name, target },
      { parent: this },
    );
  }

  /**
   * A record with values of its own: `dns.record("@", { type: "MX", values: ["10 mail.example.com"] })`.
   *
   * @param name name under the domain, `@` or empty for the domain itself
   * @throws pulumi.RunError where the name is malformed or taken, or type, name and values contradict
   */
  record(name: string, args: Omit<DnsRecordArgs, "zone" | "name">): DnsRecord {
    const suffix = this.take(args.type.toLowerCase(), name, args);
    return new DnsRecord(
      `${this.logicalName}-${args.type.toLowerCase()}${suffix}`,
      { ...args, zone: this.zone, name },
      { parent: this },
    );
  }

  /** What records may be answered by: `dns.healthCheck("api", { host: "api.example.com", path: "/health" })`. */
  healthCheck(name: string, args: HealthCheckArgs): HealthCheck {
    return new HealthCheck(`${this.logicalName}-${name}`, args, { parent: this });
  }

  /** A zone that only a VPC asks: `dns.privateZone("inside", { domain: "internal.example.com", network })`. */
  privateZone(name: string, args: PrivateZoneArgs): PrivateZone {
    return new PrivateZone(`${this.logicalName}-${name}`, args, { parent: this });
  }

  /** The rest of the component's name; refuses a second record of the same kind, name and identifier. */
  private take(kind: string, name: string, args: RoutedArgs): string {
    const place = name === apex || name === "" ? "" : `-${name}`;
    const identifier = identifierOf(args);
    const suffix = identifier === undefined ? place : `${place}-${identifier}`;
    const key = `${kind}${suffix}`;
    if (this.#taken.has(key)) {
      throw this.refuse(
        kind === "alias" ? "alias" : "record",
        name,
        args.routing ? "each name once an identifier" : "each name once",
        `remove one of the two ${kind === "alias" ? "alias" : "record"}() calls`,
      );
    }
    this.#taken.add(key);
    return suffix;
  }
}
