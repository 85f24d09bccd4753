import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { KeyPurpose, keyPurposes } from "../../../../components/environment-facts";
import { EncryptionKey } from "../../../../components/security";
import { previewStack } from "../../../../preview/testing";
import { record, Recording, valueOf } from "../record";

interface Statement {
  Sid: string;
  Principal: { Service?: string | string[]; AWS?: string };
  Action: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

function recordKey(purpose: KeyPurpose, region?: string): Promise<Recording<EncryptionKey>> {
  return record(() => {
    const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
    return new EncryptionKey("key", { purpose, region }, { parent });
  });
}

async function statements(purpose: KeyPurpose, region?: string): Promise<Statement[]> {
  const recording = await recordKey(purpose, region);
  const { policy } = recording.inputs<{ policy: string }>(aws.kms.Key, "key");
  return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
}

describe("EncryptionKey", () => {
  it("is rotated, and can be restored for 30 days", async () => {
    const recording = await recordKey("data");
    const key = recording.inputs<aws.kms.KeyArgs>(aws.kms.Key, "key");
    assert.equal(key.enableKeyRotation, true);
    assert.equal(key.deletionWindowInDays, 30);
    assert.equal(recording.count(aws.kms.Alias), 1);
  });

  it("names no one but services, and leaves the rest to IAM", async () => {
    for (const purpose of keyPurposes) {
      const [delegation, ...others] = await statements(purpose);
      assert.equal(delegation.Principal.AWS, "arn:aws:iam::123456789012:root");
      assert.equal(delegation.Action, "kms:*");
      others.forEach(({ Principal }) => assert.deepEqual(Object.keys(Principal), ["Service"]));
    }
  });

  it("binds every service to the account, EventBridge aside", async () => {
    for (const purpose of keyPurposes) {
      for (const { Sid, Condition } of (await statements(purpose)).slice(1)) {
        const bound = JSON.stringify(Condition ?? {}).includes("123456789012");
        assert.equal(bound, Sid !== "DeliverRules", `${purpose} ${Sid}`);
      }
    }
  });

  it("admits for messages what publishes them, alarms included", async () => {
    const services = (await statements("messages")).flatMap(({ Principal }) => Principal.Service);
    for (const service of ["s3", "sns", "cloudwatch", "events"]) {
      assert.ok(services.includes(`${service}.amazonaws.com`), service);
    }
  });

  it("admits for data the delivery of logs, and distributions to read", async () => {
    const [read, deliver] = (await statements("data")).slice(1);
    assert.deepEqual(
      [read.Principal.Service, read.Action],
      ["cloudfront.amazonaws.com", "kms:Decrypt"],
    );
    assert.deepEqual(deliver.Principal.Service, ["delivery.logs.amazonaws.com"]);
    assert.deepEqual(deliver.Action, ["kms:Decrypt", "kms:GenerateDataKey*"]);
  });

  it("admits for logs what CloudWatch Logs encrypts and decrypts with", async () => {
    const [, { Action }] = await statements("logs");
    assert.deepEqual(Action, [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:DescribeKey",
    ]);
  });

  it("has its alias in its own region", async () => {
    const recording = await recordKey("logs", "us-east-1");
    const alias = recording.inputs<aws.kms.AliasArgs>(aws.kms.Alias, "key");
    assert.equal(alias.region, "us-east-1");
  });

  it("is protected and retained, unless it is disposable", async () => {
    const plan = await previewStack(() => {
      new EncryptionKey("kept", { purpose: "data" });
      new EncryptionKey("gone", { purpose: "data", disposable: true });
    });
    const options = (name: string) => {
      const { protect, retainOnDelete } = plan.get(aws.kms.Key, name);
      return [protect, retainOnDelete];
    };
    assert.deepEqual(
      [options("kept"), options("gone")],
      [
        [true, true],
        [false, false],
      ],
    );
  });

  it("admits CloudWatch Logs of its own region", async () => {
    const [, here] = await statements("logs");
    assert.equal(here.Principal.Service, "logs.eu-west-1.amazonaws.com");
    const [, there] = await statements("logs", "us-east-1");
    assert.equal(there.Principal.Service, "logs.us-east-1.amazonaws.com");
    const key = (await recordKey("logs", "us-east-1")).inputs<aws.kms.KeyArgs>(aws.kms.Key, "key");
    assert.equal(key.region, "us-east-1");
  });
});

describe("Environment with keys of the customer", () => {
  it("has one key a purpose, and hands out its ARN", async () => {
    const { made, ...recording } = await record(
      () => new Environment("prod", { region: "eu-west-1", encryption: "customer-managed" }),
    );
    const keys = recording.resources.filter(({ type }) => type === "aws:kms/key:Key");
    assert.deepEqual(
      keys.map(({ name }) => name).sort(),
      keyPurposes.map((p) => `prod-${p}`).sort(),
    );
    const arns = await Promise.all(keyPurposes.map((purpose) => valueOf(made.keyArn(purpose)!)));
    assert.equal(new Set(arns).size, keyPurposes.length);
  });

  it("has none where AWS manages them", async () => {
    const { made, ...recording } = await record(
      () => new Environment("dev", { region: "eu-west-1" }),
    );
    assert.equal(recording.resources.filter(({ type }) => type === "aws:kms/key:Key").length, 0);
    assert.equal(made.keyArn("data"), undefined);
  });
});
