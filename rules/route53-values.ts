/** What the values of a record look like, type by type. */
import { isIPv4, isIPv6 } from "node:net";
import { custom } from "./base/checks";
import { route53 } from "./base/types/route53";
import type { ResourceRule } from "./base/rule";
import { textAt, valuesAt } from "./base/values";

const SOURCE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html";

/** Characters of one string in a TXT record; a value may have several (RFC 1035, section 3.3). */
export const longestText = 255;
/** Characters of one value ("ResourceRecord", Route 53 API reference). */
export const longestValue = 4_000;

interface Form {
  /** Ids of the rule. */
  readonly id: string;
  readonly types: readonly string[];
  readonly limit: string;
  readonly fix: string;
  isRight(value: string): boolean;
}

/** A host, as another record names it. `/` is allowed: reverse zones below a /24 have it (RFC 2317). */
const isHost = (value: string) =>
  /^[^\s"]{1,255}$/.test(value) && !value.includes("://") && !isIPv4(value) && !isIPv6(value);
const isShort = (...numbers: readonly string[]) => numbers.every((each) => Number(each) <= 65_535);

const forms: readonly Form[] = [
  {
    id: "DNS-08-address",
    types: ["A"],
    limit: "IPv4 addresses in an A record",
    fix: "Write an address such as 192.0.2.1; for a name use aliases or a CNAME.",
    isRight: isIPv4,
  },
  {
    id: "DNS-08-address6",
    types: ["AAAA"],
    limit: "IPv6 addresses in an AAAA record",
    fix: "Write an address such as 2001:db8::1.",
    isRight: isIPv6,
  },
  {
    id: "DNS-08-host",
    types: ["CNAME", "NS", "PTR"],
    limit: "a host name without scheme",
    fix: "Write the name alone; for an address use an A or AAAA record.",
    isRight: isHost,
  },
  {
    id: "DNS-08-mail",
    types: ["MX"],
    limit: "a priority from 0 to 65,535 and a host, such as 10 mail.example.com",
    fix: "Write the priority before the host.",
    isRight: (value) => {
      const [, priority = "", host = ""] = /^(\d{1,5})\s+(\S+)$/.exec(value) ?? [];
      return priority !== "" && isShort(priority) && isHost(host);
    },
  },
  {
    id: "DNS-08-service",
    types: ["SRV"],
    limit: "priority, weight, port and host, such as 1 10 5269 xmpp.example.com",
    fix: "Write all four, with spaces between them.",
    isRight: (value) => {
      const [, ...parts] = /^(\d{1,5})\s+(\d{1,5})\s+(\d{1,5})\s+(\S+)$/.exec(value) ?? [];
      return parts.length === 4 && isShort(...parts.slice(0, 3)) && isHost(parts[3] ?? "");
    },
  },
  {
    id: "DNS-08-authority",
    types: ["CAA"],
    limit: 'flags, tag and quoted value, such as 0 issue "amazon.com"',
    fix: "Put the value into double quotes.",
    isRight: (value) => {
      const [, flags = ""] = /^(\d{1,3})\s+[a-zA-Z0-9]+\s+"[^"]*"$/.exec(value) ?? [];
      return flags !== "" && Number(flags) <= 255;
    },
  },
  {
    id: "DNS-08-signer",
    types: ["DS"],
    limit: "key tag, algorithm, digest type and digest in hex",
    fix: "Take dsRecord of the zone below as it is.",
    isRight: (value) => /^\d{1,5}\s+\d{1,3}\s+\d{1,3}\s+[0-9A-Fa-f\s]+$/.test(value),
  },
  {
    id: "DNS-08-text",
    types: ["TXT", "SPF"],
    limit: `pieces of at most ${longestText} characters, with "" between them`,
    fix: 'Put "" after every 255 characters; DnsRecord does it by itself.',
    isRight: (value) =>
      value
        .replace(/^"|"$/g, "")
        .split(/"\s*"/)
        .every((piece) => piece.length <= longestText),
  },
];

const record = route53.record;

export const resourceRules: readonly ResourceRule[] = [
  ...forms.map(({ id, types: ofTypes, limit, fix, isRight }) =>
    custom(
      id,
      record,
      {
        limit,
        source: SOURCE,
        fix,
        when: (inputs) => ofTypes.includes(textAt(inputs, "type") ?? ""),
      },
      (inputs) =>
        valuesAt(inputs, "records.*")
          .filter(({ value }) => typeof value === "string" && !isRight(value))
          .map(({ path, value }) => ({ argument: path, found: value })),
    ),
  ),
  custom(
    "DNS-08-quotes",
    record,
    {
      severity: "warning",
      limit: "TXT values without quotes around them, which the provider puts there itself",
      source: "https://www.pulumi.com/registry/packages/aws/api-docs/route53/record/",
      fix: "Remove the quotes at both ends.",
      when: (inputs) => ["TXT", "SPF"].includes(textAt(inputs, "type") ?? ""),
    },
    (inputs) =>
      valuesAt(inputs, "records.*")
        .filter(({ value }) => typeof value === "string" && /^".*"$/s.test(value))
        .map(({ path, value }) => ({ argument: path, found: value })),
  ),
  custom(
    "DNS-08-length",
    record,
    {
      limit: `at most ${longestValue.toLocaleString("en-US")} characters a value`,
      source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecord.html",
      fix: "Shorten the value.",
    },
    (inputs) =>
      valuesAt(inputs, "records.*")
        .filter(({ value }) => typeof value === "string" && value.length > longestValue)
        .map(({ path, value }) => ({ argument: path, found: String(value).length })),
  ),
];
