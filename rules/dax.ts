import { custom, expects, oneOf, pattern, range } from "./base/checks";
import { dax } from "./base/types/dax";
import type { ResourceRule } from "./base/rule";
import { numberAt, valueAt } from "./base/values";

const API =
  "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_dax_CreateCluster.html";
const PARAMETERS =
  "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.cluster-management.html";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html";

/** Nodes of a cluster: one takes writes, ten copies answer reads. */
export const daxNodes = { min: 1, max: 11, unit: "nodes" };

const { daxCluster: cluster, parameterGroup } = dax;

export const sections = { DAX: "DAX" };

export const resourceRules: readonly ResourceRule[] = [
  pattern("DAX-02-name", cluster, "clusterName", /^[a-z](-?[a-z0-9])*$/, {
    limit: "lower-case letters, digits and single hyphens, beginning with a letter",
    source: API,
    fix: "Rename the cluster.",
  }),
  pattern("DAX-02-length", cluster, "clusterName", /^.{1,20}$/, {
    limit: "1 to 20 characters",
    source: API,
    fix: "Shorten the name.",
  }),
  oneOf("DAX-02-endpoint", cluster, "clusterEndpointEncryptionType", ["NONE", "TLS"], {
    source: API,
    fix: "Set it to TLS.",
  }),
  range("DAX-03", cluster, "replicationFactor", daxNodes, {
    source: API,
    fix: "Have 1 to 11 nodes.",
  }),
  custom(
    "DAX-03-zones",
    cluster,
    {
      limit: "as many availabilityZones as replicationFactor says, or none",
      source: API,
      fix: "Name one zone for each node, or leave them to DAX.",
    },
    (inputs) => {
      const zones = valueAt(inputs, "availabilityZones");
      const nodes = numberAt(inputs, "replicationFactor");
      return Array.isArray(zones) &&
        zones.length > 0 &&
        nodes !== undefined &&
        zones.length !== nodes
        ? { argument: "availabilityZones", found: zones.length }
        : undefined;
    },
  ),
  oneOf(
    "DAX-04-parameter",
    parameterGroup,
    "parameters.*.name",
    ["query-ttl-millis", "record-ttl-millis"],
    { source: PARAMETERS, fix: "Name one of these: a group has no others." },
  ),
  pattern("DAX-04-time", parameterGroup, "parameters.*.value", /^\d+$/, {
    limit: "a number of milliseconds",
    source: PARAMETERS,
    fix: 'Write it as "300000".',
  }),
  expects("SEC-DAX-rest", cluster, "serverSideEncryption.enabled", true, {
    severity: "warning",
    limit: "true; a standing cluster can't be encrypted later",
    source: CONTROLS,
    fix: "Set serverSideEncryption to { enabled: true }.",
  }),
  expects("SEC-DAX-transit", cluster, "clusterEndpointEncryptionType", "TLS", {
    severity: "warning",
    limit: "TLS, so that nobody on the network reads along; a standing cluster can't change",
    source: CONTROLS,
    fix: "Set clusterEndpointEncryptionType to TLS, and connect to daxs:// on port 9111.",
  }),
];
