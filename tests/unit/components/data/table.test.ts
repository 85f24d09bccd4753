import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { SessionTable, Table, TableArgs } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";

async function tableInputs(args: TableArgs): Promise<aws.dynamodb.TableArgs> {
  const recording = await record(() => new Table("photos", args));
  return recording.inputs(aws.dynamodb.Table, "photos");
}

describe("Table", () => {
  it("is paid by request, restorable and guarded against deletion", async () => {
    const table = await tableInputs({ hashKey: "userId", rangeKey: "photoId" });
    assert.equal(table.billingMode, "PAY_PER_REQUEST");
    assert.deepEqual(table.pointInTimeRecovery, { enabled: true });
    assert.equal(table.deletionProtectionEnabled, true);
    assert.deepEqual(table.attributes, [
      { name: "photoId", type: "S" },
      { name: "userId", type: "S" },
    ]);
  });

  it("declares the keys of indexes once, with their types", async () => {
    const table = await tableInputs({
      hashKey: "userId",
      attributes: { takenAt: "N" },
      indexes: {
        byPlace: { hashKey: "place", rangeKey: "takenAt", projectionType: "KEYS_ONLY" },
        byDay: { hashKey: "userId", rangeKey: "takenAt" },
      },
    });
    assert.deepEqual(table.attributes, [
      { name: "place", type: "S" },
      { name: "takenAt", type: "N" },
      { name: "userId", type: "S" },
    ]);
    const names = (table.globalSecondaryIndexes as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(names, ["byDay", "byPlace"]);
  });

  it("can be deleted where it is disposable, or outside production", async () => {
    const disposable = await tableInputs({ hashKey: "userId", disposable: true });
    assert.equal(disposable.deletionProtectionEnabled, false);
    const recording = await record(() => {
      const parent = new Environment("test", { region: "eu-west-1", production: false });
      return new Table("photos", { hashKey: "userId" }, { parent });
    });
    const table = recording.inputs<aws.dynamodb.TableArgs>(aws.dynamodb.Table, "photos");
    assert.equal(table.deletionProtectionEnabled, false);
  });

  it("deletes items past their time", async () => {
    const { ttl } = await tableInputs({ hashKey: "userId", expiresAt: "expires" });
    assert.deepEqual(ttl, { attributeName: "expires", enabled: true });
  });

  it("grants reading without scanning, indexes included where there are any", async () => {
    const { made } = await record(
      () => new Table("photos", { hashKey: "a", indexes: { byB: { hashKey: "b" } } }),
    );
    const [statement] = made.read().statements;
    assert.ok(!(statement.Action as string[]).includes("dynamodb:Scan"));
    const resources = (await valueOf(statement.Resource)) as string[];
    assert.equal(resources.length, 2);
    assert.match(resources[1], /\/index\/\*$/);
    assert.deepEqual(made.scan().statements[0].Action, ["dynamodb:Scan"]);
  });

  it("follows its load, and leaves alone what scaling has set", async () => {
    const capacity = { read: { min: 5, max: 100 }, write: { min: 1, max: 10 } };
    const plan = await previewStack(() => {
      new Table("orders", { hashKey: "id", capacity });
    });
    const table = plan.get(aws.dynamodb.Table, "orders");
    const { billingMode, readCapacity, writeCapacity } = table.inputs;
    assert.deepEqual([billingMode, readCapacity, writeCapacity], ["PROVISIONED", 5, 1]);
    assert.deepEqual(table.ignoreChanges, ["readCapacity", "writeCapacity"]);
    const target = plan.get(aws.appautoscaling.Target, "orders-write").inputs;
    assert.deepEqual([target.minCapacity, target.maxCapacity], [1, 10]);
    assert.match(String(target.resourceId), /^table\/orders-/);
    assert.equal(target.scalableDimension, "dynamodb:table:WriteCapacityUnits");
  });

  it("sorts by further attributes within a partition", async () => {
    const { localSecondaryIndexes, attributes } = await tableInputs({
      ...{ hashKey: "userId", rangeKey: "photoId", attributes: { takenAt: "N" } },
      localIndexes: { byDay: { rangeKey: "takenAt" } },
    });
    const [index] = localSecondaryIndexes as { name: string; rangeKey: string }[];
    assert.deepEqual([index.name, index.rangeKey], ["byDay", "takenAt"]);
    assert.equal((attributes as unknown[]).length, 3);
  });

  it("has copies in other regions, each under a key of its region", async () => {
    const recording = await record(() => {
      const parent = new Environment("test", {
        ...{ region: "eu-west-1", account: "123456789012", encryption: "customer-managed" },
      });
      const args = {
        hashKey: "id",
        replicas: ["us-east-1"],
        stream: "NEW_AND_OLD_IMAGES",
      } as const;
      return new Table("orders", args, { parent });
    });
    const { replicas } = recording.inputs<aws.dynamodb.TableArgs>(aws.dynamodb.Table, "orders");
    const [replica] = replicas as aws.types.input.dynamodb.TableReplica[];
    assert.deepEqual(
      [replica.pointInTimeRecovery, replica.deletionProtectionEnabled],
      [true, true],
    );
    assert.match(String(replica.kmsKeyArn), /^arn:aws:kms:us-east-1:/);
    const [access, key] = recording.made.replica("us-east-1").read().statements;
    const own = await valueOf(recording.made.arn);
    assert.equal(await valueOf(access.Resource), own.replace("eu-west-1", "us-east-1"));
    assert.equal(await valueOf(key.Resource), replica.kmsKeyArn);
    assert.throws(() => recording.made.replica("eu-central-1"), /one of replicas: us-east-1/);
  });

  it("refuses what contradicts itself", async () => {
    const refused = (args: Partial<TableArgs>) =>
      refusal(() => {
        const parent = new Environment("test", { region: "eu-west-1", account: "123456789012" });
        return new Table("orders", { hashKey: "id", ...args }, { parent });
      });
    const capacity = { read: { min: 1, max: 2 }, write: { min: 1, max: 2 } };
    assert.match(
      await refused({ capacity, indexes: { byDay: { hashKey: "day" } } }),
      /allowed: none on a table with indexes/,
    );
    assert.match(
      await refused({ capacity: { ...capacity, read: { min: 3, max: 2 } } }),
      /capacity.read is {"min":3,"max":2}/,
    );
    assert.match(await refused({ replicas: ["us-east-1"] }), /NEW_AND_OLD_IMAGES with replicas/);
    const stream = "NEW_AND_OLD_IMAGES";
    assert.match(await refused({ replicas: ["eu-west-1"], stream }), /replicas is "eu-west-1"/);
    assert.match(await refused({ localIndexes: { byDay: { rangeKey: "day" } } }), /DDB-03-range/);
  });
});

describe("SessionTable", () => {
  it("ends sessions by itself, and gives their use alone", async () => {
    const recording = await record(() => new SessionTable("sessions"));
    const table = recording.inputs<aws.dynamodb.TableArgs>(aws.dynamodb.Table, "sessions");
    assert.deepEqual(table.ttl, { attributeName: "expiresAt", enabled: true });
    assert.equal(table.hashKey, "sessionId");
    assert.deepEqual(table.pointInTimeRecovery, { enabled: true });
    const allowed = recording.made.use().statements.flatMap(({ Action }) => [Action].flat());
    assert.ok(allowed.includes("dynamodb:UpdateItem"));
    assert.ok(!allowed.includes("dynamodb:Scan"));
  });
});
