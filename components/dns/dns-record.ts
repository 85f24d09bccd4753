/** A record of a zone. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { hostName, namesUnder } from "../base/domain-name";
import type { RecordType } from "../../rules/route53";
import { longestText } from "../../rules/route53-values";
import { refuseUnroutable, RoutedArgs, routingArgs } from "./record-routing";

/** Five minutes: what most zones have, short enough for a change within a coffee break. */
const DEFAULT_TTL_SECONDS = 300;

/** Types that nothing but the zone itself, or an alias, may have at the domain's own name. */
const NEVER_AT_APEX: readonly RecordType[] = ["CNAME", "DS"];

/** What a record must know of its zone. */
export interface RecordZone {
  readonly domain: string;
  readonly zoneId: pulumi.Output<string>;
  /** True for the domain itself and for names under it. */
  contains(name: string): boolean;
}

export interface DnsRecordArgs extends RoutedArgs {
  zone: RecordZone;
  /** Name under the zone's domain, such as `www`, `_dmarc` or `*`; `@` or empty for the domain itself. */
  name: string;
  /** `A`, `AAAA`, `CAA`, `CNAME`, `DS`, `HTTPS`, `MX`, `NAPTR`, `NS`, `PTR`, `SRV`, `SSHFP`, `SVCB`, `TLSA` or `TXT`. */
  type: RecordType;
  /**
   * Values as zone files write them: `192.0.2.1`, `10 mail.example.com`, `0 issue "amazon.com"`. A TXT
   * value is given without quotes and may be long: it is cut into pieces of 255 characters, as DNS wants.
   */
  values: pulumi.Input<pulumi.Input<string>[]>;
  /** Seconds that resolvers keep it. Default: 300. Limit: 0 to 2,147,483,647. */
  ttl?: pulumi.Input<number>;
  /** Changes the arguments of the record. */
  transform?: Transforms<{ record: aws.route53.RecordArgs }>;
}

/**
 * A record with values of its own; for what AWS resources answer, an `AliasRecord` costs less and follows
 * their addresses.
 *
 * Creates: 1 record. Costs nothing; a million queries cost 0.40 USD, 0.60 USD with latency routing.
 *
 * @example
 * new DnsRecord("mail", { zone, name: "@", type: "MX", values: ["10 mail.example.com"] });
 * @example
 * new DnsRecord("api-blue", {
 *   zone,
 *   name: "api",
 *   type: "A",
 *   values: ["192.0.2.1"],
 *   routing: { weight: 90 },
 *   identifier: "blue",
 * });
 */
export class DnsRecord extends Component {
  /** The whole name, such as `www.example.com`. */
  readonly hostName: string;
  readonly nodes: { readonly record: aws.route53.Record };

  /** @throws pulumi.RunError where the name is malformed or outside of the zone, or type and name contradict */
  constructor(name: string, args: DnsRecordArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:DnsRecord", name, args, opts);
    const { zone, type } = args;
    this.hostName = this.nameIn(zone, args.name);
    this.refuseAtApex(args);
    refuseUnroutable(args, false, (...words) => this.refuse(...words));
    const record = this.child(aws.route53.Record, main, {
      zoneId: zone.zoneId,
      name: this.hostName,
      type,
      records: type === "TXT" ? textPieces(args.values) : args.values,
      ttl: args.ttl ?? DEFAULT_TTL_SECONDS,
      ...routingArgs(args),
    });
    this.nodes = { record };
  }

  private nameIn(zone: RecordZone, name: string): string {
    const host = hostName(name, zone.domain);
    if (host === undefined || !zone.contains(host)) {
      throw this.refuse("name", name, namesUnder(zone.domain), "write the name without the domain");
    }
    return host;
  }

  private refuseAtApex({ zone, type, name }: DnsRecordArgs): void {
    if (this.hostName === zone.domain && NEVER_AT_APEX.includes(type)) {
      throw this.refuse(
        "type",
        type,
        `for ${zone.domain} itself any type but ${NEVER_AT_APEX.join(" and ")}, which DNS forbids there`,
        name === "" || name === "@"
          ? "use an AliasRecord, an A record, or a name such as www"
          : "choose another name",
      );
    }
  }
}

/** The provider puts quotes around the whole; `""` within it ends one piece and begins the next. */
function textPieces(values: DnsRecordArgs["values"]): pulumi.Input<pulumi.Input<string>[]> {
  const pieces = (value: string) =>
    value.match(new RegExp(`.{1,${longestText}}`, "gs"))?.join('""') ?? value;
  const cut = (value: pulumi.Input<string>): pulumi.Input<string> =>
    typeof value === "string" ? pieces(value) : pulumi.output(value).apply(pieces);
  return Array.isArray(values)
    ? values.map(cut)
    : pulumi.output(values).apply((list) => list.map(pieces));
}
