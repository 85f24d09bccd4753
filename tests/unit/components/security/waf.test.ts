import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Waf, WafArgs } from "../../../../components/security";
import { previewStack } from "../../../../preview/testing";
import { record, refusal } from "../record";

type Inputs = Record<string, unknown>;
interface Rule {
  name: string;
  priority: number;
  action?: Inputs;
  overrideAction?: Inputs;
}

async function rules(args: WafArgs = {}): Promise<Rule[]> {
  const recording = await record(() => new Waf("waf", args));
  return recording.inputs<{ rules: Rule[] }>(aws.wafv2.WebAcl, "waf").rules;
}

describe("Waf", () => {
  it("limits the rate of an address, then asks AWS's rules", async () => {
    const made = await rules();
    assert.deepEqual(
      made.map(({ name, priority }) => [priority, name]),
      [
        [0, "rate-limit"],
        [1, "AWSManagedRulesAmazonIpReputationList"],
        [2, "AWSManagedRulesCommonRuleSet"],
        [3, "AWSManagedRulesKnownBadInputsRuleSet"],
      ],
    );
    assert.deepEqual(made[0].action, { block: {} });
    assert.deepEqual(made[1].overrideAction, { none: {} });
  });

  it("only counts, where that is asked for", async () => {
    const made = await rules({ countOnly: true });
    assert.deepEqual(made[0].action, { count: {} });
    assert.deepEqual(made[1].overrideAction, { count: {} });
  });

  it("logs under the name that WAF wants, without credentials, in the region of its scope", async () => {
    for (const [scope, region] of [
      ["CLOUDFRONT", "us-east-1"],
      ["REGIONAL", undefined],
    ] as const) {
      const plan = await previewStack(() => void new Waf("waf", { scope }));
      const group = plan.get(aws.cloudwatch.LogGroup, "waf-logs");
      assert.match(String(group.inputs.namePrefix), /^aws-waf-logs-/);
      const logging = plan.get(aws.wafv2.WebAclLoggingConfiguration, "waf-logging");
      assert.deepEqual(logging.inputs.redactedFields, [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "cookie" } },
      ]);
      for (const each of [group, logging, plan.get(aws.wafv2.WebAcl, "waf")]) {
        assert.equal(each.inputs.region, region);
      }
    }
  });

  it("refuses a rate that AWS refuses", async () => {
    assert.match(await refusal(() => new Waf("waf", { rateLimit: 9 })), /WAF-02|is 9; allowed: 10/);
  });
});
