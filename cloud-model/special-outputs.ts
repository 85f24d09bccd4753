/** Computed outputs that are more than a text: keyed by `type.property`. */
import type { Shape } from "./shapes";
import { plain, Value } from "./wire-values";

export const SPECIAL_OUTPUTS: Readonly<
  Record<string, ((shape: Shape) => Value | undefined) | undefined>
> = {
  "aws:acm/certificate:Certificate.domainValidationOptions": validationOptions,
  "aws:route53/zone:Zone.nameServers": nameServers,
};

/** One CNAME for each domain name; a wildcard shares the one of its parent, as ACM does. */
function validationOptions(shape: Shape): Value | undefined {
  const first = plain(shape.subject.inputs.domainName);
  const others = plain(shape.subject.inputs.subjectAlternativeNames) ?? [];
  const domains = [first, ...(Array.isArray(others) ? others : [])];
  const known = domains.filter((domain): domain is string => typeof domain === "string");
  return [...new Set(known)].map((domain) => {
    const bare = domain.replace(/^\*\./, "");
    const property = `domainValidationOptions.${bare}`;
    return {
      domainName: domain,
      resourceRecordName: shape.remember(
        `_${shape.digits(`${property}#name`, 32)}.${bare}.`,
        property,
      ),
      resourceRecordType: "CNAME",
      resourceRecordValue: shape.remember(
        `_${shape.digits(`${property}#value`, 32)}.${shape.digits(property, 10)}.acm-validations.aws.`,
        property,
      ),
    };
  });
}

/** A delegation set has one server under each of four top-level domains. */
function nameServers(shape: Shape): Value {
  return ["com", "net", "org", "co.uk"].map((domain, i) => {
    const number = parseInt(shape.digits(`nameServers[${i}]`, 6), 16);
    const server = `ns-${512 * i + (number % 512)}.awsdns-${String(number % 64).padStart(2, "0")}.${domain}`;
    return shape.remember(server, `nameServers[${i}]`);
  });
}
