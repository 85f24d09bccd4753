import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { DnsLayer, DnsRecord, HealthCheck, PrivateZone, Zone } from "../../../../components/dns";
import { Environment } from "../../../../components/environment";
import { record, refusal, valueOf } from "../record";

const domain = "example.com";
const recordOf = (name: string) => (recording: { inputs: <A>(type: object, name: string) => A }) =>
  recording.inputs<aws.route53.RecordArgs>(aws.route53.Record, name);
const inside = () => ({
  parent: new Environment("test", {
    region: "eu-west-1",
    account: "123456789012",
    oncePerAccount: { dnsQueryLogs: "test" },
  }),
});
const target = { aliasName: pulumi.output("lb.example.net"), aliasZoneId: pulumi.output("Z1") };

describe("DnsRecord", () => {
  it("has whole names, and five minutes unless told otherwise", async () => {
    const recording = await record(() => {
      const dns = new DnsLayer("dns", { domain });
      dns.record("@", { type: "MX", values: ["10 mail.example.com"] });
      dns.record("_dmarc", { type: "TXT", values: ["v=DMARC1; p=reject"], ttl: 60 });
      return dns;
    });
    assert.deepEqual(recordOf("dns-mx")(recording), {
      zoneId: await valueOf(recording.made.zoneId),
      name: domain,
      type: "MX",
      records: ["10 mail.example.com"],
      ttl: 300,
    });
    assert.equal(recordOf("dns-txt-_dmarc")(recording).name, "_dmarc.example.com");
    assert.equal(recordOf("dns-txt-_dmarc")(recording).ttl, 60);
  });

  it("cuts long text into pieces, Outputs too", async () => {
    const long = "a".repeat(300);
    const recording = await record(() => {
      const dns = new DnsLayer("dns", { domain });
      dns.record("key", { type: "TXT", values: [long] });
      dns.record("later", { type: "TXT", values: pulumi.output([long]) });
    });
    const cut = `${"a".repeat(255)}""${"a".repeat(45)}`;
    assert.deepEqual(recordOf("dns-txt-key")(recording).records, [cut]);
    assert.deepEqual(recordOf("dns-txt-later")(recording).records, [cut]);
  });

  it("shares a name by weight, latency, failover and chance", async () => {
    const recording = await record(() => {
      const dns = new DnsLayer("dns", { domain });
      const healthCheck = dns.healthCheck("main", { host: "a.example.com" });
      const a = { type: "A" as const, values: ["192.0.2.1"] };
      dns.record("w", { ...a, routing: { weight: 90 }, identifier: "blue" });
      dns.record("w", { ...a, routing: { weight: 10 }, identifier: "green" });
      dns.record("l", { ...a, routing: { latency: "eu-west-1" } });
      dns.record("f", { ...a, routing: { failover: "primary" }, healthCheck });
      dns.record("m", { ...a, routing: { multivalue: true }, identifier: "one", healthCheck });
      dns.alias("f", target, { routing: { failover: "secondary" } });
      return healthCheck;
    });
    const id = await valueOf(recording.made.healthCheckId);
    const green = recordOf("dns-a-w-green")(recording);
    assert.deepEqual(green.weightedRoutingPolicies, [{ weight: 10 }]);
    assert.equal(green.setIdentifier, "green");
    const latency = recordOf("dns-a-l-eu-west-1")(recording);
    assert.deepEqual(latency.latencyRoutingPolicies, [{ region: "eu-west-1" }]);
    const first = recordOf("dns-a-f-primary")(recording);
    assert.deepEqual(first.failoverRoutingPolicies, [{ type: "PRIMARY" }]);
    assert.equal(first.healthCheckId, id);
    const any = recordOf("dns-a-m-one")(recording);
    assert.equal(any.multivalueAnswerRoutingPolicy, true);
    const second = recordOf("dns-alias-f-secondary-a")(recording);
    assert.deepEqual(second.failoverRoutingPolicies, [{ type: "SECONDARY" }]);
    assert.equal(second.setIdentifier, "secondary");
  });

  const a = { type: "A" as const, values: ["192.0.2.1"] };
  const refusals: [what: string, use: (dns: DnsLayer) => void, message: RegExp][] = [
    [
      "a CNAME for the domain itself, also in a zone that is there already",
      () => {
        const zone = Zone.existing("old", { zoneId: "Z0123456789ABCDEFGHIJ", domain });
        new DnsRecord("cname", { zone, name: "@", type: "CNAME", values: ["a.example.net"] });
      },
      /type is "CNAME"; allowed: for example.com itself any type but CNAME and DS/,
    ],
    [
      "a name of another domain",
      (dns) => dns.record("a.example.org.", a),
      /name is "a.example.org/,
    ],
    [
      "a name twice",
      (dns) => [dns.record("x", a), dns.record("x", a)],
      /record is "x"; allowed: each name once/,
    ],
    [
      "an address that is none",
      (dns) => dns.record("x", { ...a, values: ["1.2.3"] }),
      /records\[0\] is "1.2.3"; allowed: IPv4/,
    ],
    [
      "weights without identifiers",
      (dns) => dns.record("x", { ...a, routing: { weight: 1 } }),
      /identifier is .*a name for each record/,
    ],
    [
      "an identifier without routing",
      (dns) => dns.record("x", { ...a, identifier: "b" }),
      /identifier is "b"; allowed: none without routing/,
    ],
    [
      "a primary record that nobody checks",
      (dns) => dns.record("x", { ...a, routing: { failover: "primary" } }),
      /healthCheck is .*a health check on the primary/,
    ],
    [
      "an alias among several answers",
      (dns) => dns.alias("x", target, { routing: { multivalue: true }, identifier: "b" }),
      /routing is .*weight, latency or failover for an alias/,
    ],
    [
      "a weight beyond 255",
      (dns) => dns.record("x", { ...a, routing: { weight: 300 }, identifier: "b" }),
      /weight is 300; allowed: 0 to 255/,
    ],
  ];
  for (const [what, use, message] of refusals) {
    it(`refuses ${what}`, async () =>
      assert.match(await refusal(() => use(new DnsLayer("dns", { domain }))), message));
  }
});

