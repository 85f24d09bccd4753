/** A name of one's own for an API, HTTP or REST: both take the same domains. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { MakeChild, Refuse } from "../component";
import { AliasTarget, Certificate } from "../contracts";

export interface ApiDomainArgs {
  /** The name, such as `api.example.com`; the DNS layer points it at the API. Cannot be changed later. */
  name: string;
  /** A certificate of the API's region that is valid for the name. */
  certificate: Certificate;
}

/** A domain, and where its alias record points. */
export interface ApiDomain extends AliasTarget {
  /** The name, once it is there. */
  readonly domainName: pulumi.Output<string>;
}

/** Makes the domain; what it leads to is a mapping of the API's own kind. */
export function makeApiDomain(
  { name, certificate }: ApiDomainArgs,
  child: MakeChild,
  refuse: Refuse,
): ApiDomain {
  refuseOtherNames(name, certificate, refuse);
  const made = child(aws.apigateway.DomainName, "domain", {
    domainName: name,
    regionalCertificateArn: certificate.arn,
    endpointConfiguration: { types: "REGIONAL" },
    securityPolicy: "TLS_1_2",
  });
  return {
    domainName: made.domainName,
    aliasName: made.regionalDomainName,
    aliasZoneId: made.regionalZoneId,
    hostNames: [name],
  };
}

/**
 * What an alias record points to.
 *
 * @throws pulumi.RunError without a domain
 */
export function aliasOf(domain: ApiDomain | undefined, refuse: Refuse): AliasTarget {
  if (!domain) {
    throw refuse(
      "domain",
      undefined,
      "a name that the API answers to",
      "give it domain: { name, certificate }",
    );
  }
  return domain;
}

/** @throws pulumi.RunError for an API that would answer nowhere */
export function refuseUnreachable(
  { domain, disableExecuteApiEndpoint }: { domain?: object; disableExecuteApiEndpoint?: boolean },
  refuse: Refuse,
): void {
  if (disableExecuteApiEndpoint && !domain) {
    throw refuse(
      "disableExecuteApiEndpoint",
      true,
      "false without a domain: nothing could reach the API",
      "give it domain: { name, certificate }",
    );
  }
}

function refuseOtherNames(name: string, { domainNames }: Certificate, refuse: Refuse): void {
  const parent = name.slice(name.indexOf(".") + 1);
  if (!domainNames.some((each) => each === name || each === `*.${parent}`)) {
    throw refuse(
      "domain.certificate",
      domainNames,
      `a certificate that is valid for ${name}`,
      `add ${name} to the certificate's names`,
    );
  }
}
