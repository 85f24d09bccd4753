import { atMost, custom, excludes, expects, oneOf, pattern, range, required } from "./base/checks";
import { emr } from "./base/types/emr";
import { isKnown, type Inputs, type Plain, type ResourceRule } from "./base/rule";
import { equals, isAbsent, isRecord, jsonAt, numberAt, valueAt, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/emr/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/emr/latest/ManagementGuide";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/emr-controls.html";

/** Seconds without work after which a cluster ends by itself. */
export const clusterIdle = { min: 60, max: 604_800, unit: "seconds" };
/** Minutes that EMR waits for Spot. */
export const spotTimeout = { min: 5, max: 1_440, unit: "minutes" };
/** Types of server in a fleet, where it has an allocation strategy; else 5. */
const mostTypes = 30;
const fewTypes = 5;

const { cluster, instanceFleet, managedScaling, publicAccess, securityConfiguration } = emr;
const fleets = ["coreInstanceFleet", "masterInstanceFleet"];

/** A part of a security configuration, as far as its JSON is known. */
function part(inputs: Inputs, ...path: readonly string[]): Plain {
  return path.reduce<Plain>(
    (inner, key) => (isRecord(inner) ? inner[key] : undefined),
    jsonAt(inputs, "configuration"),
  );
}

const isKnownJson = (inputs: Inputs) => isRecord(jsonAt(inputs, "configuration"));

/** That the configuration says `value` at a place. */
function says(id: string, path: readonly string[], value: Plain, limit: string, fix: string) {
  return custom(
    id,
    securityConfiguration,
    { severity: "warning", when: isKnownJson, limit, source: CONTROLS, fix },
    (inputs) => {
      const found = part(inputs, ...path);
      return found === value ? undefined : { argument: `configuration.${path.join(".")}`, found };
    },
  );
}

export const resourceRules: readonly ResourceRule[] = [
  range("EMR-03-idle", cluster, "autoTerminationPolicy.idleTimeout", clusterIdle, {
    source: `${API}/API_AutoTerminationPolicy.html`,
    fix: "Set a time in this range.",
  }),
  pattern("EMR-03-release", cluster, "releaseLabel", /^emr-(spark-)?\d+\.\d+\.\d+$/, {
    limit: "a release such as emr-7.13.0",
    source: "https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-release-components.html",
    fix: "Name one of the guide's releases.",
  }),
  ...["coreInstanceGroup", "masterInstanceGroup"].map((group) =>
    custom(
      `EMR-04-${group}`,
      cluster,
      {
        limit: "instance fleets or instance groups, not both",
        source: `${GUIDE}/emr-instance-group-configuration.html`,
        fix: "Make all of them fleets.",
      },
      (inputs) => {
        const given = valueAt(inputs, group);
        return isKnown(given) && fleets.some((fleet) => isKnown(valueAt(inputs, fleet)))
          ? { argument: group, found: given }
          : undefined;
      },
    ),
  ),
  excludes("EMR-04-subnets", cluster, "ec2Attributes.subnetId", "ec2Attributes.subnetIds", {
    source: `${API}/API_Ec2InstanceAttributes.html`,
    fix: "Name subnetIds alone, for a cluster of fleets.",
  }),
  ...(
    [
      ["core", cluster, "coreInstanceFleet."],
      ["master", cluster, "masterInstanceFleet."],
      ["task", instanceFleet, ""],
    ] as const
  ).flatMap(([name, type, place]) => [
    atMost(`EMR-05-${name}`, type, `${place}instanceTypeConfigs`, mostTypes, {
      source: `${GUIDE}/emr-instance-fleet.html`,
      fix: "Name fewer types.",
    }),
    custom(
      `EMR-05-${name}-strategy`,
      type,
      {
        limit: `at most ${fewTypes} types without an allocation strategy`,
        source: `${GUIDE}/emr-instance-fleet.html`,
        fix: "Give launchSpecifications an allocationStrategy, or name fewer types.",
      },
      (inputs) => {
        const types = valueAt(inputs, `${place}instanceTypeConfigs`);
        return Array.isArray(types) &&
          types.length > fewTypes &&
          isAbsent(inputs, `${place}launchSpecifications`)
          ? { argument: `${place}instanceTypeConfigs`, found: types.length }
          : undefined;
      },
    ),
    custom(
      `EMR-05-${name}-capacity`,
      type,
      {
        limit:
          name === "master"
            ? "1 in targetOnDemandCapacity or targetSpotCapacity, and nothing in the other"
            : "targetOnDemandCapacity or targetSpotCapacity above 0",
        source: `${API}/API_InstanceFleetConfig.html`,
        fix:
          name === "master"
            ? "Set one of them to 1, and leave the other out."
            : "Set one of them to 1 or more; scaling may take it back.",
        when: (inputs) => place === "" || isKnown(valueAt(inputs, place.slice(0, -1))),
      },
      (inputs) => {
        const [onDemand, spot] = ["targetOnDemandCapacity", "targetSpotCapacity"].map((key) =>
          numberAt(inputs, place + key, 0),
        );
        if (onDemand === undefined || spot === undefined) return undefined;
        if (name === "master" ? onDemand + spot === 1 : onDemand + spot > 0) return undefined;
        return spot > 0
          ? { argument: `${place}targetSpotCapacity`, found: spot }
          : { argument: `${place}targetOnDemandCapacity`, found: onDemand };
      },
    ),
    range(
      `EMR-05-${name}-spot`,
      type,
      `${place}launchSpecifications.spotSpecifications.*.timeoutDurationMinutes`,
      spotTimeout,
      { source: `${API}/API_SpotProvisioningSpecification.html`, fix: "Set a time in this range." },
    ),
  ]),
  oneOf(
    "EMR-06-unit",
    managedScaling,
    "computeLimits.*.unitType",
    ["InstanceFleetUnits", "Instances", "VCPU"],
    { source: `${API}/API_ComputeLimits.html`, fix: "InstanceFleetUnits for a cluster of fleets." },
  ),
  custom(
    "EMR-06-bounds",
    managedScaling,
    {
      limit: "minimumCapacityUnits or more",
      source: `${API}/API_ComputeLimits.html`,
      fix: "Raise maximumCapacityUnits, or lower minimumCapacityUnits.",
    },
    (inputs) =>
      valuesAt(inputs, "computeLimits.*").flatMap(({ path, value }) => {
        if (!isRecord(value)) return [];
        const [least, most] = ["minimumCapacityUnits", "maximumCapacityUnits"].map((key) =>
          numberAt(value, key),
        );
        return least !== undefined && most !== undefined && most < least
          ? [{ argument: `${path}.maximumCapacityUnits`, found: most }]
          : [];
      }),
  ),
  custom(
    "EMR-07",
    securityConfiguration,
    {
      when: isKnownJson,
      limit: "certificates with EnableInTransitEncryption",
      source: `${GUIDE}/emr-create-security-configuration.html`,
      fix: "Name InTransitEncryptionConfiguration.TLSCertificateConfiguration.",
    },
    (inputs) => {
      const path = ["EncryptionConfiguration", "InTransitEncryptionConfiguration"];
      return part(inputs, "EncryptionConfiguration", "EnableInTransitEncryption") === true &&
        part(inputs, ...path, "TLSCertificateConfiguration") === undefined
        ? { argument: `configuration.${path.join(".")}`, found: undefined }
        : undefined;
    },
  ),
  says(
    "SEC-EMR-rest",
    ["EncryptionConfiguration", "EnableAtRestEncryption"],
    true,
    "EnableAtRestEncryption true",
    "Set it, with AtRestEncryptionConfiguration for S3 and the disks.",
  ),
  says(
    "SEC-EMR-transit",
    ["EncryptionConfiguration", "EnableInTransitEncryption"],
    true,
    "EnableInTransitEncryption true",
    "Set it, with the certificates of TLSCertificateConfiguration.",
  ),
  says(
    "SEC-EMR-metadata",
    ["InstanceMetadataServiceConfiguration", "MinimumInstanceMetadataServiceVersion"],
    2,
    "version 2 of the metadata service alone",
    "Set InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion to 2.",
  ),
  required("SEC-EMR-configuration", cluster, "securityConfiguration", {
    severity: "warning",
    limit: "a security configuration, without which nothing is encrypted",
    source: CONTROLS,
    fix: "Make an aws.emr.SecurityConfiguration, and name it.",
  }),
  required("SEC-EMR-logs", cluster, "logUri", {
    severity: "warning",
    limit: "a bucket for logs, which are gone with the cluster otherwise",
    source: `${GUIDE}/emr-plan-debugging.html`,
    fix: "Set logUri to s3://bucket/folder/.",
  }),
  custom(
    "SEC-EMR-end",
    cluster,
    {
      severity: "warning",
      limit: "an end: autoTerminationPolicy, or keepJobFlowAliveWhenNoSteps false",
      source: `${GUIDE}/emr-auto-termination-policy.html`,
      fix: "Set autoTerminationPolicy to { idleTimeout: 3600 }.",
    },
    (inputs) =>
      isAbsent(inputs, "autoTerminationPolicy") &&
      // Absent is true.
      (isAbsent(inputs, "keepJobFlowAliveWhenNoSteps") ||
        equals(inputs, "keepJobFlowAliveWhenNoSteps", true))
        ? { argument: "autoTerminationPolicy", found: undefined }
        : undefined,
  ),
  expects("SEC-EMR-public", publicAccess, "blockPublicSecurityGroupRules", true, {
    severity: "warning",
    limit: "true: no cluster of the account in a group that is open to everybody",
    source: CONTROLS,
    fix: "Set blockPublicSecurityGroupRules to true.",
  }),
];
