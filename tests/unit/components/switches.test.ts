/** The provider reads an absent block as "keep": what can be switched on is stated when it is off, too. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Bucket, Table } from "../../../components/data";
import { Environment } from "../../../components/environment";
import { EncryptionArgs, KeyPurpose } from "../../../components/base/environment-facts";
import { previewStack } from "../../../preview/testing";
import { record } from "./record";

describe("what is switched off", () => {
  const tableOf = async (args: object) =>
    (await record(() => new Table("t", { hashKey: "id", ...args }))).inputs<aws.dynamodb.TableArgs>(
      aws.dynamodb.Table,
      "t",
    );

  it("is said of a table's expiry: never on, on, and off again, which needs the attribute", async () => {
    assert.deepEqual((await tableOf({})).ttl, { enabled: false });
    assert.deepEqual((await tableOf({ expiresAt: "gone" })).ttl, {
      attributeName: "gone",
      enabled: true,
    });
    const off = { expiresAt: { attribute: "gone", enabled: false } };
    assert.deepEqual((await tableOf(off)).ttl, { attributeName: "gone", enabled: false });
  });

  it("is said of a table's encryption, recovery, protection and indexes", async () => {
    const table = await tableOf({});
    assert.deepEqual(table.serverSideEncryption, { enabled: false });
    assert.deepEqual(table.pointInTimeRecovery, { enabled: true });
    assert.equal(table.deletionProtectionEnabled, true);
    assert.equal((await tableOf({ disposable: true })).deletionProtectionEnabled, false);
    assert.deepEqual(table.globalSecondaryIndexes, []);
  });

  it("is said of a bucket's versions", async () => {
    const statusOf = async (versioning?: boolean) => {
      const made = await record(() => new Bucket("b", { versioning }));
      const { versioningConfiguration } = made.inputs<aws.s3.BucketVersioningArgs>(
        aws.s3.BucketVersioning,
        "b-versioning",
      );
      return (versioningConfiguration as { status: string }).status;
    };
    assert.equal(await statusOf(), "Enabled");
    assert.equal(await statusOf(false), "Suspended");
  });
});

describe("a retained bucket", () => {
  const guards = {
    "b-public-access-block": aws.s3.BucketPublicAccessBlock,
    "b-ownership": aws.s3.BucketOwnershipControls,
    "b-encryption": aws.s3.BucketServerSideEncryptionConfiguration,
    "b-versioning": aws.s3.BucketVersioning,
    "b-lifecycle": aws.s3.BucketLifecycleConfiguration,
    "b-policy": aws.s3.BucketPolicy,
  };
  const plan = (disposable: boolean) =>
    previewStack(() => {
      new Bucket("b", { disposable }).upload("site");
    });

  it("keeps its guards, and a disposable one takes them along", async () => {
    for (const disposable of [false, true]) {
      const { get } = await planned(disposable);
      for (const [name, type] of Object.entries(guards)) {
        assert.equal(get(type, name).retainOnDelete ?? false, !disposable, name);
      }
    }
  });

  it("gets one setting after the other, and objects after encryption and versions", async () => {
    const { get, all } = await planned(false);
    const names = Object.keys(guards) as (keyof typeof guards)[];
    names.slice(1).forEach((name, index) => {
      const before = get(guards[names[index]], names[index]).urn;
      assert.ok(get(guards[name], name).dependencies.includes(before), `${name} waits`);
    });
    const objects = all.filter(({ type }) => type === "aws:s3/bucketObjectv2:BucketObjectv2");
    assert.ok(objects.length > 0);
    for (const { dependencies, name } of objects) {
      for (const guard of ["b-encryption", "b-versioning"] as const) {
        assert.ok(dependencies.includes(get(guards[guard], guard).urn), `${name} after ${guard}`);
      }
    }
  });

  async function planned(disposable: boolean) {
    const made = await plan(disposable);
    return { get: made.get.bind(made), all: made.resources };
  }
});

describe("keys of the customer", () => {
  const keysOf = async (encryption: EncryptionArgs, production: boolean) => {
    const made = await previewStack(() => {
      const parent = new Environment("e", { region: "eu-west-1", encryption, production });
      const table = new Table("t", { hashKey: "id", disposable: true }, { parent });
      return { keyArn: pulumi.output(table.keyArn ?? "none") };
    });
    const keys = made.resources.filter(({ type }) => type === "aws:kms/key:Key");
    return {
      keyArn: made.outputs.keyArn,
      keys: Object.fromEntries(keys.map((key) => [key.name, key.protect && key.retainOnDelete])),
      descriptions: keys.map(({ inputs }) => String(inputs.description)),
    };
  };

  it("are kept in every stack where data, logs or secrets lie under them", async () => {
    const { keys } = await keysOf({ profile: "customer-managed" }, false);
    assert.deepEqual(keys, {
      "e-data": true,
      "e-logs": true,
      "e-messages": false,
      "e-secrets": true,
    });
  });

  it("stay after the profile was left, where that is said, and encrypt nothing new", async () => {
    const keepKeys: KeyPurpose[] = ["data"];
    const { keys, keyArn } = await keysOf({ profile: "aws-managed", keepKeys }, true);
    assert.deepEqual(keys, { "e-data": true });
    assert.equal(keyArn, "none");
    assert.deepEqual((await keysOf({ profile: "aws-managed" }, true)).keys, {});
  });

  it("name the setting that keeps them", async () => {
    const { descriptions } = await keysOf({ profile: "customer-managed" }, true);
    assert.ok(
      descriptions.every((text) => text.includes("strata:environment.encryption.keepKeys")),
    );
  });
});
