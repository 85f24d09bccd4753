import assert from "node:assert/strict";
import { Environment, EnvironmentArgs } from "../../../components/environment";
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
