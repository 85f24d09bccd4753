import assert from "node:assert/strict";
import { Access } from "../../../components/contracts";
import { Backup, Bucket, Table } from "../../../components/data";
import { Queue, Topic } from "../../../components/decoupling";
import { record, valueOf } from "./record";

const account = {
  calls: { "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" } },
};

async function resourceOf(access: Access): Promise<unknown> {
  return valueOf(access.statements[0].Resource);
}

describe("what is there already", () => {
  it("gives a table's methods by its name, and makes nothing", async () => {
    const recording = await record(
      () => Table.existing("customers", { tableName: "customers-prod", indexes: true }),
      account,
    );
    assert.deepEqual(
      recording.resources.map(({ type }) => type),
      ["strata:data:ExistingTable"],
    );
    const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/customers-prod";
    assert.deepEqual(await resourceOf(recording.made.read()), [arn, `${arn}/index/*`]);
  });

  it("takes the ARN of a table elsewhere, and its key", async () => {
    const arn = "arn:aws:dynamodb:us-east-1:210987654321:table/customers";
    const keyArn = "arn:aws:kms:us-east-1:210987654321:key/1";
    const { made } = await record(() =>
      Table.existing("customers", { tableName: "customers", arn, keyArn }),
    );
    assert.deepEqual(await resourceOf(made.write()), arn);
    assert.equal(await valueOf(made.write().statements[1].Resource), keyArn);
  });

  it("gives a bucket's methods by its name", async () => {
    const { made } = await record(() => Bucket.existing("reports", { bucketName: "reports-1" }));
    assert.equal(await resourceOf(made.write("daily/")), "arn:aws:s3:::reports-1/daily/*");
  });

  it("gives a backup plan's methods by its vault", async () => {
    const vaultArn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:nightly";
    const roleArn = "arn:aws:iam::123456789012:role/nightly";
    const tag = { key: "Backup", value: "nightly" };
    const { made } = await record(() => Backup.existing("nightly", { vaultArn, roleArn, tag }));
    assert.equal(await valueOf(made.vaultName), "nightly");
    const [start, pass] = made.start().statements;
    assert.deepEqual(await valueOf([start.Resource, pass.Resource]), [vaultArn, roleArn]);
  });

  it("gives a topic's methods by its ARN, with its key", async () => {
    const arn = "arn:aws:sns:eu-west-1:123456789012:orders";
    const { made } = await record(() => Topic.existing("orders", { arn, keyArn: "key" }));
    const [publish, key] = made.publish().statements;
    assert.deepEqual(publish.Action, ["sns:Publish"]);
    assert.equal(await valueOf(publish.Resource), arn);
    assert.deepEqual(key.Action, ["kms:GenerateDataKey", "kms:Decrypt"]);
  });

  it("gives a queue's methods, its trigger included", async () => {
    const { made } = await record(() =>
      Queue.existing("orders", {
        arn: "arn:aws:sqs:eu-west-1:123456789012:orders",
        url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
        consumerTimeout: 10,
      }),
    );
    assert.equal(await resourceOf(made.send()), "arn:aws:sqs:eu-west-1:123456789012:orders");
    // Lambda's poller leaves the visibility as it is: AWS's page names three actions, receive() has a fourth.
    const [polls] = made.messages().access?.statements ?? [];
    const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    assert.deepEqual(polls.Action, actions);
    assert.equal(await valueOf(polls.Resource), "arn:aws:sqs:eu-west-1:123456789012:orders");
  });
});
