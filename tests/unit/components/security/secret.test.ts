import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { encryptionProfiles } from "../../../../components/base/environment-facts";
import { Secret } from "../../../../components/security";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";

describe("Secret", () => {
  it("is a place without a value, that can be restored for 30 days", async () => {
    const recording = await record(() => new Secret("lab-key", { description: "API key" }));
    const secret = recording.inputs<aws.secretsmanager.SecretArgs>(
      aws.secretsmanager.Secret,
      "lab-key",
    );
    assert.equal(secret.description, "API key");
    assert.equal(secret.recoveryWindowInDays, 30);
    assert.equal(recording.count(aws.secretsmanager.SecretVersion), 0);
  });

  it("can be restored as long as is asked for", async () => {
    const recording = await record(() => new Secret("lab-key", { recoveryWindowInDays: 7 }));
    const secret = recording.inputs<aws.secretsmanager.SecretArgs>(
      aws.secretsmanager.Secret,
      "lab-key",
    );
    assert.equal(secret.recoveryWindowInDays, 7);
  });

  it("is encrypted with the customer's key where there is one", async () => {
    for (const encryption of encryptionProfiles) {
      const recording = await record(() => {
        const parent = new Environment("test", { region: "eu-west-1", encryption });
        new Secret("lab-key", {}, { parent });
        return parent.keyArn("secrets");
      });
      const { kmsKeyId } = recording.inputs<aws.secretsmanager.SecretArgs>(
        aws.secretsmanager.Secret,
        "lab-key",
      );
      assert.equal(kmsKeyId, recording.made && (await valueOf(recording.made)));
      assert.equal(kmsKeyId === undefined, encryption === "aws-managed");
    }
  });

  it("is protected and retained, unless it is disposable", async () => {
    const plan = await previewStack(() => {
      new Secret("kept");
      new Secret("gone", { disposable: true });
    });
    const options = (name: string) => {
      const { protect, retainOnDelete } = plan.get(aws.secretsmanager.Secret, name);
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

  for (const recoveryWindowInDays of [3, 31, 7.5, -1]) {
    it(`refuses to be restorable for ${recoveryWindowInDays} days, which AWS does`, async () => {
      const message = await refusal(() => new Secret("lab-key", { recoveryWindowInDays }));
      assert.match(message, /^Secret "lab-key" .*breaks a rule/);
      assert.ok(
        message.includes(
          `SM-01: recoveryWindowInDays is ${recoveryWindowInDays}; allowed: 0 or 7 to 30 days. Fix: `,
        ),
        message,
      );
    });
  }

  it("grants reading itself only, and its key where there is one", async () => {
    const { made } = await record(() => {
      const parent = new Environment("test", {
        region: "eu-west-1",
        encryption: "customer-managed",
      });
      const secret = new Secret("lab-key", {}, { parent });
      return { secret, key: parent.keyArn("secrets")! };
    });
    const statements = await valueOf([...made.secret.read().statements]);
    assert.deepEqual(statements, [
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: await valueOf(made.secret.arn),
      },
      { Effect: "Allow", Action: ["kms:Decrypt"], Resource: await valueOf(made.key) },
    ]);
    const plain = await record(() => new Secret("lab-key"));
    assert.equal(plain.made.read().statements.length, 1);
  });
});
