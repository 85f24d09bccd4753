/** Stack files, read as the CLI reads them. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Project, readStack, UserError } from "../../preview/host/project";
import { bomb, refused, values } from "./stack-file-values";

describe("a stack file", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stack-file-"));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const read = (content: string | Buffer) => {
    fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), content);
    const project = { folder, name: "p", defaults: {} } as Partial<Project> as Project;
    return readStack(project, "dev").config;
  };

  for (const [yaml, text] of values) {
    it(`gives ${JSON.stringify(text)} for ${yaml}`, () => {
      assert.deepEqual(read(`config:\n  p:value: ${yaml}\n`), { "p:value": text });
    });
  }

  it("shares what an anchor names", () => {
    const shared = read("config:\n  p:x: &x {a: 010}\n  p:y: {<<: *x, b: 2}\n  p:z: *x\n");
    assert.deepEqual(shared, { "p:x": '{"a":8}', "p:y": '{"a":8,"b":2}', "p:z": '{"a":8}' });
  });

  it("may have no settings", () => {
    assert.deepEqual(read("config:\n"), {});
    assert.deepEqual(read(""), {});
  });

  for (const [yaml, says] of refused) {
    it(`refuses ${JSON.stringify(yaml)} with its name`, () => {
      assert.throws(
        () => read(yaml),
        (error) => isUserError(error, says),
      );
    });
  }

  it("refuses aliases that would fill the memory", () => {
    assert.throws(
      () => read(bomb),
      (error) => isUserError(error, /alias count/),
    );
  });

  it("refuses bytes that are not UTF-8, with their line", () => {
    const bytes = Buffer.concat([
      Buffer.from('config:\n  p:a: "'),
      Buffer.from([0xff, 0xfe, 0x22]),
    ]);
    assert.throws(
      () => read(bytes),
      (error) => isUserError(error, /not UTF-8, from line 2 on/),
    );
  });

  it("is no folder", () => {
    fs.mkdirSync(path.join(folder, "Pulumi.dev.yaml"));
    const project = { folder, name: "p", defaults: {} } as Partial<Project> as Project;
    assert.throws(
      () => readStack(project, "dev"),
      (error) => isUserError(error, /Pulumi\.dev\.yaml: can't be read: it is a folder/),
    );
  });
});

function isUserError(error: unknown, says: RegExp): true {
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.message, says);
  return true;
}
