/** A secret header between a CDN and its origins. */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { createHash } from "node:crypto";
import { whenMade } from "../base/outputs";
import { Component, Transforms } from "../component";
import { OriginHeader } from "../contracts";

/** 285 bits: nobody guesses it, and nobody finds it from its hash. */
const LENGTH = 48;

export interface OriginSecretArgs {
  /** Name of the header. Default: `X-Origin-Secret`. */
  headerName?: string;
  /**
   * Raise it by one for a new value. What the CDN sent until then is taken as well until the next time, so
   * let an `up` end before you raise it again. Default: 1. Limit: a whole number from 1.
   */
  generation?: number;
  /** Changes the arguments of the children. */
  transform?: Transforms<{ value: random.RandomPasswordArgs }>;
}

/**
 * What a CDN proves itself by to its origins. Two values are taken at any time, that of this generation,
 * which the CDN sends, and that of the one before: the origins learn a new value first, then the CDN
 * sends it, and what is on its way with the old one is still let in.
 *
 * Whoever may read the configuration of the distribution, of a listener's rule or of a web ACL can read
 * the value there: it says where a request came from, not who asks.
 *
 * Creates: 2 random values, in the stack's state. Costs nothing.
 *
 * @example
 * const secret = new OriginSecret("origin-secret");
 * const alb = new Alb("public", { network, certificate: dns.certificate, requiredHeader: secret });
 * const cdn = new CdnLayer("cdn", { origins: { site: data.buckets.site, pages: alb } });
 */
export class OriginSecret extends Component implements OriginHeader {
  readonly name: string;
  readonly value: pulumi.Output<string>;
  readonly values: readonly pulumi.Output<string>[];
  /** SHA-256 of each of `values` in hexadecimal, no secret, for functions that check the header. */
  readonly hashes: pulumi.Output<string[]>;

  constructor(name: string, args: OriginSecretArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:security:OriginSecret", name, args, opts);
    const { headerName = "X-Origin-Secret", generation = 1 } = args;
    if (!Number.isInteger(generation) || generation < 1) {
      throw this.refuse(
        "generation",
        generation,
        "a whole number from 1",
        "raise it by one each time",
      );
    }
    // CloudFront adds no others of these (developer guide, "Custom headers that CloudFront can't add").
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(headerName) || /^x-(amz|edge)-/i.test(headerName)) {
      throw this.refuse(
        "headerName",
        headerName,
        "letters, digits and hyphens, not X-Amz-... or X-Edge-..., which are AWS's own",
        'write it like "X-Origin-Secret"',
      );
    }
    const [value, former] = [generation, generation - 1].map(
      (each) =>
        this.child(
          random.RandomPassword,
          `value-${each}`,
          // Letters and digits: a load balancer takes * and ? for wildcards.
          { length: LENGTH, special: false },
          { key: "value" },
        ).result,
    );
    this.name = headerName;
    this.value = value;
    this.values = [value, former];
    this.hashes = pulumi.unsecret(
      pulumi.output([value, former].map((each) => whenMade(each, sha256))),
    );
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
