import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { AliasTarget } from "../../../../components/contracts";
import { Certificate, DnsLayer, Zone } from "../../../../components/dns";
import { record, refusal, valueOf } from "../record";

const domain = "example.com";

function target(more: Partial<AliasTarget> = {}): AliasTarget {
  return {
    aliasName: pulumi.output("d111111abcdef8.cloudfront.net"),
    aliasZoneId: pulumi.output("Z2FDTNDATAQYW2"),
    ...more,
  };
}

describe("Certificate", () => {
  it("is validated by DNS and logged in public", async () => {
    const recording = await record(() => {
      const zone = new Zone("zone", { domain });
      return new Certificate("certificate", { zone });
    });
    const args = recording.inputs<aws.acm.CertificateArgs>(aws.acm.Certificate, "certificate");
    assert.equal(args.domainName, domain);
    assert.deepEqual(args.subjectAlternativeNames, ["*.example.com"]);
    assert.equal(args.validationMethod, "DNS");
    assert.equal(args.keyAlgorithm, "RSA_2048");
    assert.deepEqual(args.options, { certificateTransparencyLoggingPreference: "ENABLED" });
    assert.equal(args.region, undefined);
    assert.deepEqual(recording.made.domainNames, [domain, "*.example.com"]);
  });

  it("needs one record for a domain and its wildcard, and waits for it", async () => {
    const recording = await record(() => {
      const zone = new Zone("zone", { domain });
      return new Certificate("certificate", { zone });
    });
    assert.equal(recording.count(aws.route53.Record), 1);
    const proof = recording.inputs<aws.route53.RecordArgs>(aws.route53.Record, "zone-validation");
    assert.match(proof.name as string, /^_[0-9a-f]{32}\.example\.com\.$/);
    assert.match((proof.records as string[])[0], /\.acm-validations\.aws\.$/);
    assert.equal(proof.type, "CNAME");
    assert.equal(proof.allowOverwrite, true);
    const validation = recording.inputs<aws.acm.CertificateValidationArgs>(
      aws.acm.CertificateValidation,
      "certificate-validation",
    );
    assert.deepEqual(validation.validationRecordFqdns, [proof.name]);
    assert.equal(await valueOf(recording.made.arn), validation.certificateArn);
  });

  it("has a record for each further name, with its own values", async () => {
    const recording = await record(() => {
      const zone = new Zone("zone", { domain });
      return new Certificate("certificate", {
        zone,
        domainName: "app.example.com",
        subjectAlternativeNames: ["*.app.example.com", "example.com", "a.b.example.com"],
      });
    });
    const nameOf = (record: string) =>
      recording.inputs<aws.route53.RecordArgs>(aws.route53.Record, record).name as string;
    assert.equal(recording.count(aws.route53.Record), 3);
    assert.match(nameOf("zone-validation"), /^_[0-9a-f]+\.example\.com\.$/);
    assert.match(nameOf("zone-validation-app"), /^_[0-9a-f]+\.app\.example\.com\.$/);
    assert.match(nameOf("zone-validation-a.b"), /^_[0-9a-f]+\.a\.b\.example\.com\.$/);
  });

  it("is not made before the domain is delegated", async () => {
    const options: pulumi.CustomResourceOptions[] = [];
    await record(() => {
      const zone = new Zone("zone", { domain, parent: "Z0123456789PARENT" });
      const certificate = (_args: aws.acm.CertificateArgs, opts: pulumi.CustomResourceOptions) =>
        void options.push(opts);
      new Certificate("certificate", { zone, transform: { certificate } });
      assert.deepEqual(options[0].dependsOn, zone.ready);
      assert.equal(zone.ready.length, 1);
      assert.equal(options[0].deleteBeforeReplace, undefined);
    });
  });

  it("can have been issued elsewhere", async () => {
    const made = Certificate.existing({ arn: "arn:aws:acm:a", domainNames: ["example.com"] });
    assert.equal(await valueOf(made.arn), "arn:aws:acm:a");
    assert.deepEqual(made.domainNames, ["example.com"]);
  });

  it("refuses names of other zones and repeated ones", async () => {
    const refused = (subjectAlternativeNames: string[]) =>
      refusal(() => {
        const zone = new Zone("zone", { domain });
        return new Certificate("certificate", { zone, subjectAlternativeNames });
      });
    assert.match(
      await refused(["www.example.com", "example.org"]),
      /subjectAlternativeNames is \["example.org"\]; allowed: example.com and names under it/,
    );
    assert.match(
      await refused(["www.example.com", "www.example.com"]),
      /is \["www.example.com"\]; allowed: each name once/,
    );
  });
});

