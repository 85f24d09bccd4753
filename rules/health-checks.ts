/** How load balancers ask what stands behind them. */
import { absent, custom, range } from "./base/checks";
import { lb } from "./base/types/lb";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, numberAt, textAt } from "./base/values";

const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";
const GROUP = `${API}/API_CreateTargetGroup.html`;
const targetGroups = [lb.targetGroup, lb.albTargetGroup];

/** Protocols of groups behind an application load balancer. */
const isHttp = (inputs: Inputs) => ["HTTP", "HTTPS"].includes(textAt(inputs, "protocol") ?? "");
const isAskedByTcp = (inputs: Inputs) => equals(inputs, "healthCheck.protocol", "TCP");

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "ELB-07-protocol",
    targetGroups,
    {
      limit: "a health check by HTTP or HTTPS where the group's protocol is one of them",
      when: (inputs) => isHttp(inputs) && isAskedByTcp(inputs),
      source: GROUP,
      fix: "Set healthCheck.protocol to HTTP or HTTPS.",
    },
    () => ({ argument: "healthCheck.protocol", found: "TCP" }),
  ),
  ...["path", "matcher"].map((argument) =>
    absent(`ELB-07-${argument}`, targetGroups, `healthCheck.${argument}`, {
      when: (inputs) => !isHttp(inputs) && isAskedByTcp(inputs),
      limit: `no ${argument} in a health check by TCP, which asks for a connection alone`,
      source: GROUP,
      fix: `Remove healthCheck.${argument}, or ask by HTTP.`,
    }),
  ),
  custom(
    "ELB-07-codes",
    targetGroups,
    {
      limit:
        "codes such as 200 or 200-299, from 200 to 499 (to 599 behind a network load balancer); with GRPC from 0 to 99",
      source: `${API}/API_Matcher.html`,
      fix: "Name the codes of a healthy answer in healthCheck.matcher.",
    },
    (inputs) => {
      const found = textAt(inputs, "healthCheck.matcher");
      if (found === undefined) return undefined;
      const [least, most] = codesOf(inputs);
      const isCode = (text: string) =>
        /^\d{1,3}$/.test(text) && Number(text) >= least && Number(text) <= most;
      const parts = found.split(",").map((part) => part.trim().split("-"));
      const isRange = (part: string[]) =>
        part.every(isCode) && (part.length === 1 || Number(part[0]) <= Number(part[1]));
      return parts.every((part) => part.length <= 2 && isRange(part))
        ? undefined
        : { argument: "healthCheck.matcher", found };
    },
  ),
  custom(
    "ELB-07-timeout",
    targetGroups,
    {
      limit: "a timeout below the interval",
      source: GROUP,
      fix: "Lower healthCheck.timeout, or ask less often.",
    },
    (inputs) => {
      const timeout = numberAt(inputs, "healthCheck.timeout");
      const interval = numberAt(inputs, "healthCheck.interval", 30);
      return timeout !== undefined && interval !== undefined && timeout >= interval
        ? { argument: "healthCheck.timeout", found: timeout }
        : undefined;
    },
  ),
  range(
    "ELB-07-interval",
    targetGroups,
    "healthCheck.interval",
    { min: 5, max: 300, unit: "seconds" },
    { source: GROUP, fix: "Set 5 to 300 seconds." },
  ),
];

function codesOf(inputs: Inputs): readonly [least: number, most: number] {
  if (equals(inputs, "protocolVersion", "GRPC")) return [0, 99];
  return isHttp(inputs) || equals(inputs, "targetType", "lambda") ? [200, 499] : [200, 599];
}
