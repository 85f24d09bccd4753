/** A certificate of AWS Certificate Manager. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { AlarmDefinition, Alarmed, Certificate as UsableCertificate } from "../contracts";
import { withoutWildcard } from "../base/domain-name";
import { Zone } from "./zone";

export interface CertificateArgs {
  /** Where the domain is proven to be ours. */
  zone: Zone;
  /** Main name, the zone's domain or under it. Default: the zone's domain. */
  domainName?: string;
  /** Further names in the zone. Default: `*.` and the main name. ACM takes 10 names unless the quota is raised. */
  subjectAlternativeNames?: readonly string[];
  /** Region; `us-east-1` for CloudFront. Default: the environment's. */
  region?: pulumi.Input<string>;
  /** `RSA_2048`, `EC_prime256v1`, or one that few services take. Default: `RSA_2048`. */
  keyAlgorithm?: pulumi.Input<string>;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    certificate: aws.acm.CertificateArgs;
    validation: aws.acm.CertificateValidationArgs;
  }>;
}

/** A certificate that is not this stack's own. */
export interface ExistingCertificateArgs {
  /** ARN of an issued certificate. */
  arn: pulumi.Input<string>;
  /** Names it is valid for, the main one first. */
  domainNames: readonly string[];
}

/**
 * A public certificate, validated through records in its zone and renewed by ACM as long as they stay.
 * Whoever uses `arn` waits until it is issued. Changed names mean a new certificate: it is made and
 * validated first, its users move over, then the old one goes.
 *
 * Creates: the certificate, its validation, and in the zone the records that are not there yet. Costs
 * nothing. The first `up` waits for the validation, minutes in a delegated zone; in one that is not
 * delegated it gives up after 75 minutes.
 *
 * @example
 * const zone = new Zone("zone", { domain: "example.com" });
 * const edge = new Certificate("edge", { zone, region: "us-east-1" });
 */
export class Certificate extends Component implements UsableCertificate, Alarmed {
  readonly arn: pulumi.Output<string>;
  readonly domainNames: readonly string[];

  /** @throws pulumi.RunError where a name is not in the zone, or is there twice */
  readonly #region: pulumi.Input<string> | undefined;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:Certificate", name, args, opts);
    const { zone, region } = args;
    this.#region = region;
    const domainName = args.domainName ?? zone.domain;
    const others = args.subjectAlternativeNames ?? [`*.${domainName}`];
    this.domainNames = [domainName, ...others];
    this.refuseForeign(zone);

    const certificate = this.child(
      aws.acm.Certificate,
      main,
      {
        domainName,
        subjectAlternativeNames: [...others],
        validationMethod: "DNS",
        keyAlgorithm: args.keyAlgorithm ?? "RSA_2048",
        // Browsers distrust certificates that are in no public log.
        options: { certificateTransparencyLoggingPreference: "ENABLED" },
        region,
      },
      // ACM looks for the records at once, and resolvers remember for minutes that there are none.
      { dependsOn: [...zone.ready] },
    );
    const proven = [...new Set(this.domainNames.map(withoutWildcard))];
    const records = proven.map((domain) =>
      zone.validationRecord(domain, certificate.domainValidationOptions),
    );
    this.arn = this.child(aws.acm.CertificateValidation, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
      region,
    }).certificateArn;
  }

  /** A certificate that was issued elsewhere. Makes nothing. */
  static existing(args: ExistingCertificateArgs): UsableCertificate {
    return { arn: pulumi.output(args.arn), domainNames: args.domainNames };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return [
      {
        name: "expires",
        description:
          "The certificate ends within 30 days: ACM renews it 60 days before, where its records in the zone still stand.",
        namespace: "AWS/CertificateManager",
        metricName: "DaysToExpiry",
        dimensions: { CertificateArn: this.arn },
        statistic: "Minimum",
        threshold: 30,
        comparison: "LessThanThreshold",
        period: 86_400,
        region: typeof this.#region === "string" ? this.#region : undefined,
      },
    ];
  }

  private refuseForeign(zone: Zone): void {
    const foreign = this.domainNames.filter((domain) => !zone.contains(domain));
    if (foreign.length > 0) {
      throw this.refuse(
        "subjectAlternativeNames",
        foreign,
        `${zone.domain} and names under it`,
        "validate other domains with a Certificate in their own Zone",
      );
    }
    const twice = this.domainNames.filter((domain, i) => this.domainNames.indexOf(domain) !== i);
    if (twice.length > 0) {
      throw this.refuse(
        "subjectAlternativeNames",
        twice,
        "each name once",
        "remove the repetition",
      );
    }
  }
}