describe("HealthCheck", () => {
  const check = (recording: { inputs: <A>(type: object, name: string) => A }) =>
    recording.inputs<aws.route53.HealthCheckArgs>(aws.route53.HealthCheck, "check");

  it("asks by HTTPS and announces trouble where its metrics are", async () => {
    const recording = await record(
      () => new HealthCheck("check", { host: "a.example.com", path: "/health" }, inside()),
    );
    const args = check(recording);
    assert.equal(args.type, "HTTPS");
    assert.equal(args.port, 443);
    assert.equal(args.resourcePath, "/health");
    assert.equal(args.failureThreshold, 3);
    assert.equal(args.requestInterval, 30);
    const alarm = recording.inputs<aws.cloudwatch.MetricAlarmArgs>(
      aws.cloudwatch.MetricAlarm,
      "check-unhealthy",
    );
    assert.equal(alarm.region, "us-east-1");
    assert.equal(alarm.treatMissingData, "breaching");
    assert.deepEqual(alarm.dimensions, {
      HealthCheckId: await valueOf(recording.made.healthCheckId),
    });
    assert.match((alarm.alarmActions as string[])[0], /^arn:aws:sns:us-east-1:/);
  });

  it("finds a text, follows an alarm, or sums up others", async () => {
    const text = await record(
      () => new HealthCheck("check", { host: "a.example.com", contains: "ok", announce: false }),
    );
    assert.equal(check(text).type, "HTTPS_STR_MATCH");
    assert.equal(text.count(aws.cloudwatch.MetricAlarm), 0);
    assert.deepEqual(text.made.alarmDefinitions(), [], "nor one of Alarms");
    const alarm = await record(
      () => new HealthCheck("check", { alarm: { name: "errors" } }, inside()),
    );
    assert.equal(check(alarm).cloudwatchAlarmRegion, "eu-west-1");
    const both = await record(() => {
      const one = new HealthCheck("one", { host: "a.example.com" });
      const two = new HealthCheck("two", { host: "b.example.com" });
      return new HealthCheck("check", { checks: [one, two], healthy: 1 });
    });
    assert.equal(check(both).type, "CALCULATED");
    assert.equal(check(both).childHealthThreshold, 1);
    assert.equal((check(both).childHealthchecks as string[]).length, 2);
  });

  it("refuses what contradicts itself", async () => {
    const tcp = () => new HealthCheck("check", { host: "a.example.com", protocol: "TCP" });
    assert.match(await refusal(tcp), /port is .*allowed: a port with TCP/);
    const many = () => new HealthCheck("check", { checks: [], healthy: 1 });
    assert.match(await refusal(many), /healthy is 1; allowed: at most 0/);
  });
});

