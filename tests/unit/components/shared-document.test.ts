import assert from "node:assert/strict";
import { SharedDocument } from "../../../components/shared-document";

describe("SharedDocument", () => {
  it("has everything that was added while the program composed", async () => {
    const document = new SharedDocument<string>("policy");
    document.add("a");
    document.add("b");
    assert.deepEqual(await document.entries, ["a", "b"]);
  });

  it("takes nothing afterwards, and says what to do", async () => {
    const document = new SharedDocument<string>(`policy of bucket "photos"`);
    await document.entries;
    assert.throws(
      () => document.add("late"),
      /The policy of bucket "photos" is already complete[^]*fix: add it before/,
    );
  });

  it("still takes entries in microtasks of the composition", async () => {
    const document = new SharedDocument<string>("policy");
    await Promise.resolve();
    document.add("a");
    assert.deepEqual(await document.entries, ["a"]);
  });
});
