import { custom, excludes, expects, oneOf, pattern, range, refuses, required } from "./base/checks";
import { lb } from "./base/types/lb";
import type { Inputs, Plain, Problem, ResourceRule } from "./base/rule";
import { equals, isAbsent, isRecord, listOf, numberAt, textAt, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference";
const GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html";

/** TLS 1.2 alone: the newest that a classic load balancer speaks. */
export const strongClassicTlsPolicy = "ELBSecurityPolicy-TLS-1-2-2017-01";

const b = lb.classicLoadBalancer;

type Listener = { readonly [key: string]: Plain };

/** Each known listener that breaks a rule, with the argument that is to blame. */
function eachListener(
  inputs: Inputs,
  check: (listener: Listener) => { argument: string; found: Plain } | undefined,
): Problem[] {
  return listOf(valueAt(inputs, "listeners")).flatMap((listener, index) => {
    const problem = isRecord(listener) ? check(listener) : undefined;
    return problem === undefined
      ? []
      : [{ ...problem, argument: `listeners[${index}].${problem.argument}` }];
  });
}

const protocolOf = (listener: Listener, argument: string) =>
  textAt(listener, argument)?.toUpperCase();
const isEncrypted = (protocol: string | undefined) => protocol === "HTTPS" || protocol === "SSL";
const isHttp = (protocol: string) => protocol === "HTTP" || protocol === "HTTPS";

export const sections = { CLB: "Classic load balancers" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "CLB-01-certificate",
    b,
    {
      limit: "a certificate on an HTTPS or SSL listener",
      source: `${API}/API_Listener.html`,
      fix: "Set sslCertificateId.",
    },
    (inputs) =>
      eachListener(inputs, (listener) =>
        isEncrypted(protocolOf(listener, "lbProtocol")) && isAbsent(listener, "sslCertificateId")
          ? { argument: "sslCertificateId", found: undefined }
          : undefined,
      ),
  ),
  custom(
    "CLB-01-plain",
    b,
    {
      limit: "no certificate on an HTTP or TCP listener",
      source: `${API}/API_Listener.html`,
      fix: "Set lbProtocol to HTTPS (SSL for TCP), or remove sslCertificateId.",
    },
    (inputs) =>
      eachListener(inputs, (listener) =>
        ["HTTP", "TCP"].includes(protocolOf(listener, "lbProtocol") ?? "") &&
        !isAbsent(listener, "sslCertificateId")
          ? { argument: "lbProtocol", found: textAt(listener, "lbProtocol") }
          : undefined,
      ),
  ),
  custom(
    "CLB-02",
    b,
    {
      limit: "protocols of one layer on both sides: HTTP and HTTPS, or TCP and SSL",
      source: `${GUIDE}/elb-listener-config.html`,
      fix: "Set instanceProtocol to one of the same layer as lbProtocol.",
    },
    (inputs) =>
      eachListener(inputs, (listener) => {
        const [outside, inside] = ["lbProtocol", "instanceProtocol"].map((argument) =>
          protocolOf(listener, argument),
        );
        return outside !== undefined && inside !== undefined && isHttp(outside) !== isHttp(inside)
          ? { argument: "instanceProtocol", found: inside }
          : undefined;
      }),
  ),
  custom(
    "CLB-03",
    b,
    {
      limit: "each port once",
      source: `${API}/API_CreateLoadBalancerListeners.html`,
      fix: "Give one of the listeners another lbPort.",
    },
    (inputs) => {
      const ports = listOf(valueAt(inputs, "listeners")).map((listener) =>
        isRecord(listener) ? numberAt(listener, "lbPort") : undefined,
      );
      const index = ports.findIndex(
        (port, place) => port !== undefined && ports.indexOf(port) < place,
      );
      return index < 0 ? [] : [{ argument: `listeners[${index}].lbPort`, found: ports[index] }];
    },
  ),
  pattern(
    "CLB-04-target",
    b,
    "healthCheck.target",
    /^((TCP|SSL):\d{1,5}|HTTPS?:\d{1,5}\/[^]{0,1023})$/,
    {
      limit: "TCP:8080 or SSL:8443, or HTTP:8080/path or HTTPS:8443/path",
      source: `${API}/API_HealthCheck.html`,
      fix: "Write protocol, port and, for HTTP, a path.",
    },
  ),
  ...[
    ["healthyThreshold", 2, 10],
    ["unhealthyThreshold", 2, 10],
    ["interval", 5, 300],
    ["timeout", 2, 60],
  ].map(([argument, min, max]) =>
    range(
      `CLB-04-${argument}`,
      b,
      `healthCheck.${argument}`,
      { min: Number(min), max: Number(max) },
      { source: `${API}/API_HealthCheck.html`, fix: "Choose a number in the range." },
    ),
  ),
  custom(
    "CLB-04-order",
    b,
    {
      limit: "a timeout below the interval",
      source: `${API}/API_HealthCheck.html`,
      fix: "Lower healthCheck.timeout, or raise healthCheck.interval.",
    },
    (inputs) => {
      const timeout = numberAt(inputs, "healthCheck.timeout");
      const interval = numberAt(inputs, "healthCheck.interval");
      return timeout !== undefined && interval !== undefined && timeout >= interval
        ? { argument: "healthCheck.timeout", found: timeout }
        : undefined;
    },
  ),
  excludes("CLB-05", b, "subnets", "availabilityZones", {
    source: `${API}/API_CreateLoadBalancer.html`,
    fix: "Keep subnets: zones alone are for the default VPC.",
  }),
  range(
    "CLB-06-idle",
    b,
    "idleTimeout",
    { min: 1, max: 4_000, unit: "seconds" },
    { source: `${GUIDE}/config-idle-timeout.html`, fix: "Choose a number in the range." },
  ),
  range(
    "CLB-06-draining",
    b,
    "connectionDrainingTimeout",
    { min: 1, max: 3_600, unit: "seconds" },
    { source: `${GUIDE}/config-conn-drain.html`, fix: "Set at most an hour." },
  ),
  oneOf("CLB-06-interval", b, "accessLogs.interval", [5, 60], {
    source: `${GUIDE}/enable-access-logs.html`,
    fix: "Set 5 or 60 minutes.",
  }),
  expects("SEC-CLB-draining", b, "connectionDraining", true, {
    severity: "warning",
    limit: "true, so that a server which leaves finishes its requests",
    source: CONTROLS,
    fix: "Set connectionDraining to true.",
  }),
  custom(
    "SEC-CLB-zones",
    b,
    {
      severity: "warning",
      limit: "true, so that zones with fewer servers do not break down first",
      source: CONTROLS,
      fix: "Leave crossZoneLoadBalancing out, or set it to true.",
    },
    (inputs) =>
      equals(inputs, "crossZoneLoadBalancing", false)
        ? { argument: "crossZoneLoadBalancing", found: false }
        : undefined,
  ),
  custom(
    "SEC-CLB-plain",
    b,
    {
      severity: "warning",
      limit: "HTTPS or SSL on what the internet reaches",
      when: (inputs) => isAbsent(inputs, "internal") || equals(inputs, "internal", false),
      source: CONTROLS,
      fix: "Listen to HTTPS with a certificate. A classic load balancer can't redirect: servers can by X-Forwarded-Proto, or take an application load balancer.",
    },
    (inputs) =>
      eachListener(inputs, (listener) =>
        protocolOf(listener, "lbProtocol") === "HTTP"
          ? { argument: "lbProtocol", found: textAt(listener, "lbProtocol") }
          : undefined,
      ),
  ),
  refuses("SEC-CLB-desync", b, "desyncMitigationMode", /^monitor$/, {
    severity: "warning",
    limit: "defensive or strictest: monitor lets requests through that can be read in two ways",
    source: CONTROLS,
    fix: "Leave desyncMitigationMode out, or set it to defensive.",
  }),
  required("SEC-CLB-group", b, "securityGroups", {
    severity: "warning",
    limit: "a security group of its own; left out, it is the VPC's default one",
    source: `${GUIDE}/elb-vpc-security-groups.html`,
    fix: "Set securityGroups to a group that is open on the listeners' ports and nothing else.",
  }),
];
