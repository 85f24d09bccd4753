/** A public hosted zone. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { domainNamePattern, isUnder, withoutWildcard } from "../base/domain-name";
import { RecordZone } from "./dns-record";
import { exportedZone, referenceTo, stackNamePattern, zoneIdPattern } from "./parent-zone";
import { QueryLogs, QueryLogsArgs } from "./query-logs";
import { ZoneSigning, ZoneSigningArgs } from "./zone-signing";

/** How long a resolver may go on asking old name servers after a zone was made anew. */
const DELEGATION_TTL_SECONDS = 3600;
/** Validation records hardly ever change; five minutes is what ACM's own console writes. */
const VALIDATION_TTL_SECONDS = 300;

export interface ZoneArgs {
  /** Domain in lower case, such as `example.com`. Changing it is a new zone. */
  domain: string;
  /**
   * Where the domain is delegated: the id of the hosted zone above it (`Z...`), or a stack as
   * `project/stack` of this organization that exports `dns: { zoneId, domain }`. Default: nowhere; set
   * `nameServers` at the registrar, or certificates wait for their validation in vain.
   */
  parent?: string;
  /** Id of a zone that exists already: nothing is made but records. Default: a new zone. */
  zoneId?: pulumi.Input<string>;
  /** What the console shows beside the zone, at most 256 characters. Default: `Managed by Pulumi`. */
  comment?: pulumi.Input<string>;
  /** True to let the zone go with its stack, records and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** True for a log of queries in us-east-1, see `QueryLogs`. Default: false. */
  queryLogs?: boolean;
  /**
   * True to sign the zone's answers, see `ZoneSigning`; the zone of `parent` then vouches for it, and
   * without one `dsRecord` goes to the registrar. To switch it off see there: never at once. Default: false.
   */
  dnssec?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    zone: aws.route53.ZoneArgs;
    /** Where the parent zone is in another account, set `opts.provider` to one for that account here. */
    delegation: aws.route53.RecordArgs;
    validation: aws.route53.RecordArgs;
  }> & {
    queryLogs?: QueryLogsArgs["transform"];
    dnssec?: ZoneSigningArgs["transform"];
  };
}

/** A zone that is not this stack's own. */
export interface ExistingZoneArgs extends Pick<
  ZoneArgs,
  "domain" | "queryLogs" | "dnssec" | "transform"
> {
  zoneId: pulumi.Input<string>;
}

/** One of the records that ACM asks for. */
type ValidationOption = aws.types.output.acm.CertificateDomainValidationOption;

/**
 * A public hosted zone in Route 53, delegated from its parent where there is one. Protected and
 * retained unless disposable: a new zone has new name servers, and the old ones are remembered for
 * up to two days.
 *
 * Creates: the zone; the NS record in the parent; one validation record for each domain that
 * certificates of this zone are made for, retained unless the zone is disposable; where they are asked
 * for a `QueryLogs` and a `ZoneSigning`. Costs 0.50 USD a month, and 0.40 USD per million queries;
 * queries for aliases to AWS resources are free.
 *
 * @example
 * const zone = new Zone("zone", { domain: "staging.example.com", parent: "strata/prod" });
 * @example
 * const registered = Zone.existing("zone", { zoneId: "Z0123456789ABCDEFGHIJ", domain: "example.com" });
 */
export class Zone extends Component implements RecordZone {
  readonly domain: string;
  readonly zoneId: pulumi.Output<string>;
  /** The four servers to name at the registrar where there is no `parent`. */
  readonly nameServers: pulumi.Output<string[]>;
  /** What the zone above, or the registrar, must have where `dnssec` is on. */
  readonly dsRecord?: pulumi.Output<string>;
  /** What must stand before the domain can be looked up from outside. */
  readonly ready: readonly pulumi.Resource[];
  readonly #validations = new Map<string, aws.route53.Record>();

  readonly #args: ZoneArgs;

  /** @throws pulumi.RunError where domain, parent or zone id are malformed, or parent and zone id are both given */
  constructor(name: string, args: ZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:Zone", name, args, opts);
    this.#args = args;
    this.refuseMalformed();
    this.domain = args.domain;
    const inside = { parent: this };
    const { transform = {} } = args;
    const parentZoneId = args.parent === undefined ? undefined : this.zoneAbove(args.parent);
    if (args.zoneId !== undefined) {
      this.zoneId = pulumi.output(args.zoneId);
      const zoneId = this.zoneId;
      this.nameServers = aws.route53.getZoneOutput({ zoneId }, { parent: this }).nameServers;
      this.ready = [];
    } else {
      const zone = this.makeZone();
      this.zoneId = zone.zoneId;
      this.nameServers = zone.nameServers;
      this.ready = parentZoneId === undefined ? [] : [this.delegate(parentZoneId)];
    }
    if (args.queryLogs) {
      new QueryLogs(`${name}-queries`, { zone: this, transform: transform.queryLogs }, inside);
    }
    this.dsRecord = args.dnssec
      ? new ZoneSigning(
          `${name}-signing`,
          { zone: this, parentZoneId, transform: transform.dnssec },
          inside,
        ).dsRecord
      : undefined;
  }

