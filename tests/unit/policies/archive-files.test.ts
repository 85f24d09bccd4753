import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { filesInZip, withArchiveFiles } from "../../../policies/archive-files";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const asset = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "1" };
const archive = (content: object) => ({
  [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
  ...content,
});

/** A zip file with an empty directory entry for each name: enough to list it. */
function zip(...names: string[]): Buffer {
  const entries = names.map((name) => {
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE(Buffer.byteLength(name), 28);
    return Buffer.concat([head, Buffer.from(name)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 10);
  return Buffer.concat([...entries, end]);
}

describe("the files of an archive", () => {
  let folder = "";
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "archive-"));
    fs.mkdirSync(path.join(folder, "app/lib"), { recursive: true });
    fs.writeFileSync(path.join(folder, "app/main.py"), "");
    fs.writeFileSync(path.join(folder, "app/lib/a.py"), "");
    fs.writeFileSync(path.join(folder, "app.zip"), zip("index.js", "lib/a.js"));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  const listed = (content: object) =>
    (withArchiveFiles({ code: archive(content) }, folder) as { code: { files?: string[] } }).code
      .files;

  it("are listed from assets, folders and zip files", () => {
    assert.deepEqual(listed({ assets: { "index.js": asset } }), ["index.js"]);
    assert.deepEqual(listed({ path: "app" })?.sort(), ["lib/a.py", "main.py"]);
    assert.deepEqual(listed({ path: "app.zip" }), ["index.js", "lib/a.js"]);
    assert.deepEqual(listed({ assets: { src: archive({ path: "app.zip" }), a: asset } }), [
      "src/index.js",
      "src/lib/a.js",
      "a",
    ]);
  });

  it("stay unknown where they can't be read here", () => {
    for (const content of [{ path: "none" }, { uri: "https://example.com/a.zip" }, {}]) {
      assert.equal(listed(content), undefined);
    }
    assert.equal(filesInZip(Buffer.from("no zip")), undefined);
  });
});
