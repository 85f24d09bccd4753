/** Search domains (Amazon OpenSearch Service). */
import { because, type Facts, FORCES_NEW, inRegion, NO_SUCH_TYPE } from "../type-facts";
import { whenDowngraded, whenSwitchedOff } from "../replacing-changes";
import type { Shape } from "../shapes";
import { isObject, type Value } from "../wire-values";

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
      sometimes: {
        engineVersion: whenDowngraded,
        encryptAtRest: {
          when: "where it is switched off, or gets another key",
          replaces: (change) =>
            change.isAnothers === true ||
            whenSwitchedOff.replaces(change) ||
            (keyOf(change.after) !== undefined && keyOf(change.after) !== keyOf(change.before)),
        },
        nodeToNodeEncryption: whenSwitchedOff,
        advancedSecurityOptions: whenSwitchedOff,
        ipAddressType: {
          when: "where it is dualstack no more",
          replaces: ({ before, after }) => before === "dualstack" && after !== "dualstack",
        },
      },
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

const keyOf = (encryption: Value | undefined) =>
  isObject(encryption) ? encryption.kmsKeyId : undefined;

/** Names of domains in a VPC begin otherwise than those on the internet. */
function endpoint(shape: Shape): string | undefined {
  const name = shape.text("domainName");
  const region = shape.text("region");
  if (name === undefined || region === undefined) return undefined;
  const kind = shape.subject.inputs.vpcOptions === undefined ? "search" : "vpc";
  const host = `${kind}-${name}-${shape.digits("endpoint", 26)}.${region}.es.amazonaws.com`;
  return shape.remember(host, "endpoint");
}
