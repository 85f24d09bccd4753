import { custom, pattern, range, refuses } from "./base/checks";
import { wafv2 } from "./base/types/wafv2";
import type { ResourceRule } from "./base/rule";
import { equals, textAt, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/waf/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/waf/latest/developerguide";

/** Requests of one address in the evaluation window. */
export const wafRateLimit = { min: 10, max: 2_000_000_000, unit: "requests" };

export const sections = { WAF: "Web ACLs" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "WAF-01",
    wafv2.webAcl,
    {
      limit: "us-east-1 for scope CLOUDFRONT",
      when: (inputs) => equals(inputs, "scope", "CLOUDFRONT"),
      source: `${API}/API_CreateWebACL.html`,
      fix: 'Set region: "us-east-1".',
    },
    (inputs) => {
      const found = textAt(inputs, "region");
      return found !== undefined && found !== "us-east-1"
        ? { argument: "region", found }
        : undefined;
    },
  ),
  range("WAF-02", wafv2.webAcl, "rules.*.statement.rateBasedStatement.limit", wafRateLimit, {
    source: `${API}/API_RateBasedStatement.html`,
    fix: "Set at least 10 requests.",
  }),
  custom(
    "WAF-03",
    wafv2.webAcl,
    {
      limit: "a priority of its own for each rule",
      source: `${API}/API_Rule.html`,
      fix: "Number the rules in the order in which they are asked.",
    },
    (inputs) => {
      const places = valuesAt(inputs, "rules.*.priority").filter(
        ({ value }) => typeof value === "number",
      );
      return places
        .filter(({ value }, index) => places.slice(0, index).some((other) => other.value === value))
        .map(({ path, value }) => ({ argument: path, found: value }));
    },
  ),
  refuses("WAF-04", wafv2.webAclAssociation, "resourceArn", /^arn:[^:]*:cloudfront:/, {
    limit: "a regional resource; a distribution names its web ACL itself",
    source: `${API}/API_AssociateWebACL.html`,
    fix: "Set webAclId of the distribution, and remove the association.",
  }),
  refuses(
    "WAF-04-http",
    wafv2.webAclAssociation,
    "resourceArn",
    /^arn:[^:]*:apigateway:[^:]*::\/apis\//,
    {
      limit: "a stage of a REST API; HTTP APIs have no web ACL",
      source: `${GUIDE}/how-aws-waf-works-resources.html`,
      fix: "Put a distribution with a web ACL before the HTTP API, or make it a REST API.",
    },
  ),
  pattern("WAF-05", wafv2.webAclLogging, "logDestinationConfigs.*", /[:/]aws-waf-logs-/, {
    limit: "a log group, bucket or stream whose name begins with aws-waf-logs-",
    source: `${GUIDE}/logging-destinations.html`,
    fix: "Name it aws-waf-logs-...",
  }),
];
