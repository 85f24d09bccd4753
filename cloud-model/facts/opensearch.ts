/** Search domains (Amazon OpenSearch Service). */
import { because, type Facts, FORCES_NEW, inRegion, NO_SUCH_TYPE } from "../type-facts";
import type { Shape } from "../shapes";

export const facts: Facts = {
  "aws:opensearch/domain:Domain": {
    outputs: {
      domainName: "{auto}",
      arn: "arn:aws:es:{region}:{account}:domain/{domainName}",
      endpoint,
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::OpenSearchService::Domain",
      names: { EngineMode: null },
      also: because(FORCES_NEW, "vpcOptions"),
    },
    unique: inRegion("ResourceAlreadyExistsException", "Domain {name} already exists", [
      "domainName",
    ]),
  },
  "aws:opensearch/domainPolicy:DomainPolicy": {
    outputs: { id: "esd-policy-{domainName}" },
    replaces: { also: because(NO_SUCH_TYPE, "domainName") },
  },
};

/** Names of domains in a VPC begin otherwise than those on the internet. */
function endpoint(shape: Shape): string | undefined {
  const name = shape.text("domainName");
  const region = shape.text("region");
  if (name === undefined || region === undefined) return undefined;
  const kind = shape.subject.inputs.vpcOptions === undefined ? "search" : "vpc";
  const host = `${kind}-${name}-${shape.digits("endpoint", 26)}.${region}.es.amazonaws.com`;
  return shape.remember(host, "endpoint");
}
