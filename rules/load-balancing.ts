import { absent, atMost, custom, excludes, range, refuses, required } from "./base/checks";
import { lb } from "./base/types/lb";
import { unknown, type Inputs, type ResourceRule } from "./base/rule";
import {
  equals,
  isAbsent,
  isRecord,
  isSet,
  listOf,
  textAt,
  valueAt,
  valuesAt,
} from "./base/values";

const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const LISTENER = `${API}/API_CreateListener.html`;
const GROUP = `${API}/API_CreateTargetGroup.html`;
const RULE = `${API}/API_CreateRule.html`;
const GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application";
const QUOTAS = `${GUIDE}/load-balancer-limits.html`;
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html";

/** Order of a listener's rules; lower ones are asked first. */
export const rulePriority = { min: 1, max: 50_000 };
/** Values in all conditions of one rule together; the quota can't be raised. */
export const mostConditionValues = 5;
/** TLS 1.3, and 1.2 with forward secrecy and authenticated encryption. */
export const strongTlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Policies that still speak TLS 1.0 or 1.1. */
const oldTls =
  /^ELBSecurityPolicy-(2015-05|2016-08|TLS-1-[01]-.*|FS-2018-06|FS-1-1-.*|TLS13-1-[01]-.*)$/;

const listeners = [lb.listener, lb.albListener];
const listenerRules = [lb.listenerRule, lb.albListenerRule];
const loadBalancers = [lb.loadBalancer, lb.albLoadBalancer];
const targetGroups = [lb.targetGroup, lb.albTargetGroup];

const isApplication = (inputs: Inputs) =>
  isAbsent(inputs, "loadBalancerType") || equals(inputs, "loadBalancerType", "application");
const isNetwork = (inputs: Inputs) => equals(inputs, "loadBalancerType", "network");
const isEncrypted = (inputs: Inputs) => ["HTTPS", "TLS"].includes(textAt(inputs, "protocol") ?? "");
const takesFunction = (inputs: Inputs) => equals(inputs, "targetType", "lambda");
const takesAddresses = (inputs: Inputs) =>
  isAbsent(inputs, "targetType") ||
  ["instance", "ip", "alb"].includes(textAt(inputs, "targetType") ?? "");

