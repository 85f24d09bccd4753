/** Names of ours that hosts of others answer, several of them each; and what the domain says of itself. */
import type { FeatureNeeds } from "..";

/** The servers of the house that has the pages of help, and their addresses: yours. */
const helpServers = {
  one: { host: "help-1.example.net", address: "192.0.2.61" },
  two: { host: "help-2.example.net", address: "198.51.100.61" },
};
/** Copies of what the press may print, by the region that they are near to: yours. */
const copies = { "eu-west-1": "press-eu.example.net", "us-east-1": "press-us.example.net" };
/** Shares of the two houses that send letters to members, while one follows the other: yours. */
const letters = {
  now: { host: "letters.example.net", weight: 90 },
  next: { host: "letters.example.org", weight: 10 },
};

/** Makes the records. */
export function names(dns: NonNullable<FeatureNeeds["dns"]>): void {
  // Several answers at once: a browser tries the next one, and what is ill is not among them.
  const checks = Object.entries(helpServers).map(([identifier, { host, address }]) => {
    const healthCheck = dns.healthCheck(`help-${identifier}`, {
      host,
      path: "/alive",
      announce: false,
    });
    const routing = { multivalue: true } as const;
    dns.record("help", { type: "A", values: [address], routing, identifier, healthCheck });
    return healthCheck;
  });
  // One of them is enough; who watches is told when none is left.
  dns.healthCheck("help", { checks, healthy: 1 });

  for (const [latency, host] of Object.entries(copies)) {
    const healthCheck = dns.healthCheck(`press-${latency}`, { host, path: "/alive" });
    dns.record("press", { type: "CNAME", values: [host], routing: { latency }, healthCheck });
  }
  for (const [identifier, { host, weight }] of Object.entries(letters)) {
    dns.record("letters", { type: "CNAME", values: [host], routing: { weight }, identifier });
  }

  // No mail comes here (RFC 7505) or from here; and Amazon alone makes certificates for the domain.
  dns.record("@", { type: "MX", values: ["0 ."] });
  dns.record("@", { type: "TXT", values: ["v=spf1 -all"] });
  dns.record("_dmarc", { type: "TXT", values: ["v=DMARC1; p=reject"] });
  dns.record("@", { type: "CAA", values: ['0 issue "amazon.com"', '0 issuewild "amazon.com"'] });
}
