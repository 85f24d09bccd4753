// Changes of standing stores that take several steps: each is named, with its steps.
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Table, TableArgs } from "../../../../components/data";
import { comparePlans, previewStack } from "../../../../preview/testing";

const here = { config: { "aws:region": "eu-west-1" } };

/** What is said of a change from one program to another. */
async function said(before: () => void, after: () => void) {
  const [old, wanted] = [await previewStack(before, here), await previewStack(after, here)];
  old.assertNoErrors();
  wanted.assertNoErrors();
  return comparePlans(old, wanted).conflicts.map(({ code, fix }) => `${code}: ${fix}`);
}

const table = (args: Partial<TableArgs>) => () =>
  void new Table("photos", { hashKey: "id", ...args });

describe("Changes that AWS does not take in one step", () => {
  it("another attribute of a table's time to live", async () => {
    const [only, ...more] = await said(table({ expiresAt: "gone" }), table({ expiresAt: "ends" }));
    assert.deepEqual(more, []);
    assert.match(only, /^ValidationException: in two updates.*attribute: "gone", enabled: false/);
    const off = table({ expiresAt: { attribute: "gone", enabled: false } });
    assert.deepEqual(await said(table({ expiresAt: "gone" }), off), []);
    assert.deepEqual(await said(off, table({ expiresAt: "ends" })), []);
    assert.deepEqual(await said(table({}), table({ expiresAt: "ends" })), []);
  });

  it("other keys of an index, and two indexes at once", async () => {
    const by = (...names: string[]) =>
      table({ indexes: Object.fromEntries(names.map((name) => [name, { hashKey: name }])) });
    const [keys, ...more] = await said(
      table({ indexes: { found: { hashKey: "a" } } }),
      table({ indexes: { found: { hashKey: "b" } } }),
    );
    assert.deepEqual(more, []);
    assert.match(
      keys,
      /^ResourceNotFoundException: in three updates: add an index of another name/,
    );
    assert.deepEqual(await said(by("a"), by("a", "b")), []);
    assert.deepEqual(await said(by("a", "b"), by("a")), []);
    const [two] = await said(table({}), by("a", "b"));
    assert.match(two, /^LimitExceededException: one index an update/);
    const [swapped] = await said(by("a"), by("b"));
    assert.match(swapped, /^LimitExceededException: one index an update/);
  });

  it("TLS on a standing cache of others: a Valkey is never without", async () => {
    const cache = (transitEncryptionEnabled: boolean, transitEncryptionMode?: string) => () =>
      void new aws.elasticache.ReplicationGroup("sessions", {
        ...{ description: "sessions", engine: "redis", nodeType: "cache.t4g.micro" },
        ...{ transitEncryptionEnabled, transitEncryptionMode, snapshotRetentionLimit: 7 },
        ...{ automaticFailoverEnabled: true, numCacheClusters: 2, atRestEncryptionEnabled: true },
      });
    const [on] = await said(cache(false), cache(true, "required"));
    assert.match(on, /^InvalidParameterCombination: in two updates: .*"preferred".*"required"/);
    assert.deepEqual(await said(cache(false), cache(true, "preferred")), []);
    assert.deepEqual(await said(cache(true, "preferred"), cache(true, "required")), []);
    const [off] = await said(cache(true, "required"), cache(false));
    assert.match(off, /then transitEncryptionEnabled: false$/);
  });
});
