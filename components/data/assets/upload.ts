/** Files of a folder as objects of a bucket. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";

/** Content types by file ending (IANA media types). Anything else is `application/octet-stream`. */
const CONTENT_TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** One file to upload. */
export interface UploadedFile {
  /** Key in the bucket: the path below the folder, with `/`. */
  key: string;
  args: Omit<aws.s3.BucketObjectv2Args, "bucket">;
}

/**
 * All files below a folder, sorted by key. Browsers ask again each time whether a file has changed
 * and load it only if it has, so a new version is seen at once and nothing needs invalidating.
 *
 * @throws pulumi.RunError where the folder does not exist.
 */
export function filesToUpload(folder: string): UploadedFile[] {
  if (!fs.existsSync(folder)) {
    throw new pulumi.RunError(
      `There is no folder ${folder} to upload from.\n  fix: create it, or correct the path (it starts at the folder of Pulumi.yaml)`,
    );
  }
  return filesBelow(folder)
    .map((file) => ({ file, key: path.relative(folder, file).split(path.sep).join("/") }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ file, key }) => ({
      key,
      args: {
        key,
        source: new pulumi.asset.FileAsset(file),
        contentType: CONTENT_TYPES[path.extname(file).toLowerCase()] ?? "application/octet-stream",
        cacheControl: "no-cache",
      },
    }));
}

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(file) : [file];
    });
}
