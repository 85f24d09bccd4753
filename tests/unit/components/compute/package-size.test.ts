import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { packageSize } from "../../../../components/compute/lambda/measure-package";
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
      /"app" \(.*app.zip\): code is "51 MB zipped"; allowed: at most 50 MB zipped \(LAM-06\)[^]*fix: Leave out/,
    );
  });

  it("may have 250 MB as a folder, files below it counted", async () => {
    file("a.bin", 200 * MB);
    file("deep/b.bin", 50 * MB);
    const archive = new pulumi.asset.FileArchive(folder);
    assert.equal(await withinLimits("app", archive), archive);
    file("deep/c.bin", 1);
    await assert.rejects(
      withinLimits("app", archive),
      /code is "251 MB unpacked"; allowed: at most 250 MB unpacked \(LAM-06-unpacked\)/,
    );
  });

  it("may have 50 MB once zipped, as a folder too", async () => {
    const noise = file("noise.bin", 0);
    fs.writeFileSync(noise, randomBytes(50 * MB + 1));
    const archive = new pulumi.asset.FileArchive(folder);
    await assert.rejects(withinLimits("app", archive), /code is "51 MB zipped"; allowed: at most/);
    fs.truncateSync(noise, 49 * MB);
    assert.equal(await withinLimits("app", archive), archive);
  });

  it("is measured with the packages that are installed beside an inline handler", async () => {
    fs.writeFileSync(file("sharp/sharp.node", 0), randomBytes(50 * MB));
    const archive = new pulumi.asset.AssetArchive({
      "index.mjs": new pulumi.asset.StringAsset("export const handler = async () => 1;"),
      node_modules: new pulumi.asset.FileArchive(folder),
    });
    await assert.rejects(
      withinLimits("resize", Promise.resolve(archive)),
      /"resize": code is "51 MB zipped"/,
    );
    const { unpackedBytes } = await packageSize(archive, Infinity);
    assert.equal(unpackedBytes, 50 * MB + 37);
  });

  it("is as large as its .zip says", async () => {
    fs.writeFileSync(path.join(folder, "half.bin"), Buffer.alloc(126 * MB));
    fs.writeFileSync(path.join(folder, "other.bin"), Buffer.alloc(125 * MB));
    const zip = path.join(folder, "app.zip");
    const script =
      "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\n";
    execFileSync(
      "python3",
      ["-c", `${script}[z.write(f, f) for f in sys.argv[2:]]`, zip, "half.bin", "other.bin"],
      { cwd: folder },
    );
    await assert.rejects(
      withinLimits("app", new pulumi.asset.FileArchive(zip)),
      /code is "251 MB unpacked"; allowed: at most 250 MB unpacked/,
    );
  });

  it("weighs zipped what a .zip of it weighs", async () => {
    for (let i = 0; i < 40; i++) {
      const text = Array.from({ length: 2_000 }, (_, line) => `line ${(line * (i + 7)) % 977}\n`);
      fs.writeFileSync(file(`code/${i}.js`, 0), text.join(""));
    }
    const { zippedBytes } = await packageSize(new pulumi.asset.FileArchive(folder), 0);
    const zip = path.join(os.tmpdir(), `${path.basename(folder)}.zip`);
    execFileSync("python3", ["-m", "zipfile", "-c", zip, "code/"], { cwd: folder });
    const real = fs.statSync(zip).size;
    fs.rmSync(zip);
    assert.ok(zippedBytes && Math.abs(zippedBytes - real) < real * 0.02, `${zippedBytes}, ${real}`);
  });

  it("is left to others where it is not a file here", async () => {
    const missing = new pulumi.asset.FileArchive(path.join(folder, "none.zip"));
    assert.equal(await withinLimits("app", missing), missing);
    const assets = new pulumi.asset.AssetArchive({});
    assert.equal(await withinLimits("app", assets), assets);
  });
});
