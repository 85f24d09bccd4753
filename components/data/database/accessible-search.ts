/** What can be done with a search domain, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, allOf, Grant, Grants } from "../../base/grants";
import { Component } from "../../component";
import { Access, Connectable } from "../../contracts";

/** HTTPS, the only port of a domain. */
const HTTPS = 443;

export abstract class AccessibleSearch extends Component implements Connectable {
  static readonly grants = {
    get: { actions: ["es:ESHttpGet", "es:ESHttpHead"] },
    ask: { actions: ["es:ESHttpPost"] },
    write: { actions: ["es:ESHttpPost", "es:ESHttpPut"] },
    delete: { actions: ["es:ESHttpDelete"] },
  } satisfies Grants;
  readonly mainPort = HTTPS;
  abstract readonly connectionName: string;
  abstract readonly securityGroupId: pulumi.Output<string>;
  abstract readonly domainArn: pulumi.Output<string>;
  /** Host name, without `https://`. */
  abstract readonly endpoint: pulumi.Output<string>;

  /** Reads documents of an index, and searches it. */
  read(index: string): Access {
    const questions = ["_search", "_msearch", "_count", "_mget"].map((api) => `${index}/${api}`);
    return allOf(
      this.access(AccessibleSearch.grants.get, [index, `${index}/*`]),
      this.access(AccessibleSearch.grants.ask, questions),
    );
  }

  /** Makes the index, and adds and changes its documents, in bulk too (`/<index>/_bulk`). Does not delete. */
  write(index: string): Access {
    return this.access(AccessibleSearch.grants.write, [index, `${index}/*`]);
  }

  /** Deletes documents of an index; not the index. Deletions in bulk need `write` alone. */
  delete(index: string): Access {
    return this.access(AccessibleSearch.grants.delete, [`${index}/_doc/*`]);
  }

  private access(grant: Grant, paths: readonly string[]): Access {
    const arn = paths.map((path) => pulumi.interpolate`${this.domainArn}/${path}`);
    return accessTo({ arn, connection: { to: this, port: HTTPS } }, grant);
  }
}

export interface ExistingSearchArgs {
  domainArn: pulumi.Input<string>;
  /** Host name, without `https://`. */
  endpoint: pulumi.Input<string>;
  /** The security group before its nodes. */
  securityGroupId: pulumi.Input<string>;
}

/**
 * A search domain in the VPC that others made. Made by `Search.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const shared = Search.existing("shared", {
 *   domainArn: "arn:aws:es:eu-west-1:123456789012:domain/shared",
 *   endpoint: "vpc-shared-0123456789.eu-west-1.es.amazonaws.com",
 *   securityGroupId: "sg-0123456789abcdef0",
 * });
 * shared.read("photos");
 */
export class ExistingSearch extends AccessibleSearch {
  readonly connectionName: string;
  readonly securityGroupId: pulumi.Output<string>;
  readonly domainArn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;

  constructor(name: string, args: ExistingSearchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:ExistingSearch", name, args, opts);
    this.connectionName = name;
    this.securityGroupId = pulumi.output(args.securityGroupId);
    this.domainArn = pulumi.output(args.domainArn);
    this.endpoint = pulumi.output(args.endpoint);
  }
}
