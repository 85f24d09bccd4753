/** Certificates (AWS Certificate Manager). */
import { because, type Facts, NO_SUCH_TYPE } from "../type-facts";
import { sha256 } from "../symbols";
import { plain, type Value } from "../wire-values";
import type { Shape } from "../shapes";

export const facts: Facts = {
  "aws:acm/certificate:Certificate": {
    outputs: {
      arn: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
      id: "{arn}",
      domainValidationOptions: validationOptions,
    },
    replaces: {
      spec: "AWS::CertificateManager::Certificate",
      names: { DomainValidationOptions: "validationOptions", CertificateExport: null },
    },
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    replaces: { also: because(NO_SUCH_TYPE, "certificateArn", "validationRecordFqdns") },
  },
};

/**
 * One CNAME for each domain name; a wildcard shares the one of its parent, and all certificates of an
 * account have the same one for a domain, as with ACM
 * (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html).
 */
function validationOptions(shape: Shape): Value | undefined {
  const first = plain(shape.subject.inputs.domainName);
  const others = plain(shape.subject.inputs.subjectAlternativeNames) ?? [];
  const domains = [first, ...(Array.isArray(others) ? others : [])];
  const known = domains.filter((domain): domain is string => typeof domain === "string");
  return [...new Set(known)].map((domain) => {
    const bare = domain.replace(/^\*\./, "");
    const property = `domainValidationOptions.${bare}`;
    const digits = (part: string, count: number) =>
      sha256(`acm|${shape.subject.account}|${bare}|${part}`).slice(0, count);
    return {
      domainName: domain,
      resourceRecordName: shape.remember(`_${digits("name", 32)}.${bare}.`, property),
      resourceRecordType: "CNAME",
      resourceRecordValue: shape.remember(
        `_${digits("value", 32)}.${digits("domain", 10)}.acm-validations.aws.`,
        property,
      ),
    };
  });
}
