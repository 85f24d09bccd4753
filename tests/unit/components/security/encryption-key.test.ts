import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { KeyPurpose, keyPurposes } from "../../../../components/base/environment-facts";
import { Distribution } from "../../../../components/cdn";
import { Bucket } from "../../../../components/data";
import { Queue } from "../../../../components/decoupling";
import { EncryptionKey } from "../../../../components/security";
import { previewStack } from "../../../../preview/testing";
import { record, Recording, valueOf } from "../record";

interface Statement {
  Sid: string;
  Principal: { Service?: string | string[]; AWS?: string };
  Action: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

function recordKey(
  purpose: KeyPurpose,
  region?: string,
  admitted: readonly string[] = [],
): Promise<Recording<EncryptionKey>> {
  return record(() => {
    const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
    const key = new EncryptionKey("key", { purpose, region }, { parent });
    admitted.forEach((service) => key.admit(`${service}.amazonaws.com`));
    return key;
  });
}

async function statements(
  purpose: KeyPurpose,
  region?: string,
  admitted: readonly string[] = [],
): Promise<Statement[]> {
  const recording = await recordKey(purpose, region, admitted);
  const { policy } = recording.inputs<{ policy: string }>(aws.kms.Key, "key");
  return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
}

const publishers = ["s3", "sns", "cloudwatch", "events"];

describe("EncryptionKey", () => {
  it("is rotated, and can be restored for 30 days", async () => {
    const recording = await recordKey("data");
    const key = recording.inputs<aws.kms.KeyArgs>(aws.kms.Key, "key");
    assert.equal(key.enableKeyRotation, true);
    assert.equal(key.deletionWindowInDays, 30);
    assert.equal(recording.count(aws.kms.Alias), 1);
  });

  it("names nobody but the account, and CloudWatch Logs on keys for logs, until a service is admitted", async () => {
    for (const purpose of keyPurposes) {
      const [delegation, ...others] = await statements(purpose);
      assert.equal(delegation.Principal.AWS, "arn:aws:iam::123456789012:root");
      assert.equal(delegation.Action, "kms:*");
      const services = others.map(({ Principal }) => Principal.Service);
      assert.deepEqual(services, purpose === "logs" ? ["logs.eu-west-1.amazonaws.com"] : []);
    }
  });

  it("admits each service once, bound to the account, EventBridge aside", async () => {
    const [, ...found] = await statements("messages", undefined, [...publishers, "s3", "s3"]);
    assert.deepEqual(
      found.map(({ Principal }) => Principal.Service),
      publishers.map((service) => `${service}.amazonaws.com`),
    );
    for (const { Sid, Action, Condition } of found) {
      assert.deepEqual(Action, ["kms:Decrypt", "kms:GenerateDataKey*"]);
      const bound = { StringEquals: { "aws:SourceAccount": "123456789012" } };
      assert.deepEqual(Condition, Sid === "UseByEventsAmazonawsCom" ? undefined : bound, Sid);
    }
    const ids = found.map(({ Sid }) => Sid);
    assert.ok(ids.every((id) => /^[A-Za-z0-9]+$/.test(id)) && new Set(ids).size === ids.length);
  });

  it("lets distributions of the account read, and no more", async () => {
    const [, read] = await statements("data", undefined, ["cloudfront"]);
    assert.equal(read.Action, "kms:Decrypt");
    const source = "arn:aws:cloudfront::123456789012:distribution/*";
    assert.deepEqual(read.Condition, { ArnLike: { "aws:SourceArn": source } });
  });

  it("admits nobody once the program has ended", async () => {
    const { made } = await recordKey("messages");
    assert.throws(() => made.admit("s3.amazonaws.com"), /policy of key "key" is already complete/);
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

  it("admit to a key only those services that the program has use for", async () => {
    const servicesOf = async (build: (inside: { parent: Environment }) => void) => {
      const plan = await previewStack(() => {
        const args = { region: "eu-west-1", encryption: "customer-managed" } as const;
        build({ parent: new Environment("prod", { ...args, account: "123456789012" }) });
      });
      plan.assertNoErrors();
      const keys = plan.find(aws.kms.Key).map(({ name, inputs }) => {
        const { Statement } = JSON.parse(inputs.policy as string) as { Statement: Statement[] };
        return [name, Statement.flatMap(({ Principal }) => Principal.Service ?? [])] as const;
      });
      return Object.fromEntries(keys);
    };
    const nothing = { "prod-data": [], "prod-messages": [], "prod-secrets": [] };
    const logs = { "prod-logs": ["logs.eu-west-1.amazonaws.com"] };
    assert.deepEqual(await servicesOf(() => undefined), { ...nothing, ...logs });
    assert.deepEqual(
      await servicesOf((inside) => {
        new Bucket("uploads", {}, inside).notify("all", new Queue("uploads", {}, inside));
      }),
      { ...nothing, ...logs, "prod-messages": ["s3.amazonaws.com"] },
    );
    assert.deepEqual(
      await servicesOf((inside) => {
        const origins = { site: new Bucket("site", {}, inside) };
        new Distribution("cdn", { origins, logs: new Bucket("logs", {}, inside) }, inside);
      }),
      {
        ...{ ...nothing, ...logs },
        "prod-data": ["cloudfront.amazonaws.com", "delivery.logs.amazonaws.com"],
      },
    );
    assert.deepEqual(await servicesOf(({ parent }) => void parent.alarmTopicArn()), {
      ...{ ...nothing, ...logs },
      "prod-alarms-key": ["cloudwatch.amazonaws.com"],
    });
  });
});
