/** The names that a distribution answers to. */
import { Certificate } from "../contracts";
import { covers, hostName, namesUnder } from "../base/domain-name";
import { Refuse } from "../component";

/** What most sites are called. */
const DEFAULT_ALIASES = ["www"];

/** @throws what `refuse` makes, for names that the certificate is not valid for */
export function hostNamesOf(
  certificate: Certificate | undefined,
  aliases: readonly string[] | undefined,
  refuse: Refuse,
): string[] {
  if (certificate) {
    return (aliases ?? DEFAULT_ALIASES).map((alias) => coveredName(alias, certificate, refuse));
  }
  if (aliases && aliases.length > 0) {
    throw refuse(
      "aliases",
      aliases,
      "none without a certificate for them",
      "add certificate: dns.edgeCertificate, or remove aliases",
    );
  }
  return [];
}

function coveredName(alias: string, { domainNames }: Certificate, refuse: Refuse): string {
  const [domain] = domainNames;
  const host = hostName(alias, domain);
  if (host === undefined) {
    throw refuse("aliases", alias, namesUnder(domain), "write the name without the domain");
  }
  if (!domainNames.some((pattern) => covers(pattern, host))) {
    throw refuse(
      "aliases",
      alias,
      `names that the certificate is valid for: ${domainNames.join(", ")}`,
      `add ${host} to the certificate's subjectAlternativeNames, or choose other aliases`,
    );
  }
  return host;
}
