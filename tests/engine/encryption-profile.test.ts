/** The encryption profile goes both ways: nothing that holds data is replaced, and no key goes that data lies under. */
import * as assert from "node:assert/strict";
import type { EncryptionArgs, EncryptionProfile } from "../../components/base/environment-facts";
import { Bucket, Table } from "../../components/data";
import { Queue } from "../../components/decoupling";
import { Environment } from "../../components/environment";
import { LogGroup } from "../../components/observability";
import { Secret } from "../../components/security";
import { cliOrSkip } from "./cli";
import { Backend, StackLife } from "./stack-life";

describe("the encryption profile", () => {
  let backend: Backend;
  let stack: StackLife;
  let encryption: EncryptionProfile | EncryptionArgs = "customer-managed";

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
    stack = await backend.stack({
      project: "profiles",
      stack: "prod",
      settings: "config:\n  strata:none: 0\n",
      program: async () => {
        const given = { region: "eu-west-1", account: "123456789012", encryption };
        const parent = new Environment("prod", given);
        new Table("photos", { hashKey: "id" }, { parent });
        new Bucket("originals", {}, { parent });
        new Queue("uploads", {}, { parent });
        new LogGroup("lines", {}, { parent });
        new Secret("password", {}, { parent });
      },
    });
    await stack.up();
  });

  after(() => backend?.stop());

  const stepsOf = async (to: typeof encryption) => {
    encryption = to;
    const { steps } = await stack.up();
    return [...steps].map(([urn, step]) => `${step} ${urn.split("::").slice(-1)[0]}`);
  };
  const keys = () =>
    backend.cloud.live
      .filter(({ type }) => type === "aws:kms/key:Key")
      .map(({ urn }) => urn.split("::")[3])
      .sort();
  const all = ["prod-data", "prod-logs", "prod-messages", "prod-secrets"];

  it("is left with the keys kept, and taken up again, without a replacement", async () => {
    const keepKeys = ["data", "messages", "logs", "secrets"] as const;
    const left = await stepsOf({ profile: "aws-managed", keepKeys });
    assert.deepEqual(keys(), all);
    const back = await stepsOf("customer-managed");
    assert.deepEqual(keys(), all);
    for (const steps of [left, back]) {
      assert.ok(steps.length > 0);
      assert.deepEqual(
        steps.filter((step) => !step.startsWith("update ")),
        [],
      );
    }
  });

  it("is not left while that would delete a key: the update stops there, and names it", async () => {
    encryption = "aws-managed";
    const text = await stack.failure(() => stack.up());
    assert.match(text, /prod-(data|logs|messages|secrets)/);
    assert.match(text, /protect/);
    assert.deepEqual(keys(), all);
  });
});
