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
});
