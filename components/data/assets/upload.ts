/** Files of a folder as objects of a bucket. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
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

/** A year: what is named by its content never changes. */
const FOREVER = "public, max-age=31536000, immutable";
/** Browsers ask each time whether it has changed, and load it only if it has. */
const ASK_AGAIN = "no-cache";
/** What a page names beside it: `src="app.js"`, `href="/style.css"`, `href="./style.css"`. */
const NAMED = /(\s(?:src|href)=")([^"?#]+)(?=")/g;

/** One file to upload. */
export interface UploadedFile {
  /** The path below the folder, with `/`: what the file is called in the program. */
  key: string;
  args: Omit<aws.s3.BucketObjectv2Args, "bucket">;
  /** True where it names others, which must be there first. */
  isPage: boolean;
}

/**
 * All files below a folder, sorted by key, files before the pages that name them. What a page names by `src` or `href` is kept under a name
 * with a hash of its content, for a year, and the page names it so; everything else keeps its name and is asked for anew each time, so
 * that nothing needs invalidating.
 *
 * @throws pulumi.RunError where the folder does not exist.
 */
export function filesToUpload(folder: string): UploadedFile[] {
  if (!fs.existsSync(folder)) {
    throw new pulumi.RunError(
      `There is no folder ${folder} to upload from.\n  fix: create it, or correct the path (it starts at the folder of Pulumi.yaml)`,
    );
  }
  const keys = filesBelow(folder)
    .map((file) => path.relative(folder, file).split(path.sep).join("/"))
    .sort();
  const pages = keys.filter((key) => path.extname(key).toLowerCase() === ".html");
  const named = new Map(
    pages.flatMap((page) => namedBy(folder, page, keys)).map((key) => [key, hashed(folder, key)]),
  );
  const common = (key: string) => ({
    contentType: CONTENT_TYPES[path.extname(key).toLowerCase()] ?? "application/octet-stream",
    cacheControl: named.has(key) ? FOREVER : ASK_AGAIN,
  });
  const files = keys
    .filter((key) => !pages.includes(key))
    .map((key) => ({
      key,
      args: {
        key: named.get(key) ?? key,
        source: new pulumi.asset.FileAsset(path.join(folder, key)),
        ...common(key),
      },
      isPage: false,
    }));
  const written = pages.map((key) => {
    const text = fs.readFileSync(path.join(folder, key), "utf8");
    const renamed = text.replace(NAMED, (whole, before: string, url: string) => {
      const target = targetOf(key, url);
      const name = target === undefined ? undefined : named.get(target);
      return name === undefined
        ? whole
        : `${before}${url.slice(0, -path.posix.basename(url).length)}${path.posix.basename(name)}`;
    });
    const source = new pulumi.asset.StringAsset(renamed);
    return { key, args: { key, source, ...common(key) }, isPage: true };
  });
  return [...files, ...written];
}

/** Keys of the files that a page names, but for other pages. */
function namedBy(folder: string, page: string, keys: readonly string[]): string[] {
  const text = fs.readFileSync(path.join(folder, page), "utf8");
  return [...text.matchAll(NAMED)]
    .flatMap(([, , url]) => targetOf(page, url) ?? [])
    .filter((key) => keys.includes(key) && path.extname(key).toLowerCase() !== ".html");
}

/** The key that a URL in a page leads to; undefined for another host. */
function targetOf(page: string, url: string): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) return undefined;
  return url.startsWith("/")
    ? url.slice(1)
    : path.posix.normalize(path.posix.join(path.posix.dirname(page), url));
}

/** `app.js` -> `app.0f343b09.js`. */
function hashed(folder: string, key: string): string {
  const content = fs.readFileSync(path.join(folder, key));
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const ending = path.posix.extname(key);
  return `${key.slice(0, key.length - ending.length)}.${hash}${ending}`;
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
