/** A name for something in AWS. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, Transforms } from "../component";
import { AliasTarget } from "../contracts";
import { covers, hostName, namesUnder } from "../base/domain-name";
import { RecordZone } from "./dns-record";
import { refuseUnroutable, RoutedArgs, routingArgs } from "./record-routing";

export interface AliasRecordArgs extends RoutedArgs {
  zone: RecordZone;
  /** Name under the zone's domain, such as `www` or `*`; `@` or empty for the domain itself. */
  name: string;
  /** What the name leads to: a distribution, a load balancer, an API. */
  target: AliasTarget;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    a: aws.route53.RecordArgs;
    aaaa: aws.route53.RecordArgs;
  }>;
}

/**
 * Alias records for IPv4 and IPv6. They follow the target's addresses, have its TTL, and work for the
 * domain itself, where a CNAME can't be. A target without IPv6 answers no IPv6 query.
 *
 * Creates: an A and an AAAA record. Costs nothing; queries are free.
 *
 * @example
 * new AliasRecord("www", { zone, name: "www", target: cdn });
 */
export class AliasRecord extends Component {
  /** The whole name, such as `www.example.com`. */
  readonly hostName: string;

  /** @throws pulumi.RunError where the name is malformed, outside of the zone, or not one the target answers to */
  constructor(name: string, args: AliasRecordArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:AliasRecord", name, args, opts);
    const { zone, target } = args;
    this.hostName = this.hostNameOf(args);
    this.refuseUnanswered(args);
    refuseUnroutable(args, true, (...words) => this.refuse(...words));
    for (const type of ["A", "AAAA"] as const) {
      this.child(aws.route53.Record, type.toLowerCase(), {
        zoneId: zone.zoneId,
        name: this.hostName,
        type,
        aliases: [
          {
            name: target.aliasName,
            zoneId: target.aliasZoneId,
            evaluateTargetHealth: target.reportsHealth ?? true,
          },
        ],
        ...routingArgs(args),
      });
    }
  }

  private hostNameOf({ name, zone }: AliasRecordArgs): string {
    const host = hostName(name, zone.domain);
    if (host === undefined || !zone.contains(host)) {
      throw this.refuse("name", name, namesUnder(zone.domain), "write the name without the domain");
    }
    return host;
  }

  private refuseUnanswered({ name, target }: AliasRecordArgs): void {
    const { hostNames } = target;
    if (hostNames && !hostNames.some((pattern) => covers(pattern, this.hostName))) {
      throw this.refuse(
        "name",
        this.hostName,
        `names that the target answers to: ${hostNames.join(", ") || "none, because it has no certificate"}`,
        hostNames.length > 0
          ? `declare it there first: add ${JSON.stringify(name)} to the target's aliases`
          : "give the target a certificate first: certificate: dns.edgeCertificate",
      );
    }
  }
}