describe("PrivateZone", () => {
  it("is asked by its VPCs alone, and takes records", async () => {
    const recording = await record(() => {
      const network = { vpcId: pulumi.output("vpc-1") };
      const dns = new DnsLayer("dns", { domain });
      const zone = dns.privateZone("inside", {
        domain: "internal.example.com",
        network,
        otherVpcs: [{ vpcId: "vpc-2", region: "eu-north-1" }],
      });
      new DnsRecord("db", { zone, name: "db", type: "CNAME", values: ["a.example.net"] });
      return zone;
    });
    const zone = recording.inputs<aws.route53.ZoneArgs>(aws.route53.Zone, "dns-inside");
    assert.deepEqual(zone.vpcs, [{ vpcId: "vpc-1" }, { vpcId: "vpc-2", vpcRegion: "eu-north-1" }]);
    assert.equal(recordOf("db")(recording).name, "db.internal.example.com");
  });

  it("refuses a malformed domain", async () => {
    const network = { vpcId: pulumi.output("vpc-1") };
    const made = () => new PrivateZone("zone", { domain: "internal", network });
    assert.match(await refusal(made), /domain is "internal"; allowed: a domain in lower case/);
  });
});

describe("Zone with query logs and DNSSEC", () => {
  it("logs queries in us-east-1, after the policy that this stack makes", async () => {
    const recording = await record(() => new Zone("zone", { domain, queryLogs: true }, inside()));
    const group = recording.inputs<aws.cloudwatch.LogGroupArgs>(
      aws.cloudwatch.LogGroup,
      "zone-queries",
    );
    assert.equal(group.name, "/aws/route53/example.com");
    assert.equal(group.region, "us-east-1");
    const policy = recording.inputs<aws.cloudwatch.LogResourcePolicyArgs>(
      aws.cloudwatch.LogResourcePolicy,
      "test-once-dns-query-logs",
    );
    assert.equal(policy.region, "us-east-1");
    assert.match(String(policy.policyDocument), /us-east-1:123456789012:log-group:\/aws\/route53/);
  });

  it("signs with a key in us-east-1 that outlives it, and is vouched for by its parent", async () => {
    const options: pulumi.CustomResourceOptions[] = [];
    const recording = await record(
      () =>
        new Zone(
          "zone",
          {
            domain,
            parent: "Z0123456789PARENT",
            dnssec: true,
            transform: { dnssec: { key: (_args, opts) => void options.push(opts) } },
          },
          inside(),
        ),
    );
    const key = recording.inputs<aws.kms.KeyArgs>(aws.kms.Key, "zone-signing-key");
    assert.equal(key.region, "us-east-1");
    assert.equal(key.customerMasterKeySpec, "ECC_NIST_P256");
    assert.equal(options[0].retainOnDelete, true);
    const ds = recordOf("zone-signing-trust")(recording);
    assert.equal(ds.zoneId, "Z0123456789PARENT");
    assert.deepEqual(ds.records, [await valueOf(recording.made.dsRecord)]);
    assert.match(String((ds.records as string[])[0]), /^\d+ 13 2 [0-9A-F]{64}$/);
    for (const alarm of ["zone-signing-failing", "zone-signing-key-trouble"]) {
      const args = recording.inputs<aws.cloudwatch.MetricAlarmArgs>(
        aws.cloudwatch.MetricAlarm,
        alarm,
      );
      assert.equal(args.region, "us-east-1");
    }
  });

  it("has neither unless asked, and keeps validation records for other owners", async () => {
    const options: pulumi.CustomResourceOptions[] = [];
    const recording = await record(
      () =>
        new DnsLayer("dns", {
          domain,
          transform: { validation: (_args, opts) => void options.push(opts) },
        }),
    );
    assert.equal(recording.count(aws.route53.QueryLog), 0);
    assert.equal(recording.count(aws.route53.HostedZoneDnsSec), 0);
    assert.equal(options[0].retainOnDelete, true);
  });
});
