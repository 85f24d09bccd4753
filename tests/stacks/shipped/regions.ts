// What must stand in us-east-1 stands there and nothing else does; and no resource is left to a provider that the environment does not know.
import assert from "node:assert/strict";
import type { Plan } from "../../../preview/testing";
import { hasLayer, largest, previewShipped, settings } from "../shipped-stacks";

const EDGE = "us-east-1";
/** Where the second copies go (strata:data.copiesRegion), with a provider's region of their own. */
const elsewhere = /^copies-|-eu-central-1$/;

/**
 * What AWS takes in us-east-1 alone, by the name of the resource. CloudFront: its certificate ("Requirements for using SSL/TLS
 * certificates with CloudFront"), its web ACL and that one's log ("How AWS WAF works with CloudFront"), the delivery of
 * its logs ("Configure standard logging (v2)"). Route 53: the key that signs ("Working with customer managed keys for DNSSEC"), the log of queries
 * ("Public DNS query logging"), metrics and so alarms ("Monitoring Route 53"). And what those need: their topic and keys.
 */
const edge: readonly RegExp[] = [
  /^(alarms-)?dns-edge-certificate(-validation|-expires)?$/,
  /^edge-waf(-logs|-logging)?$/,
  /^cdn-distribution-logs/,
  /^alarms-cdn-distribution-/,
  /^dns-zone-(dnssec|signing)/,
  /^dns-zone-(query-logs|queries)/,
  /^dns-(fixed|help|press-.+)-unhealthy$/,
  /-us-east-1(-|$)/,
];
/** True where everything is that the list is of: a program that left some out has no use for all of it. */
const complete =
  hasLayer("dns") && hasLayer("cdn") && settings.get(largest)!["strata:features"].includes("front");

describe("The largest stack", function () {
  this.timeout(240_000);
  let plan: Plan;
  before(async () => (plan = await previewShipped(largest)));
  const ofAws = () => plan.resources.filter(({ type }) => type.startsWith("aws:"));

  it("leaves no resource of AWS, those within awsx among them, to a default provider", () => {
    const providers = ofAws().map(({ type, name, provider }) => ({ type, name, provider }));
    assert.ok(providers.length > 50, String(providers.length));
    const given = providers.filter(({ provider }) =>
      provider.includes(`::pulumi:providers:aws::${largest}::`),
    );
    const left = providers.filter((each) => !given.includes(each));
    assert.deepEqual(left, []);
    assert.ok(
      providers.some(
        ({ type, name }) => type === "aws:ec2/subnet:Subnet" && name.startsWith("network"),
      ),
    );
  });

  it("has in us-east-1 what must stand there, and nothing else", () => {
    const there = ofAws().filter(({ inputs }) => inputs.region === EDGE);
    const allowed = (name: string) => edge.some((pattern) => pattern.test(name));
    assert.deepEqual(
      there.map(({ name }) => name).filter((name) => !allowed(name)),
      [],
      "stands in us-east-1 for no reason that this test knows",
    );
    if (!complete) return;
    const unused = edge.filter((pattern) => !there.some(({ name }) => pattern.test(name)));
    assert.deepEqual(unused, [], "no such resource is there");
  });

  it("has nothing of CloudFront's or of DNS's by region elsewhere", function () {
    if (!complete) this.skip();
    const regionOf = (type: string, name: string) => plan.get(type, name).inputs.region;
    assert.equal(regionOf("aws:acm/certificate:Certificate", "dns-edge-certificate"), EDGE);
    assert.equal(regionOf("aws:acm/certificate:Certificate", "dns-certificate"), undefined);
    const acls = ofAws().filter(({ type }) => type === "aws:wafv2/webAcl:WebAcl");
    assert.deepEqual(acls.map(({ name, inputs }) => [name, inputs.scope, inputs.region]).sort(), [
      ["edge-waf", "CLOUDFRONT", EDGE],
      ["gallery-waf", "REGIONAL", undefined],
      ["labs-waf", "REGIONAL", undefined],
    ]);
    const alarms = ofAws().filter(
      ({ type, inputs }) =>
        type.includes("metricAlarm") &&
        /^AWS\/(Route53|CloudFront)$/.test(JSON.stringify(inputs.namespace).slice(1, -1)),
    );
    assert.ok(alarms.length >= 3, String(alarms.length));
    assert.deepEqual(
      alarms.filter(({ inputs }) => inputs.region !== EDGE).map(({ name }) => name),
      [],
    );
  });

  it("has everything else in its own region, but for second copies", () => {
    const other = ofAws().filter(
      ({ inputs }) => inputs.region !== undefined && inputs.region !== EDGE,
    );
    assert.deepEqual(
      other.map(({ name }) => name).filter((name) => !elsewhere.test(name)),
      [],
    );
  });
});
