// The page in a real browser, against the photos feature's functions as they are deployed.
import type { S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { chromiumPath, Page, type View } from "../../tests/handlers/chromium";
import { type Gallery, startGallery } from "./gallery";
import {
  awsServicesInstalled,
  LocalService,
  startAwsServices,
} from "../../tests/handlers/local-services";
import { skipUnless } from "../../tests/handlers/newer-node";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { createOriginals, s3Client } from "../../tests/handlers/sample-stack";
import { startUploadQueue, type UploadQueue } from "./upload-queue";

const views: readonly View[] = [1280, 390].flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => ({ width, height: 800, scheme })),
);
/** A picture of one pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("The page in Chromium", function () {
  const table = usePhotoTable();
  let services: LocalService;
  let storage: S3Client;
  let uploads: UploadQueue;
  let gallery: Gallery;
  let page: Page;
  let folder: string;

  before(async function () {
    const chromium = chromiumPath();
    skipUnless(awsServicesInstalled() && chromium !== undefined, this);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-page-"));
    services = await startAwsServices();
    storage = s3Client(services);
    const bucket = await createOriginals(storage);
    uploads = await startUploadQueue(services);
    const environment = { ...table.environment, ...services.environment };
    const { endpoint } = services;
    gallery = await startGallery({ client: storage, endpoint, bucket, uploads, environment });
    page = await Page.open(chromium ?? "");
  });
  after(async () => {
    await page?.close();
    await gallery?.stop();
    uploads?.stop();
    storage?.destroy();
    await services?.stop();
    if (folder) fs.rmSync(folder, { recursive: true });
  });

  const text = (selector: string) =>
    page.value(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  const focused = () =>
    page.value("document.activeElement.id || document.activeElement.textContent");

  it("says that there is nothing yet, and uploads a photo by keyboard until it is listed", async () => {
    await page.look(views[0]);
    await page.visit(gallery.url);
    await page.until(
      "document.querySelector('#photos-status').textContent.startsWith('No photos')",
    );

    await page.press("Tab");
    assert.equal(await focused(), "file");
    await page.press("Tab");
    assert.equal(await focused(), "Upload");
    await page.press("Enter");
    assert.equal(await text("#file-error"), "Choose a photo.");
    assert.equal(await focused(), "file", "what is wrong has the focus");

    const file = path.join(folder, "photo.png");
    fs.writeFileSync(file, png);
    await page.choose("#file", file);
    await page.press("Tab");
    await page.press("Enter");
    await page.until("document.querySelector('#upload-status').textContent.startsWith('Uploaded')");
    assert.equal(await focused(), "Upload", "the button keeps the focus");
    await gallery.index();
    await page.until(
      "document.querySelector('#upload-status').textContent.includes('in the gallery')",
    );
    assert.equal(await text("#photos-status"), "1 photo.");
    await page.until("document.querySelector('#photos img').naturalWidth === 1");
  });

  it("refuses what is no picture, in words", async () => {
    const file = path.join(folder, "notes.txt");
    fs.writeFileSync(file, "notes");
    await page.choose("#file", file);
    await page.press("Enter");
    await page.until("!document.querySelector('#file-error').hidden");
    assert.match(String(await text("#file-error")), /^notes.txt is not an AVIF/);
  });

  for (const view of views) {
    it(`fits at ${view.width} px, ${view.scheme}`, async () => {
      await page.look(view);
      await page.visit(gallery.url);
      await page.until("document.querySelector('#photos img')?.complete");
      const [width, scheme] = (await page.value(
        "[document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor]",
      )) as [number, string];
      assert.ok(width <= view.width, `the page is ${width} px wide`);
      const brightness = Math.max(...(scheme.match(/\d+/g) ?? []).slice(0, 3).map(Number));
      assert.equal(brightness > 128, view.scheme === "light", scheme);
      const { STRATA_PICTURES } = process.env;
      const picture = await page.picture();
      assert.ok(picture.length > 1000);
      if (STRATA_PICTURES) {
        fs.writeFileSync(path.join(STRATA_PICTURES, `${view.width}-${view.scheme}.png`), picture);
      }
    });
  }

  it("breaks no content security policy and throws nothing", () => {
    assert.deepEqual(page.problems, []);
  });
});
