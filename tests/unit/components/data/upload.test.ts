import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { filesToUpload } from "../../../../components/data/assets/upload";

describe("files to upload", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-site-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>) => {
    for (const [key, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, key)), { recursive: true });
      fs.writeFileSync(path.join(folder, key), text);
    }
    return filesToUpload(folder);
  };
  const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 8);
  const page = (head: string) => `<!doctype html><head>${head}</head>`;

  it("have a hash in their name and are kept for a year where a page names them", async () => {
    const files = write({
      "app.js": "1;",
      "health.json": "{}",
      "index.html": page('<script src="app.js"></script>'),
    });
    assert.deepEqual(
      files.map(({ key, args, isPage }) => [
        key,
        args.key,
        args.contentType,
        args.cacheControl,
        isPage,
      ]),
      [
        [
          "app.js",
          `app.${hash("1;")}.js`,
          "text/javascript; charset=utf-8",
          "public, max-age=31536000, immutable",
          false,
        ],
        ["health.json", "health.json", "application/json", "no-cache", false],
        ["index.html", "index.html", "text/html; charset=utf-8", "no-cache", true],
      ],
    );
    const written = files[2].args.source as pulumi.asset.StringAsset;
    assert.equal(await written.text, page(`<script src="app.${hash("1;")}.js"></script>`));
  });

  it("are named from any folder, and other hosts, pages and fragments are left alone", async () => {
    const text = page(
      '<link href="/style.css"><link href="../style.css?v=1"><a href="https://example.com/style.css"><a href="index.html"><a href="#top"><img src="pictures/a.b.png">',
    );
    const files = write({
      "style.css": "a{}",
      "guide/index.html": text,
      "guide/pictures/a.b.png": "png",
    });
    const source = files.at(-1)?.args.source as pulumi.asset.StringAsset;
    const style = `style.${hash("a{}")}.css`;
    assert.equal(
      await source.text,
      text.replace("/style.css", `/${style}`).replace("a.b.png", `a.b.${hash("png")}.png`),
    );
  });

  it("change their name with their content, and nothing else does", () => {
    const files = { "app.js": "1;", "index.html": page('<script src="app.js"></script>') };
    const [before] = write(files);
    const [same] = write(files);
    const [after] = write({ ...files, "app.js": "2;" });
    assert.equal(same.args.key, before.args.key);
    assert.notEqual(after.args.key, before.args.key);
    assert.equal(after.key, before.key);
  });
});