  /** A zone that exists already, such as the one Route 53 makes with a registered domain. */
  static existing(
    name: string,
    args: ExistingZoneArgs,
    opts?: pulumi.ComponentResourceOptions,
  ): Zone {
    return new Zone(name, args, opts);
  }

  /** True for the domain itself and for names under it, wildcards too. */
  contains(name: string): boolean {
    return name === this.domain || isUnder(name, this.domain);
  }

  /**
   * The record that proves to ACM that `domainName` is ours.
   *
   * ACM asks for the same record whatever the region and however many certificates there are ("the
   * CNAME validation token works for any AWS Region", ACM user guide, DNS validation), and a wildcard
   * shares its parent's. So there is one a domain, made for the first certificate that wants it;
   * and it may overwrite, because another stack's would say the same.
   */
  validationRecord(
    domainName: string,
    options: pulumi.Output<ValidationOption[]>,
  ): aws.route53.Record {
    const domain = withoutWildcard(domainName);
    const made = this.#validations.get(domain);
    if (made) {
      return made;
    }
    // Undefined where `pulumi up --target` left the certificate out: then the record is left out as well.
    const option = options.apply((list: ValidationOption[] | undefined) =>
      list ? validationOption(list, domain) : NOT_ASKED,
    );
    const below = domain === this.domain ? "" : `-${domain.slice(0, -this.domain.length - 1)}`;
    const record = this.child(
      aws.route53.Record,
      `validation${below}`,
      {
        zoneId: this.zoneId,
        name: option.resourceRecordName,
        type: "CNAME",
        records: [option.resourceRecordValue],
        ttl: VALIDATION_TTL_SECONDS,
        allowOverwrite: true,
      },
      // Another stack's certificate for the same name is renewed by this very record: it outlives this one.
      { key: "validation", retainOnDelete: this.#args.disposable !== true },
    );
    this.#validations.set(domain, record);
    return record;
  }

  private makeZone(): aws.route53.Zone {
    const { domain, comment, disposable = false } = this.#args;
    return this.child(
      aws.route53.Zone,
      main,
      { name: domain, comment, forceDestroy: disposable },
      this.keep(disposable),
    );
  }

  private zoneAbove(parent: string): pulumi.Input<string> {
    return zoneIdPattern.test(parent) ? parent : this.zoneOfStack(parent);
  }

  private delegate(zoneId: pulumi.Input<string>): aws.route53.Record {
    const { domain } = this;
    return this.child(aws.route53.Record, "delegation", {
      zoneId,
      name: domain,
      type: "NS",
      records: this.nameServers,
      ttl: DELEGATION_TTL_SECONDS,
    });
  }

  private zoneOfStack(stack: string): pulumi.Output<string> {
    const name = referenceTo(stack);
    const reference = this.child(pulumi.StackReference, "parent", { name });
    return reference
      .getOutput("dns")
      .apply((found: unknown) => exportedZone(name, this.domain, found).zoneId);
  }

  private refuseMalformed(): void {
    const { domain, parent, zoneId } = this.#args;
    if (!domainNamePattern.test(domain)) {
      throw this.refuse(
        "domain",
        domain,
        "a domain in lower case with at least two labels of at most 63 characters, such as example.com",
        "write the domain without scheme, path and final dot",
      );
    }
    if (typeof zoneId === "string" && !zoneIdPattern.test(zoneId)) {
      throw this.refuse(
        "zoneId",
        zoneId,
        "the id of a hosted zone: Z and up to 31 capitals and digits",
        "copy the id from the Route 53 console or `aws route53 list-hosted-zones`, without /hostedzone/",
      );
    }
    if (parent !== undefined && zoneId !== undefined) {
      throw this.refuse(
        "parent",
        parent,
        "no parent together with zoneId",
        "a zone that exists is delegated already: remove parent; or remove zoneId to make a new zone",
      );
    }
    if (parent !== undefined && !zoneIdPattern.test(parent) && !stackNamePattern.test(parent)) {
      throw this.refuse(
        "parent",
        parent,
        "the id of a hosted zone (Z...) or a stack of this organization as project/stack",
        "write it like strata/prod: the organization is added, on Pulumi Cloud yours and else the word organization",
      );
    }
  }
}

/** Of a certificate that is not made. */
const NOT_ASKED: ValidationOption = {
  domainName: "",
  resourceRecordName: "",
  resourceRecordType: "",
  resourceRecordValue: "",
};

function validationOption(list: ValidationOption[], domain: string): ValidationOption {
  const found = list.find((option) => withoutWildcard(option.domainName) === domain);
  if (!found) {
    throw new pulumi.RunError(
      `ACM asks for no validation record for ${domain}; it has: ${list.map((option) => option.domainName).join(", ") || "none"}\n` +
        `  fix: leave validationMethod at DNS where a transform changes the certificate`,
    );
  }
  return found;
}
