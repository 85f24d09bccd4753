/** A public hosted zone. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transform } from "../component";
import { domainNamePattern, isUnder, withoutWildcard } from "../domain-name";
import { exportedZone, stackNamePattern, zoneIdPattern } from "./parent-zone";

/** How long a resolver may go on asking old name servers after a zone was made anew. */
const DELEGATION_TTL_SECONDS = 3600;
/** Validation records hardly ever change; five minutes is what ACM's own console writes. */
const VALIDATION_TTL_SECONDS = 300;

export interface ZoneArgs {
  /** Domain in lower case, such as `example.com`. Changing it is a new zone. */
  domain: string;
  /**
   * Where the domain is delegated: the id of the hosted zone above it (`Z...`), or a stack as
   * `organization/project/stack` that exports `dns: { zoneId, domain }`. Default: nowhere; set
   * `nameServers` at the registrar, or certificates wait for their validation in vain.
   */
  parent?: string;
  /** Id of a zone that exists already: nothing is made but records. Default: a new zone. */
  zoneId?: pulumi.Input<string>;
  /** What the console shows beside the zone, at most 256 characters. Default: `Managed by Pulumi`. */
  comment?: pulumi.Input<string>;
  /** True to let the zone go with its stack, records and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: {
    zone?: Transform<aws.route53.ZoneArgs>;
    /** Where the parent zone is in another account, set `opts.provider` to one for that account here. */
    delegation?: Transform<aws.route53.RecordArgs>;
    validation?: Transform<aws.route53.RecordArgs>;
  };
}

/** A zone that is not this stack's own. */
export interface ExistingZoneArgs extends Pick<ZoneArgs, "domain" | "transform"> {
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
 * certificates of this zone are made for. Costs 0.50 USD a month, and 0.40 USD per million queries;
 * queries for aliases to AWS resources are free.
 *
 * @example
 * const zone = new Zone("zone", { domain: "staging.example.com", parent: "organization/strata/prod" });
 * @example
 * const registered = Zone.existing("zone", { zoneId: "Z0123456789ABCDEFGHIJ", domain: "example.com" });
 */
export class Zone extends Component {
  readonly domain: string;
  readonly zoneId: pulumi.Output<string>;
  /** The four servers to name at the registrar where there is no `parent`. */
  readonly nameServers: pulumi.Output<string[]>;
  /** What must stand before the domain can be looked up from outside. */
  readonly ready: readonly pulumi.Resource[];
  private readonly validations = new Map<string, aws.route53.Record>();

  /** @throws pulumi.RunError where domain, parent or zone id are malformed, or parent and zone id are both given */
  constructor(
    name: string,
    private readonly args: ZoneArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:dns:Zone", name, opts);
    this.refuseMalformed();
    this.domain = args.domain;
    if (args.zoneId !== undefined) {
      this.zoneId = pulumi.output(args.zoneId);
      const zoneId = this.zoneId;
      this.nameServers = aws.route53.getZoneOutput({ zoneId }, { parent: this }).nameServers;
      this.ready = [];
    } else {
      const zone = this.makeZone();
      this.zoneId = zone.zoneId;
      this.nameServers = zone.nameServers;
      this.ready = args.parent === undefined ? [] : [this.delegate(args.parent)];
    }
    this.registerOutputs({
      domain: this.domain,
      zoneId: this.zoneId,
      nameServers: this.nameServers,
    });
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
    const made = this.validations.get(domain);
    if (made) {
      return made;
    }
    const option = options.apply((list) => validationOption(list, domain));
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
      this.args.transform?.validation,
    );
    this.validations.set(domain, record);
    return record;
  }

  private makeZone(): aws.route53.Zone {
    const { domain, comment, disposable = false, transform } = this.args;
    return this.child(
      aws.route53.Zone,
      main,
      { name: domain, comment, forceDestroy: disposable },
      transform?.zone,
      this.keep(disposable),
    );
  }

  private delegate(parent: string): aws.route53.Record {
    const { domain } = this;
    return this.child(
      aws.route53.Record,
      "delegation",
      {
        zoneId: zoneIdPattern.test(parent) ? parent : this.zoneOfStack(parent),
        name: domain,
        type: "NS",
        records: this.nameServers,
        ttl: DELEGATION_TTL_SECONDS,
      },
      this.args.transform?.delegation,
    );
  }

  private zoneOfStack(stack: string): pulumi.Output<string> {
    const reference = this.child(pulumi.StackReference, "parent", { name: stack });
    return reference
      .getOutput("dns")
      .apply((found: unknown) => exportedZone(stack, this.domain, found).zoneId);
  }

  private refuseMalformed(): void {
    const { domain, parent, zoneId } = this.args;
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
        "the id of a hosted zone (Z...) or a stack as organization/project/stack",
        "with a backend of your own the organization is the word organization: organization/strata/prod",
      );
    }
  }
}

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
