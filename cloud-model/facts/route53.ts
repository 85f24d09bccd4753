/** Zones, records and health checks (Amazon Route 53). */
import { because, type Facts, FORCES_NEW, NO_SUCH_TYPE } from "../type-facts";
import { type Value } from "../wire-values";
import type { Shape } from "../shapes";

export const facts: Facts = {
  "aws:route53/zone:Zone": {
    outputs: {
      zoneId: "Z{BASE36:20}",
      arn: "arn:aws:route53:::hostedzone/{zoneId}",
      primaryNameServer: "ns-{digits:3}.awsdns-{digits:2}.com",
      id: "{zoneId}",
      nameServers,
    },
    replaces: { spec: "AWS::Route53::HostedZone", also: because(FORCES_NEW, "delegationSetId") },
  },
  "aws:route53/record:Record": {
    outputs: {
      fqdn: "{name}",
      id: "{zoneId}_{name}_{type}",
    },
    replaces: {
      spec: "AWS::Route53::RecordSet",
      names: { HostedZoneId: "zoneId", HostedZoneName: null },
      also: because(FORCES_NEW, "type", "setIdentifier"),
    },
  },
  "aws:route53/healthCheck:HealthCheck": {
    outputs: {
      id: "{uuid}",
      arn: "arn:aws:route53:::healthcheck/{id}",
    },
    replaces: { spec: "AWS::Route53::HealthCheck" },
  },
  "aws:route53/queryLog:QueryLog": {
    outputs: {
      id: "{uuid}",
      arn: "arn:aws:route53:::queryloggingconfig/{id}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "zoneId", "cloudwatchLogGroupArn") },
  },
  "aws:route53/keySigningKey:KeySigningKey": {
    outputs: {
      id: "{hostedZoneId},{name}",
      keyTag: (shape) => parseInt(shape.digits("keyTag", 4), 16),
      // ECDSA P-256 with SHA-256, and a SHA-256 digest: what Route 53 signs with ("How DNSSEC works", its developer guide).
      dsRecord: (shape) =>
        shape.remember(
          `${parseInt(shape.digits("keyTag", 4), 16)} 13 2 ${shape.digits("digest", 64).toUpperCase()}`,
          "dsRecord",
        ),
    },
    replaces: { spec: "AWS::Route53::KeySigningKey" },
  },
  "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec": {
    outputs: { id: "{hostedZoneId}" },
    replaces: { spec: "AWS::Route53::DNSSEC" },
  },
};

/** A delegation set has one server under each of four top-level domains. */
function nameServers(shape: Shape): Value {
  return ["com", "net", "org", "co.uk"].map((domain, i) => {
    const number = parseInt(shape.digits(`nameServers[${i}]`, 6), 16);
    const server = `ns-${512 * i + (number % 512)}.awsdns-${String(number % 64).padStart(2, "0")}.${domain}`;
    return shape.remember(server, `nameServers[${i}]`);
  });
}
