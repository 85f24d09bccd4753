import { oneOf, pattern, refuses } from "./base/checks";
import { acm } from "./base/types/acm";
import type { ResourceRule } from "./base/rule";

const API = "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html";
const GUIDE = "https://docs.aws.amazon.com/acm/latest/userguide";
const DOMAIN = /^(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** Keys that ACM can make for a certificate it issues. */
export const certificateKeyAlgorithms = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"] as const;

const c = acm.certificate;

export const sections = { ACM: "Certificates" };

export const resourceRules: readonly ResourceRule[] = [
  pattern("ACM-01", c, "domainName", DOMAIN, {
    limit: "a domain name, such as example.com or *.example.com",
    source: API,
    fix: "Give the name alone, without https:// and without a path.",
  }),
  pattern("ACM-01-alternative", c, "subjectAlternativeNames.*", DOMAIN, {
    limit: "a domain name, such as example.com or *.example.com",
    source: API,
    fix: "Give the name alone, without https:// and without a path.",
  }),
  pattern("ACM-01-length", c, "domainName", /^.{1,64}$/, {
    limit: "at most 64 octets in the first name; further ones may have 253",
    source: API,
    fix: "Make a shorter name the first one, and put this one into subjectAlternativeNames.",
  }),
  oneOf("ACM-02", c, "validationMethod", ["DNS", "EMAIL", "NONE", "HTTP"], {
    source: API,
    fix: "Set DNS.",
  }),
  refuses("ACM-02-email", c, "validationMethod", /^EMAIL$/, {
    severity: "warning",
    limit: "DNS, which renews by itself",
    source: `${GUIDE}/dns-validation.html`,
    fix: "Set validationMethod to DNS.",
  }),
  refuses("SEC-ACM-key", c, "keyAlgorithm", /^RSA_1024$/, {
    limit: certificateKeyAlgorithms.join(", "),
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html",
    fix: "Set keyAlgorithm to EC_prime256v1 or RSA_2048.",
  }),
  refuses(
    "SEC-ACM-transparency",
    c,
    "options.certificateTransparencyLoggingPreference",
    /^DISABLED$/,
    {
      severity: "warning",
      limit: "ENABLED; browsers refuse certificates that are not logged",
      source: `${GUIDE}/acm-bestpractices.html`,
      fix: "Remove options.certificateTransparencyLoggingPreference.",
    },
  ),
];
