import { oneOf, pattern, refuses } from "./checks";
import { types } from "./resource-types";
import type { ResourceRule } from "./rule";

const API = "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html";
const GUIDE = "https://docs.aws.amazon.com/acm/latest/userguide";
const DOMAIN = /^(?=.{1,253}$)(\*\.)?([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** Keys that ACM can make for a certificate it issues. */
export const certificateKeyAlgorithms = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"] as const;

const c = types.certificate;

export const acmRules: readonly ResourceRule[] = [
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