export const sections = { ELB: "Load balancers" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "ELB-01-certificate",
    listeners,
    {
      limit: "a certificate on an HTTPS or TLS listener",
      when: isEncrypted,
      source: LISTENER,
      fix: "Set certificateArn.",
    },
    (inputs) =>
      isAbsent(inputs, "certificateArn")
        ? { argument: "certificateArn", found: undefined }
        : undefined,
  ),
  custom(
    "ELB-01-plain",
    listeners,
    {
      limit: "no certificate on a listener that is not HTTPS or TLS",
      when: (inputs) =>
        ["HTTP", "TCP", "UDP", "TCP_UDP"].includes(textAt(inputs, "protocol") ?? ""),
      source: LISTENER,
      fix: "Set protocol to HTTPS (TLS on a network load balancer), or remove certificateArn.",
    },
    (inputs) =>
      isSet(inputs, "certificateArn")
        ? { argument: "certificateArn", found: valueAt(inputs, "certificateArn") }
        : undefined,
  ),
  custom(
    "ELB-01-subnets",
    loadBalancers,
    {
      limit: "subnets of two zones or more for an application load balancer",
      when: isApplication,
      source: `${API}/API_CreateLoadBalancer.html`,
      fix: "Name a subnet of a second zone.",
    },
    (inputs) =>
      ["subnets", "subnetMappings"].flatMap((argument) => {
        const found = valueAt(inputs, argument);
        return Array.isArray(found) && listOf(found).length === 1
          ? [{ argument, found: listOf(found).length }]
          : [];
      }),
  ),
  excludes("ELB-01-mappings", loadBalancers, "subnets", "subnetMappings", {
    source: `${API}/API_CreateLoadBalancer.html`,
    fix: "Keep one of them: subnetMappings where subnets have addresses of their own.",
  }),
  absent("ELB-01-address", loadBalancers, "subnetMappings.*.allocationId", {
    when: (inputs) => isApplication(inputs) || equals(inputs, "internal", true),
    limit: "Elastic IPs on a network load balancer that faces the internet, on no other",
    source: `${API}/API_SubnetMapping.html`,
    fix: "Take a network load balancer, or remove allocationId.",
  }),
  ...["port", "protocol", "vpcId"].flatMap((argument) => [
    absent(`ELB-01-function-${argument}`, targetGroups, argument, {
      when: takesFunction,
      limit: `no ${argument} on a group of functions`,
      source: GROUP,
      fix: `Remove ${argument}.`,
    }),
    required(`ELB-01-${argument}`, targetGroups, argument, {
      when: takesAddresses,
      limit: `a ${argument}, which every group but those of functions has`,
      source: GROUP,
      fix: `Set ${argument}.`,
    }),
  ]),
  range("ELB-03-priority", listenerRules, "priority", rulePriority, {
    source: RULE,
    fix: "Choose a number in the range.",
  }),
  custom(
    "ELB-03-values",
    listenerRules,
    {
      limit: `at most ${mostConditionValues} values in all conditions of a rule`,
      source: QUOTAS,
      fix: "Use wildcards, or make a second rule.",
    },
    (inputs) => {
      const found = conditionValues(inputs);
      return found > mostConditionValues ? { argument: "conditions", found } : undefined;
    },
  ),
  atMost("ELB-03-groups", listenerRules, "actions.*.forward.targetGroups", 5, {
    source: QUOTAS,
    fix: "Share the requests among five groups at most.",
  }),
  range(
    "ELB-03-weight",
    listenerRules,
    "actions.*.forward.targetGroups.*.weight",
    { min: 0, max: 999 },
    { source: `${API}/API_TargetGroupTuple.html`, fix: "Give shares such as 90 and 10." },
  ),
  range(
    "ELB-04-idle",
    loadBalancers,
    "idleTimeout",
    { min: 1, max: 4_000, unit: "seconds" },
    {
      source: `${API}/API_LoadBalancerAttribute.html`,
      fix: "Answer longer work with 202 and let the client ask again.",
    },
  ),
  range(
    "ELB-04-deregistration",
    targetGroups,
    "deregistrationDelay",
    { min: 0, max: 3_600, unit: "seconds" },
    { source: `${API}/API_TargetGroupAttribute.html`, fix: "Set at most an hour." },
  ),
  range(
    "ELB-04-slow-start",
    targetGroups,
    "slowStart",
    { min: 30, max: 900, unit: "seconds", also: [0] },
    { source: `${API}/API_TargetGroupAttribute.html`, fix: "Set 0, or 30 to 900 seconds." },
  ),
  refuses("ELB-02", targetGroups, "targetType", /^lambda$/, {
    severity: "info",
    limit: "bodies of at most 1 MB each way where the target is a function",
    source: `${GUIDE}/lambda-functions.html`,
    fix: "Send larger ones through a bucket, by an address that is signed in advance.",
  }),
  refuses("SEC-ELB-tls", listeners, "sslPolicy", oldTls, {
    severity: "warning",
    when: isEncrypted,
    limit: "a policy without TLS 1.0 and 1.1",
    source: `${GUIDE}/describe-ssl-policies.html`,
    fix: `Set ${strongTlsPolicy}.`,
  }),
  required("SEC-ELB-tls-default", listeners, "sslPolicy", {
    severity: "warning",
    when: isEncrypted,
    limit:
      "a policy without TLS 1.0 and 1.1; the provider's default, ELBSecurityPolicy-2016-08, has both",
    source: `${GUIDE}/describe-ssl-policies.html`,
    fix: `Set sslPolicy to ${strongTlsPolicy}.`,
  }),
  custom(
    "SEC-ELB-headers",
    loadBalancers,
    {
      severity: "info",
      limit: "true: requests with malformed headers can be read differently by what stands behind",
      when: isApplication,
      source: CONTROLS,
      fix: "Set dropInvalidHeaderFields to true.",
    },
    (inputs) => {
      const found = valueAt(inputs, "dropInvalidHeaderFields");
      return found === unknown || found === true
        ? undefined
        : { argument: "dropInvalidHeaderFields", found };
    },
  ),
  custom(
    "SEC-ELB-group",
    loadBalancers,
    {
      severity: "warning",
      limit:
        "a security group from the start; a network load balancer without can't be given one later",
      when: isNetwork,
      source:
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html",
      fix: "Set securityGroups.",
    },
    (inputs) => {
      const found = valueAt(inputs, "securityGroups");
      const isEmpty = Array.isArray(found) && found.length === 0;
      return isAbsent(inputs, "securityGroups") || isEmpty
        ? { argument: "securityGroups", found }
        : undefined;
    },
  ),
];

/** Values of all conditions; what is not known yet counts as one. */
function conditionValues(inputs: Inputs): number {
  return valuesAt(inputs, "conditions.*").reduce((sum, { value }) => {
    if (!isRecord(value)) return sum;
    const lists = ["hostHeader", "pathPattern", "httpHeader", "httpRequestMethod", "sourceIp"];
    const listed = lists.flatMap((kind) => listOf(valueAt(value, `${kind}.values`)));
    return sum + listed.length + listOf(valueAt(value, "queryStrings")).length;
  }, 0);
}
