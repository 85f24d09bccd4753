/** A web access control list: what filters requests before anything answers them. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { sentAfter } from "../base/origin-header";
import { logGroupArgs } from "../base/log-groups";
import { OriginHeader, WebAcl } from "../contracts";

/** Rules that AWS keeps up to date, asked in this order. */
export const managedRuleGroups = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesAnonymousIpList",
  "AWSManagedRulesSQLiRuleSet",
  "AWSManagedRulesLinuxRuleSet",
  "AWSManagedRulesUnixRuleSet",
  "AWSManagedRulesAdminProtectionRuleSet",
] as const;
export type ManagedRuleGroup = (typeof managedRuleGroups)[number];

/** Addresses with a bad name, the usual attacks, and inputs that are known to be bad (Log4j). */
const DEFAULT_GROUPS: readonly ManagedRuleGroup[] = managedRuleGroups.slice(0, 3);
const DEFAULT_RATE_LIMIT = 2_000;
/** Where web ACLs of CloudFront live (WAF developer guide, "How AWS WAF works with CloudFront"). */
const EDGE_REGION = "us-east-1";

export interface WafArgs {
  /** `CLOUDFRONT` for distributions, `REGIONAL` for load balancers and REST APIs of the region. Default: `REGIONAL`. Cannot be changed later. */
  scope?: WebAcl["scope"];
  /** Groups of rules that AWS keeps. Default: bad addresses, the common rule set and known bad inputs. Each costs $1 a month. */
  managedGroups?: readonly ManagedRuleGroup[];
  /** Requests that one address may make in five minutes. Default: 2,000. Limit: 10 to 2,000,000,000. */
  rateLimit?: number;
  /** True to count what the rules find, and let it through: to see what they would do. Default: false. */
  countOnly?: boolean;
  /** A header that every request must have, else the answer is 403: what a CDN adds, such as an `OriginSecret`. Costs $1 a month. Default: none. */
  requiredHeader?: OriginHeader;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    webAcl: aws.wafv2.WebAclArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    logging: aws.wafv2.WebAclLoggingConfigurationArgs;
  }>;
}

/**
 * A web ACL of AWS WAF: rules that AWS keeps up to date, a limit of requests for each address, and a
 * log of all requests, without the headers that carry credentials. What no rule stops is let through.
 * HTTP APIs can't have one: put a distribution before them.
 *
 * Creates: the web ACL, its log group (`aws-waf-logs-...`, as WAF wants it) and the logging between
 * them; for `CLOUDFRONT` all in us-east-1. Costs $9 a month ($5, and $1 for each of 4 rules), $0.60 for
 * a million requests, and what the logs take.
 *
 * @example
 * const waf = new Waf("edge-waf", { scope: "CLOUDFRONT", rateLimit: 1000 });
 */
export class Waf extends Component implements WebAcl {
  readonly arn: pulumi.Output<string>;
  readonly scope: WebAcl["scope"];
  readonly originHeader?: OriginHeader;
  readonly logGroupName: pulumi.Output<string>;
  readonly nodes: { readonly webAcl: aws.wafv2.WebAcl };

  constructor(name: string, args: WafArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:security:Waf", name, args, opts);
    this.scope = args.scope ?? "REGIONAL";
    const region = this.scope === "CLOUDFRONT" ? EDGE_REGION : undefined;
    const groups = args.managedGroups ?? DEFAULT_GROUPS;
    const webAcl = this.child(aws.wafv2.WebAcl, main, {
      scope: this.scope,
      region,
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      rules: [
        this.rateRule(args),
        ...groups.map((group, position) =>
          managedRule(group, position + 1, args.countOnly ?? false),
        ),
        ...(args.requiredHeader ? [headerRule(args.requiredHeader, groups.length + 1)] : []),
      ],
    });
    const logGroup = this.child(
      aws.cloudwatch.LogGroup,
      "logs",
      {
        ...logGroupArgs(this.environment, region),
        // WAF takes no group whose name begins otherwise.
        namePrefix: `aws-waf-logs-${pulumi.getProject()}-${pulumi.getStack()}-${name}-`,
        region,
      },
      { key: "logGroup" },
    );
    const asked = args.requiredHeader ? [args.requiredHeader.name.toLowerCase()] : [];
    const secretHeaders = ["authorization", "cookie", ...asked];
    this.child(aws.wafv2.WebAclLoggingConfiguration, "logging", {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: secretHeaders.map((header) => ({ singleHeader: { name: header } })),
      region,
    });
    this.arn = webAcl.arn;
    this.logGroupName = logGroup.name;
    this.originHeader = args.requiredHeader && sentAfter(args.requiredHeader, [webAcl]);
    this.nodes = { webAcl };
  }

  private rateRule({
    rateLimit = DEFAULT_RATE_LIMIT,
    countOnly = false,
  }: WafArgs): aws.types.input.wafv2.WebAclRule {
    return {
      name: "rate-limit",
      priority: 0,
      action: countOnly ? { count: {} } : { block: {} },
      statement: { rateBasedStatement: { limit: rateLimit, aggregateKeyType: "IP" } },
      visibilityConfig: visibility("rate-limit"),
    };
  }
}

/** Stops what has none of the header's values. */
function headerRule(
  { name, values }: OriginHeader,
  priority: number,
): aws.types.input.wafv2.WebAclRule {
  const matches: aws.types.input.wafv2.WebAclRuleStatement[] = values.map((searchString) => ({
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { name: name.toLowerCase() } },
      positionalConstraint: "EXACTLY",
      searchString,
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  }));
  return {
    name: "required-header",
    priority,
    action: { block: {} },
    statement: { notStatement: { statement: { orStatement: { statements: matches } } } },
    visibilityConfig: visibility("required-header"),
  };
}

function managedRule(
  group: ManagedRuleGroup,
  priority: number,
  countOnly: boolean,
): aws.types.input.wafv2.WebAclRule {
  return {
    name: group,
    priority,
    overrideAction: countOnly ? { count: {} } : { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
    visibilityConfig: visibility(group),
  };
}

function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