describe("DnsLayer", () => {
  it("has a certificate here and one for CloudFront, proven by the same record", async () => {
    const recording = await record(() => new DnsLayer("dns", { domain }));
    const region = (name: string) =>
      recording.inputs<aws.acm.CertificateArgs>(aws.acm.Certificate, name).region;
    const validation = (name: string) =>
      recording.inputs<aws.acm.CertificateValidationArgs>(aws.acm.CertificateValidation, name);
    assert.equal(region("dns-certificate"), undefined);
    assert.equal(region("dns-edge-certificate"), "us-east-1");
    assert.equal(validation("dns-certificate-validation").region, undefined);
    assert.equal(validation("dns-edge-certificate-validation").region, "us-east-1");
    assert.match(await valueOf(recording.made.edgeCertificate.arn), /:us-east-1:/);
    assert.match(await valueOf(recording.made.certificate.arn), /:eu-west-1:/);
    assert.equal(recording.count(aws.route53.Record), 1);
    assert.deepEqual(
      validation("dns-certificate-validation").validationRecordFqdns,
      validation("dns-edge-certificate-validation").validationRecordFqdns,
    );
    assert.equal(recording.made.domain, domain);
    assert.equal(await valueOf(recording.made.zoneId), await valueOf(recording.made.zone.zoneId));
    assert.equal((await valueOf(recording.made.nameServers)).length, 4);
  });

  it("passes settings on to zone and certificates", async () => {
    const recording = await record(
      () =>
        new DnsLayer("dns", {
          domain,
          zoneId: "Z0123456789EXISTS",
          certificate: {
            subjectAlternativeNames: ["www.example.com"],
            keyAlgorithm: "EC_prime256v1",
          },
        }),
    );
    assert.equal(recording.count(aws.route53.Zone), 0);
    for (const name of ["dns-certificate", "dns-edge-certificate"]) {
      const args = recording.inputs<aws.acm.CertificateArgs>(aws.acm.Certificate, name);
      assert.deepEqual(args.subjectAlternativeNames, ["www.example.com"]);
      assert.equal(args.keyAlgorithm, "EC_prime256v1");
    }
  });

  it("gives a name to a target, for IPv4 and IPv6, without TTL", async () => {
    const recording = await record(() => {
      const dns = new DnsLayer("dns", { domain });
      return { dns, www: dns.alias("www", target()) };
    });
    for (const [name, type] of [
      ["dns-alias-www-a", "A"],
      ["dns-alias-www-aaaa", "AAAA"],
    ]) {
      const args = recording.inputs<aws.route53.RecordArgs>(aws.route53.Record, name);
      assert.deepEqual(args, {
        zoneId: await valueOf(recording.made.dns.zoneId),
        name: "www.example.com",
        type,
        aliases: [
          {
            name: "d111111abcdef8.cloudfront.net",
            zoneId: "Z2FDTNDATAQYW2",
            evaluateTargetHealth: true,
          },
        ],
      });
    }
    assert.equal(recording.made.www.hostName, "www.example.com");
  });

  it("gives the domain itself to a target, as @ or empty", async () => {
    for (const name of ["@", ""]) {
      const recording = await record(() => new DnsLayer("dns", { domain }).alias(name, target()));
      const args = recording.inputs<aws.route53.RecordArgs>(aws.route53.Record, "dns-alias-a");
      assert.equal(args.name, domain);
    }
  });

  it("does not ask Route 53 for the health of what reports none", async () => {
    const recording = await record(() =>
      new DnsLayer("dns", { domain }).alias("www", target({ reportsHealth: false })),
    );
    const args = recording.inputs<aws.route53.RecordArgs>(aws.route53.Record, "dns-alias-www-a");
    const [alias] = args.aliases as aws.types.input.route53.RecordAlias[];
    assert.equal(alias.evaluateTargetHealth, false);
  });

  it("takes the names its target answers to, wildcards too", async () => {
    await record(() => {
      const dns = new DnsLayer("dns", { domain });
      dns.alias("www", target({ hostNames: ["www.example.com"] }));
      dns.alias("shop", target({ hostNames: ["*.example.com"] }));
    });
  });

  const refusals: [what: string, use: (dns: DnsLayer) => void, message: RegExp][] = [
    [
      "a name the target does not answer to",
      (dns) => dns.alias("shop", target({ hostNames: ["www.example.com"] })),
      /name is "shop.example.com"; allowed: names that the target answers to: www.example.com\n {2}fix: .*add "shop" to the target's aliases/,
    ],
    [
      "a name for a target without certificate",
      (dns) => dns.alias("www", target({ hostNames: [] })),
      /none, because it has no certificate\n {2}fix: .*certificate: dns.edgeCertificate/,
    ],
    [
      "a name that ends in the domain",
      (dns) => dns.alias("www.example.com", target()),
      /name is "www.example.com"; allowed: .*\n {2}fix: write the name without the domain/,
    ],
    [
      "a name of another domain",
      (dns) => dns.alias("www.example.org.", target()),
      /name is "www.example.org."/,
    ],
    ["a malformed name", (dns) => dns.alias("w w", target()), /name is "w w"/],
    [
      "a name twice",
      (dns) => [dns.alias("@", target()), dns.alias("", target())],
      /alias is ""; allowed: each name once/,
    ],
  ];
  for (const [what, use, message] of refusals) {
    it(`refuses ${what}`, async () =>
      assert.match(await refusal(() => use(new DnsLayer("dns", { domain }))), message));
  }
});
