/** One of each component: zones and what is in them. */
import * as pulumi from "@pulumi/pulumi";
import { Zone } from "../../../../components/dns";
import { inNetwork, withArgs, type Inside, type Samples } from "../sample";

const zoneOf = (name: string, inside: Inside) =>
  new Zone(`${name}-zone`, { domain: `${name}.example.com` }, inside);

export const samples: Samples = {
  AliasRecord: withArgs((name, inside) => ({
    zone: zoneOf(name, inside),
    name: "www",
    target: {
      aliasName: pulumi.output("d1.cloudfront.net"),
      aliasZoneId: pulumi.output("Z2FDTNDATAQYW2"),
    },
  })),
  Certificate: withArgs((name, inside) => ({ zone: zoneOf(name, inside) })),
  DnsRecord: withArgs((name, inside) => ({
    zone: zoneOf(name, inside),
    name: "api",
    type: "A",
    values: ["192.0.2.1"],
  })),
  HealthCheck: withArgs({ host: "eu.api.example.com", path: "/health" }),
  PrivateZone: inNetwork({ domain: "internal.example.com" }),
  QueryLogs: withArgs((name, inside) => ({ zone: zoneOf(name, inside) })),
  ZoneSigning: withArgs((name, inside) => ({ zone: zoneOf(name, inside) })),
  Zone: withArgs((name) => ({ domain: `${name}.example.com` })),
};
