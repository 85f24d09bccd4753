import { custom, expects, pattern } from "./base/checks";
import { admitsNoStranger } from "./base/policy-document";
import { opensearch } from "./base/types/opensearch";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, isAbsent, listOf, numberAt, textAt, valueAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide";
const HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html";

/** Who may use a domain, in the domain itself or in a policy beside it. */
export const searchAccess = {
  severity: "warning",
  limit:
    "an access policy that names who may use the domain, a domain in a VPC, or fine-grained access control",
  source: `${GUIDE}/ac.html`,
  fix: "Name the principals, add a condition on aws:SourceIp, or put the domain into a VPC with vpcOptions.",
} as const;

/** True where something else keeps everyone out, or may do. */
export const isGuarded = (domain: Inputs): boolean =>
  !isAbsent(domain, "vpcOptions") || !isOff(domain, "advancedSecurityOptions.enabled");

/** Domains of both generations take the same policy. */
const domains = [opensearch.searchDomain, "aws:elasticsearch/domain:Domain"];
const d = opensearch.searchDomain;

/** Encryption that fine-grained access control can't do without. */
const encryptions = [
  "encryptAtRest.enabled",
  "nodeToNodeEncryption.enabled",
  "domainEndpointOptions.enforceHttps",
];

export const sections = { OS: "Search domains" };

export const resourceRules: readonly ResourceRule[] = [
  pattern("OS-06", d, "engineVersion", /^(OpenSearch|Elasticsearch)_\d{1,2}\.\d{1,2}$/, {
    limit: "engine and version, such as OpenSearch_2.19",
    source:
      "https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_CreateDomain.html",
    fix: "Put OpenSearch_ before the version.",
  }),
  custom(
    "OS-06-disk",
    d,
    {
      limit: "a disk (ebsOptions) for classes that have none of their own",
      source:
        "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html",
      fix: "Set ebsOptions: { ebsEnabled: true, volumeSize: 10 }.",
    },
    (inputs) => {
      const found = textAt(inputs, "clusterConfig.instanceType") ?? "";
      const isOff =
        isAbsent(inputs, "ebsOptions") || equals(inputs, "ebsOptions.ebsEnabled", false);
      return isOff && /^(t[23]|[mcr][567]g?)\.\w+\.search$/.test(found)
        ? { argument: "ebsOptions", found: undefined }
        : undefined;
    },
  ),
  admitsNoStranger("SEC-OS-open", domains, ["accessPolicies"], {
    ...searchAccess,
    when: (inputs) => !isGuarded(inputs),
  }),
  ...encryptions.map((argument) =>
    expects(`SEC-OS-${argument.split(".")[0]}`, d, argument, true, {
      severity: "warning",
      source: HUB,
      fix: `Set ${argument} to true.`,
    }),
  ),
  custom(
    "OS-02",
    d,
    {
      limit: "encryption at rest, between nodes and HTTPS with fine-grained access control",
      source: `${GUIDE}/fgac.html`,
      fix: "Switch all three on, or advancedSecurityOptions off.",
    },
    (inputs) =>
      equals(inputs, "advancedSecurityOptions.enabled", true)
        ? encryptions
            .filter((argument) => isOff(inputs, argument))
            .map((argument) => ({ argument, found: valueAt(inputs, argument) }))
        : [],
  ),
  custom(
    "OS-03",
    d,
    {
      limit: "a subnet for each zone",
      source: `${GUIDE}/managedomains-multiaz.html`,
      fix: "Give vpcOptions one subnet a zone: 1 without zone awareness, else as many as availabilityZoneCount.",
    },
    (inputs) => {
      const subnets = listOf(valueAt(inputs, "vpcOptions.subnetIds"));
      const zones = zonesOf(inputs);
      return subnets.length > 0 && zones !== undefined && subnets.length !== zones
        ? {
            argument: "vpcOptions.subnetIds",
            found: `${subnets.length} subnets`,
            limit: `${zones} ${zones === 1 ? "subnet" : "subnets"}`,
          }
        : undefined;
    },
  ),
  custom(
    "OS-04",
    d,
    {
      limit: "a data node for each zone, and an equal number in each",
      source: `${GUIDE}/managedomains-multiaz.html`,
      fix: "Make instanceCount a multiple of availabilityZoneCount.",
    },
    (inputs) => {
      const zones = zonesOf(inputs);
      const nodes = numberAt(inputs, "clusterConfig.instanceCount", 1);
      return zones !== undefined && nodes !== undefined && nodes % zones !== 0
        ? { argument: "clusterConfig.instanceCount", found: nodes }
        : undefined;
    },
  ),
  custom(
    "OS-05",
    d,
    {
      limit: "3 or 5 dedicated master nodes: an even number can't agree",
      source: `${GUIDE}/managedomains-dedicatedmasternodes.html`,
      fix: "Set clusterConfig.dedicatedMasterCount to 3.",
    },
    (inputs) => {
      const count = numberAt(inputs, "clusterConfig.dedicatedMasterCount");
      return equals(inputs, "clusterConfig.dedicatedMasterEnabled", true) &&
        count !== undefined &&
        count !== 3 &&
        count !== 5
        ? { argument: "clusterConfig.dedicatedMasterCount", found: count }
        : undefined;
    },
  ),
];

/** True where it is known not to be switched on. */
function isOff(inputs: Inputs, argument: string): boolean {
  return isAbsent(inputs, argument) || equals(inputs, argument, false);
}

/** How many zones the data nodes stand in, where that is known. */
function zonesOf(inputs: Inputs): number | undefined {
  if (isOff(inputs, "clusterConfig.zoneAwarenessEnabled")) return 1;
  return equals(inputs, "clusterConfig.zoneAwarenessEnabled", true)
    ? numberAt(inputs, "clusterConfig.zoneAwarenessConfig.availabilityZoneCount", 2)
    : undefined;
}
