import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment, EnvironmentArgs } from "../../../components/environment";
import { keyPurposes } from "../../../components/environment-facts";
import { previewStack } from "../../../preview/testing";
import { record, refusal, valueOf } from "./record";

const provider = async (args: EnvironmentArgs) => {
  const recording = await record(() => new Environment("prod", args));
  return recording.inputs<Record<string, string>>("pulumi:providers:aws", "prod");
};

describe("Environment", () => {
  it("has one provider with region, account guard and default tags", async () => {
    const inputs = await provider({
      region: "eu-west-1",
      account: "123456789012",
      costCentre: "photos",
    });
    assert.equal(inputs.region, "eu-west-1");
    assert.deepEqual(JSON.parse(inputs.allowedAccountIds), ["123456789012"]);
    assert.deepEqual(JSON.parse(inputs.defaultTags), {
      tags: { Project: "strata", Stack: "test", CostCentre: "photos" },
    });
  });

  it("asks AWS for the account where none is given", async () => {
    const { made } = await record(() => new Environment("dev", { region: "eu-west-1" }));
    assert.match(await valueOf(made.accountId), /^\d{12}$/);
    assert.equal("allowedAccountIds" in (await provider({ region: "eu-west-1" })), false);
  });

  it("is careful unless told otherwise", async () => {
    const { made } = await record(() => new Environment("dev", { region: "eu-west-1" }));
    assert.deepEqual(
      [made.production, made.logRetentionDays, made.encryption],
      [true, 365, "aws-managed"],
    );
    const chosen = { region: "eu-west-1", production: false, logRetentionDays: 7 };
    const { made: other } = await record(() => new Environment("dev", chosen));
    assert.deepEqual([other.production, other.logRetentionDays], [false, 7]);
  });

  it("tags with the project's name where no cost centre is given", async () => {
    const { defaultTags } = await provider({ region: "eu-west-1" });
    const { tags } = JSON.parse(defaultTags) as { tags: Record<string, string> };
    assert.equal(tags.CostCentre, "strata");
  });

  it("lets its keys go with the stack only outside production", async () => {
    for (const production of [undefined, true, false]) {
      const plan = await previewStack(() => {
        const args = { region: "eu-west-1", encryption: "customer-managed", production } as const;
        new Environment("test", args).alarmTopicArn();
      });
      const keys = plan.find(aws.kms.Key);
      assert.equal(keys.length, keyPurposes.length + 1);
      for (const { name, protect, retainOnDelete } of keys) {
        assert.deepEqual([protect, retainOnDelete], Array(2).fill(production !== false), name);
      }
    }
  });

  it("refuses config keys of the AWS provider, naming ours", async () => {
    const build = () => new Environment("dev", { region: "eu-west-1" });
    const message = await refusal(build, { "aws:region": "us-east-1", "aws:profile": "mine" });
    assert.match(
      message,
      /Pulumi.test.yaml has keys that Strata's own AWS provider would not read/,
    );
    assert.match(message, /aws:region: use strata:environment.region instead/);
    assert.match(message, /aws:profile: use an argument of the provider/);
  });

  for (const [args, said] of [
    [{ region: "eu-west1" }, 'region is "eu-west1"; allowed: an AWS region, such as eu-west-1'],
    [{ region: "eu-west-1a" }, 'region is "eu-west-1a"; allowed: an AWS region'],
    [{ region: "" }, 'region is ""; allowed: an AWS region'],
    [{ account: "12" }, 'account is "12"; allowed: twelve digits'],
    [{ account: "" }, 'account is ""; allowed: twelve digits'],
    [
      { alarmEmails: ["on-call@example.com", "b@example.com", "on-call@example.com"] },
      'alarmEmails is "on-call@example.com"; allowed: each address once',
    ],
  ] as [Partial<EnvironmentArgs>, string][]) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const build = () => new Environment("dev", { region: "eu-west-1", ...args });
      const message = await refusal(build);
      assert.ok(message.startsWith(`Environment "dev": ${said}`), message);
      assert.match(message, /\n {2}fix: ./);
    });
  }
});
