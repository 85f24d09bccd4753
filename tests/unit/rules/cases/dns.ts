import { many, type Cases } from "./case";

const record = (type: string, value: string) => ({ type, ttl: 300, records: [value] });
const weighted = (weight: number) => ({ weightedRoutingPolicies: [{ weight }] });
const primary = { records: ["192.0.2.1"], failoverRoutingPolicies: [{ type: "PRIMARY" }] };

/** Values of records, routing, health checks, and certificates' first names. */
export const dnsCases: Cases = {
  "DNS-08-address": { pass: record("A", "192.0.2.1"), fail: record("A", "192.0.2.256") },
  "DNS-08-address6": { pass: record("AAAA", "2001:db8::1"), fail: record("AAAA", "192.0.2.1") },
  "DNS-08-host": {
    pass: record("CNAME", "1.0/25.2.0.192.in-addr.arpa."),
    fail: record("CNAME", "https://www.example.com"),
  },
  "DNS-08-mail": {
    pass: record("MX", "10 mail.example.com"),
    fail: record("MX", "mail.example.com"),
  },
  "DNS-08-service": {
    pass: record("SRV", "1 10 5269 xmpp.example.com."),
    fail: record("SRV", "1 10 xmpp.example.com"),
  },
  "DNS-08-authority": {
    pass: record("CAA", '0 issue "amazon.com"'),
    fail: record("CAA", "0 issue amazon.com"),
  },
  "DNS-08-signer": {
    pass: record("DS", "2371 13 2 1F987CC6583E92DF0890718C42A5B2"),
    fail: record("DS", "1F987CC6583E92DF0890718C42A5B2"),
  },
  "DNS-08-text": {
    pass: record("TXT", `${"a".repeat(255)}""${"b".repeat(255)}`),
    fail: record("TXT", "a".repeat(256)),
  },
  "DNS-08-quotes": {
    pass: record("TXT", 'v=spf1 include:a "" -all'),
    fail: record("TXT", '"v=spf1 -all"'),
  },
  "DNS-08-length": {
    pass: record("CAA", "a".repeat(4000)),
    fail: record("CAA", "a".repeat(4001)),
  },
  "DNS-03-identifier": {
    pass: { setIdentifier: "blue", ...weighted(1) },
    fail: { setIdentifier: "blue" },
  },
  "DNS-03-length": {
    pass: { setIdentifier: "a".repeat(128) },
    fail: { setIdentifier: "a".repeat(129) },
  },
  "DNS-03-weight": { pass: weighted(255), fail: weighted(256) },
  "DNS-03-failover": {
    pass: primary,
    fail: { failoverRoutingPolicies: [{ type: "primary" }] },
  },
  "DNS-03-primary": { pass: { ...primary, healthCheckId: "a" }, fail: primary },
  "DNS-03-multivalue": {
    pass: { records: ["192.0.2.1"], multivalueAnswerRoutingPolicy: true },
    fail: {
      aliases: [{ name: "a", zoneId: "z", evaluateTargetHealth: true }],
      multivalueAnswerRoutingPolicy: true,
    },
  },
  "DNS-10": { pass: { type: "TCP" }, fail: { type: "PING" } },
  "DNS-01-alarm": {
    pass: { type: "CLOUDWATCH_METRIC", cloudwatchAlarmName: "errors" },
    fail: { type: "CLOUDWATCH_METRIC" },
  },
  "DNS-01-alarm-region": {
    pass: { type: "CLOUDWATCH_METRIC", cloudwatchAlarmRegion: "eu-west-1" },
    fail: { type: "CLOUDWATCH_METRIC" },
  },
  "DNS-10-text": {
    pass: { type: "HTTPS_STR_MATCH", searchString: "ok" },
    fail: { type: "HTTPS_STR_MATCH" },
  },
  "DNS-10-checks": {
    pass: { type: "CALCULATED", childHealthchecks: ["a"] },
    fail: { type: "CALCULATED" },
  },
  "DNS-10-most-checks": {
    pass: { childHealthchecks: many(256) },
    fail: { childHealthchecks: many(257) },
  },
  "DNS-10-host": {
    pass: { type: "HTTPS", ipAddress: "192.0.2.1" },
    fail: { type: "HTTPS", port: 443 },
  },
  "DNS-10-interval": { pass: { requestInterval: 10 }, fail: { requestInterval: 20 } },
  "DNS-10-failures": { pass: { failureThreshold: 10 }, fail: { failureThreshold: 0 } },
  "DNS-10-port": { pass: { port: 65_535 }, fail: { port: 0 } },
  "ACM-01-length": {
    pass: { domainName: `${"a".repeat(52)}.example.com` },
    fail: { domainName: `${"a".repeat(53)}.example.com` },
  },
};
