import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment, EnvironmentArgs } from "../../../components/environment";
import { keyPurposes } from "../../../components/base/environment-facts";
import { previewStack } from "../../../preview/testing";
import { countPlaceholders } from "../../../preview/host/placeholders";
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

  it("refuses regions that do not exist or are of another partition, unless they are newer", async () => {
    await assert.rejects(
      provider({ region: "eu-west-7" }),
      /region is "eu-west-7"; allowed: an AWS region/,
    );
    await assert.rejects(provider({ region: "us-gov-west-1" }), /not of China or GovCloud/);
    await assert.rejects(provider({ region: "cn-north-1" }), /not of China or GovCloud/);
    await provider({ region: "eu-west-7", newerRegions: { "eu-west-7": ["a"] } });
  });

  it("refuses a cost centre that is no tag", async () => {
    const args = { region: "eu-west-1", costCentre: "R&D (Photos)" };
    await assert.rejects(provider(args), /costCentre is "R&D \(Photos\)"; allowed: letters/);
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

  it("lets the key of alarms go with the stack, that of messages outside production, the others never", async () => {
    for (const production of [undefined, true, false]) {
      const plan = await previewStack(() => {
        const args = { region: "eu-west-1", encryption: "customer-managed", production } as const;
        new Environment("test", args).alarmTopicArn();
      });
      const keys = plan.find(aws.kms.Key);
      assert.equal(keys.length, keyPurposes.length + 1);
      for (const { name, protect, retainOnDelete } of keys) {
        const kept =
          !name.endsWith("-alarms-key") && (production !== false || !name.endsWith("-messages"));
        assert.deepEqual([protect, retainOnDelete], [kept, kept], name);
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
    [{ accountConcurrency: 9 }, "accountConcurrency is 9; allowed: a whole number from 10"],
    [{ accountConcurrency: 99.5 }, "accountConcurrency is 99.5; allowed: a whole number"],
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

  describe("with placeholders", () => {
    const placeholders = [
      { key: "strata:environment.account", value: "123456789012", fix: "set your account" },
      { key: "strata:dns.domain", value: "example.com", fix: "set a domain of your own" },
    ];
    const build = (list = placeholders) =>
      new Environment("dev", { region: "eu-west-1", placeholders: list });

    it("refuses all of them in one error", async () => {
      assert.equal(
        await refusal(() => build()),
        [
          "Pulumi.test.yaml has 2 placeholders to set before it can be deployed (docs/deploying.md):",
          '  strata:environment.account: "123456789012"; set your account',
          '  strata:dns.domain: "example.com"; set a domain of your own',
        ].join("\n"),
      );
    });

    it("refuses a single one, and takes none", async () => {
      assert.match(await refusal(() => build([placeholders[0]])), /has 1 placeholder to set/);
      const { made } = await record(() => build([]));
      assert.equal(made.homeRegion, "eu-west-1");
    });

    it("lets a marked run have them, and only as long as it is marked", async () => {
      const unmark = countPlaceholders();
      try {
        const { made } = await record(() => build());
        assert.equal(made.homeRegion, "eu-west-1");
      } finally {
        unmark();
      }
      assert.match(await refusal(() => build()), /2 placeholders/);
    });

    it("are counted by previewStack, at the environment, apart from findings", async () => {
      const plan = await previewStack(() => {
        build();
      });
      plan.assertNoErrors();
      const environment = plan.get("strata:index:Environment", "dev");
      assert.deepEqual(plan.findingsOf("placeholder"), [
        {
          ...{ rule: "placeholder", severity: "info", urn: environment.urn, placeholder: true },
          message: 'strata:dns.domain is "example.com"',
          fix: "set a domain of your own",
        },
        {
          ...{ rule: "placeholder", severity: "info", urn: environment.urn, placeholder: true },
          message: 'strata:environment.account is "123456789012"',
          fix: "set your account",
        },
      ]);
      assert.equal(process.env.STRATA_PLACEHOLDERS, undefined, "the mark is gone after the run");
    });
  });
});
