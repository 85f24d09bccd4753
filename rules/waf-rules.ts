/** Rules and address sets of AWS WAF: what WAFInvalidParameterException and its like are about. */
import { custom, oneOf, pattern } from "./base/checks";
import { wafv2 } from "./base/types/wafv2";
import type { Inputs, Problem, ResourceRule } from "./base/rule";
import { isAbsent, isRecord, textAt, valueAt, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/waf/latest/APIReference";

const ADDRESSES: Readonly<Record<string, RegExp>> = {
  IPV4: /^(\d{1,3}\.){3}\d{1,3}\/([1-9]|[12]\d|3[0-2])$/,
  IPV6: /^[0-9a-f:]*:[0-9a-f:.]*\/([1-9]|[1-9]\d|1[01]\d|12[0-8])$/i,
};

export const resourceRules: readonly ResourceRule[] = [
  oneOf("WAF-06", [wafv2.webAcl, wafv2.ipSet], "scope", ["REGIONAL", "CLOUDFRONT"], {
    source: `${API}/API_CreateWebACL.html`,
    fix: "Use REGIONAL for load balancers and APIs, CLOUDFRONT for distributions.",
  }),
  custom(
    "WAF-06-action",
    wafv2.webAcl,
    {
      limit: "overrideAction for a rule that takes a group of rules, action for each other one",
      source: `${API}/API_Rule.html`,
      fix: "Give a managed group overrideAction: { none: {} }, and a rule of your own action: { block: {} }.",
    },
    (inputs) =>
      valuesAt(inputs, "rules.*").flatMap(({ path, value }): Problem[] => {
        if (!isRecord(value) || !isRecord(value.statement)) return [];
        const [right, wrong] = takesGroup(value.statement)
          ? ["overrideAction", "action"]
          : ["action", "overrideAction"];
        return isAbsent(value, right) || !isAbsent(value, wrong)
          ? [
              {
                argument: `${path}.${right}`,
                found: value[right],
                limit: `${right}, and no ${wrong}`,
              },
            ]
          : [];
      }),
  ),
  ...["visibilityConfig", "rules.*.visibilityConfig"].map((path, index) =>
    pattern(
      `WAF-06-metric${index === 0 ? "" : "-rule"}`,
      wafv2.webAcl,
      `${path}.metricName`,
      /^[\w#:./-]{1,255}$/,
      {
        limit: "letters, digits and _ # : . / - in a metric's name",
        source: `${API}/API_VisibilityConfig.html`,
        fix: "Take spaces out.",
      },
    ),
  ),
  custom(
    "WAF-06-addresses",
    wafv2.ipSet,
    {
      limit:
        "blocks such as 203.0.113.7/32, of the version that ipAddressVersion says, and none of /0",
      source: `${API}/API_CreateIPSet.html`,
      fix: "Add /32 to one address of IPv4, /128 to one of IPv6; cover everything by two blocks of /1.",
    },
    (inputs) => {
      const form = ADDRESSES[textAt(inputs, "ipAddressVersion") ?? ""];
      if (form === undefined) return [];
      return valuesAt(inputs, "addresses.*").flatMap(({ path, value }) =>
        typeof value === "string" && !form.test(value) ? [{ argument: path, found: value }] : [],
      );
    },
  ),
  custom(
    "WAF-06-forwarded",
    wafv2.webAcl,
    {
      limit: "forwardedIpConfig where requests are counted by FORWARDED_IP",
      source: `${API}/API_RateBasedStatement.html`,
      fix: "Say the header's name and a fallbackBehavior.",
    },
    (inputs) =>
      valuesAt(inputs, "rules.*.statement.rateBasedStatement").flatMap(({ path, value }) =>
        isRecord(value) &&
        value.aggregateKeyType === "FORWARDED_IP" &&
        isAbsent(value, "forwardedIpConfig")
          ? [{ argument: `${path}.forwardedIpConfig`, found: undefined }]
          : [],
      ),
  ),
];

function takesGroup(statement: Inputs): boolean {
  return ["managedRuleGroupStatement", "ruleGroupReferenceStatement"].some(
    (each) => valueAt(statement, each) !== undefined,
  );
}
