import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { withinLimits } from "../../../../components/compute/lambda/package-size";

const MB = 1024 * 1024;

describe("the package of a function (LAM-06)", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-package-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** A file that takes no room on disk. */
  function file(name: string, bytes: number): string {
    const whole = path.join(folder, name);
    fs.mkdirSync(path.dirname(whole), { recursive: true });
    fs.writeFileSync(whole, "");
    fs.truncateSync(whole, bytes);
    return whole;
  }

  it("may have 50 MB zipped, and no byte more", async () => {
    const allowed = new pulumi.asset.FileArchive(file("app.zip", 50 * MB));
    assert.equal(await withinLimits("app", allowed), allowed);
    await assert.rejects(
      withinLimits("app", new pulumi.asset.FileArchive(file("app.zip", 50 * MB + 1))),
      /"app": code .*app.zip is 51 MB; allowed: at most 50 MB zipped[^]*fix: leave out/,
    );
  });

  it("may have 250 MB as a folder, files below it counted", async () => {
    file("a.bin", 200 * MB);
    file("deep/b.bin", 50 * MB);
    const archive = new pulumi.asset.FileArchive(folder);
    assert.equal(await withinLimits("app", archive), archive);
    file("deep/c.bin", 1);
    await assert.rejects(withinLimits("app", archive), /251 MB; allowed: at most 250 MB unpacked/);
  });

  it("is left to others where it is not a file here", async () => {
    const missing = new pulumi.asset.FileArchive(path.join(folder, "none.zip"));
    assert.equal(await withinLimits("app", missing), missing);
    const assets = new pulumi.asset.AssetArchive({});
    assert.equal(await withinLimits("app", assets), assets);
  });
});
