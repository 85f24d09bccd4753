import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { CdnLayer } from "../../../../components/cdn";
import { DnsLayer, DnsLayerArgs, Zone } from "../../../../components/dns";
import { Environment } from "../../../../components/environment";
import { comparePlans, Plan, PreviewOptions, previewStack } from "../../../../preview/testing";
import { api, SiteBucket } from "../cdn/origins";

const parent = "strata/prod";
const exported = { "strata/prod": { dns: { zoneId: "Z0123456789PARENT", domain: "example.com" } } };

/** The edge of a stack: a domain, and a distribution under its name. */
function edge(args: Partial<DnsLayerArgs> = {}, options: PreviewOptions = {}): Promise<Plan> {
  return previewStack(() => {
    const environment = { region: "eu-west-1", account: "123456789012" };
    const inside = { parent: new Environment("test", environment) };
    const dns = new DnsLayer("dns", { domain: "app.example.com", ...args }, inside);
    const cdn = new CdnLayer(
      "cdn",
      { certificate: dns.edgeCertificate, origins: { site: new SiteBucket(), api } },
      inside,
    );
    dns.alias("www", cdn);
    return { url: cdn.url, dns: { zoneId: dns.zoneId, domain: dns.domain } };
  }, options);
}

describe("DNS and CDN as the engine sees them", () => {
  let plan: Plan;
  before(async () => {
    plan = await edge({ parent }, { stackOutputs: exported });
  });

  it("have these URNs: a change of one is a replacement in every clone", () => {
    plan.assertNoErrors();
    const dns = "strata:index:Environment$strata:dns:DnsLayer";
    const cdn = "strata:index:Environment$strata:cdn:CdnLayer";
    const urns = plan.urns
      .map((urn) => urn.replace("urn:pulumi:test::strata::", ""))
      .filter((urn) => urn.includes("strata:dns:") || urn.includes("strata:cdn:"));
    assert.deepEqual(
      urns,
      [
        `${dns}::dns`,
        `${dns}$strata:dns:Zone::dns-zone`,
        `${dns}$strata:dns:Zone$aws:route53/zone:Zone::dns-zone`,
        `${dns}$strata:dns:Zone$aws:route53/record:Record::dns-zone-delegation`,
        `${dns}$strata:dns:Zone$aws:route53/record:Record::dns-zone-validation`,
        `${dns}$strata:dns:Zone$pulumi:pulumi:StackReference::dns-zone-parent`,
        `${dns}$strata:dns:Certificate::dns-certificate`,
        `${dns}$strata:dns:Certificate::dns-edge-certificate`,
        `${dns}$strata:dns:Certificate$aws:acm/certificate:Certificate::dns-certificate`,
        `${dns}$strata:dns:Certificate$aws:acm/certificate:Certificate::dns-edge-certificate`,
        `${dns}$strata:dns:Certificate$aws:acm/certificateValidation:CertificateValidation::dns-certificate-validation`,
        `${dns}$strata:dns:Certificate$aws:acm/certificateValidation:CertificateValidation::dns-edge-certificate-validation`,
        `${dns}$strata:dns:AliasRecord::dns-alias-www`,
        `${dns}$strata:dns:AliasRecord$aws:route53/record:Record::dns-alias-www-a`,
        `${dns}$strata:dns:AliasRecord$aws:route53/record:Record::dns-alias-www-aaaa`,
        `${cdn}::cdn`,
        `${cdn}$strata:cdn:Distribution::cdn-distribution`,
        `${cdn}$strata:cdn:Distribution$aws:cloudfront/distribution:Distribution::cdn-distribution`,
        `${cdn}$strata:cdn:Distribution$aws:cloudfront/function:Function::cdn-distribution-strip-api`,
        `${cdn}$strata:cdn:Distribution$aws:cloudfront/originAccessControl:OriginAccessControl::cdn-distribution-origin-access`,
      ].sort(),
    );
  });

  it("lead visitors to the distribution, by the certificate's name", () => {
    assert.deepEqual(plan.outputs.url, "https://www.app.example.com");
    const distribution = plan.get(aws.cloudfront.Distribution, "cdn-distribution");
    assert.deepEqual(distribution.inputs.aliases, ["www.app.example.com"]);
    const [alias] = plan.get(aws.route53.Record, "dns-alias-www-a").inputs.aliases as {
      name: string;
      evaluateTargetHealth: boolean;
    }[];
    assert.equal(alias.name, distribution.outputs.domainName);
    assert.equal(alias.evaluateTargetHealth, false);
  });

  it("keep the zone and what certificates of others are renewed by, and let everything else go", () => {
    const kept = plan.resources.filter((r) => r.protect || r.retainOnDelete);
    assert.deepEqual(
      kept.map(({ type, name }) => [type, name]),
      [
        ["aws:route53/record:Record", "dns-zone-validation"],
        ["aws:route53/zone:Zone", "dns-zone"],
      ],
    );
  });

  it("make the certificate after the delegation, and the distribution after the certificate is valid", () => {
    const urn = (type: object, name: string) => plan.get(type as { prototype: object }, name).urn;
    const certificate = plan.get(aws.acm.Certificate, "dns-edge-certificate");
    assert.ok(certificate.dependencies.includes(urn(aws.route53.Record, "dns-zone-delegation")));
    const distribution = plan.get(aws.cloudfront.Distribution, "cdn-distribution");
    const { acmCertificateArn } = distribution.inputs.viewerCertificate as Record<string, string>;
    assert.equal(acmCertificateArn, certificate.outputs.arn);
    assert.ok(
      distribution.dependencies.includes(
        urn(aws.acm.CertificateValidation, "dns-edge-certificate-validation"),
      ),
    );
  });

  it("need nothing that is not known in a first preview", async () => {
    const first = await edge({ parent }, { stackOutputs: exported, values: "unknown" });
    first.assertNoErrors();
    assert.deepEqual(first.urns, plan.urns);
  });

  it("make a new certificate before the old one goes, and keep the zone, when names change", async () => {
    const more = await edge(
      {
        parent,
        certificate: { subjectAlternativeNames: ["*.app.example.com", "x.y.app.example.com"] },
      },
      { stackOutputs: exported },
    );
    const { replace, delete: deleted } = comparePlans(plan, more);
    assert.deepEqual(deleted, []);
    const types = new Set(replace.map(({ urn }) => urn.split("$").pop()!.split("::")[0]));
    assert.ok(types.has("aws:acm/certificate:Certificate"));
    assert.ok(!types.has("aws:route53/zone:Zone"));
    assert.ok(!types.has("aws:cloudfront/distribution:Distribution"));
    assert.deepEqual(
      more.resources.filter((r) => r.deleteBeforeReplace),
      [],
    );
  });

  it("say what the parent stack lacks", async () => {
    const without = await previewStack(
      () => {
        new Zone("zone", { domain: "app.example.com", parent });
      },
      { stackOutputs: { "strata/prod": {} } },
    );
    const [finding] = without.findingsOf("program-error");
    assert.match(finding.message, /output dns of stack organization\/strata\/prod is missing/);
    assert.match(finding.fix, /bring the parent stack up first/);
  });
});
