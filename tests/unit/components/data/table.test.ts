import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Table, TableArgs } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { record, valueOf } from "../record";

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
});
