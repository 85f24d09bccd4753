/**
 * Assets and archives as the engine stores them: without the private fields of the SDK, and with the
 * engine's content hash.
 */
import * as crypto from "crypto";
import * as fs from "fs";
import * as path from "path";
import {
  ARCHIVE,
  ASSET,
  isEnvelope,
  isObject,
  Props,
  RESOURCE,
  rewrite,
  SIGNATURE,
  Value,
} from "../../cloud-model";
import type { NewFinding } from "./findings";
import type { RegisteredResource } from "./registration";

const FIELDS = ["text", "path", "uri", "assets"];
const ARCHIVE_FILE = /\.(tar|tgz|tar\.gz|zip|jar)$/;

/** Relative paths in assets start at `folder`; `missing` gets each that names nothing. */
export function storedAssets(value: Value, folder: string, missing: Set<string>): Value {
  return rewrite(value, (node) => {
    if (isEnvelope(node, RESOURCE)) {
      return { packageVersion: "", ...node };
    }
    if (!isEnvelope(node, ASSET) && !isEnvelope(node, ARCHIVE)) {
      return node;
    }
    const clean: Props = { [SIGNATURE]: node[SIGNATURE] };
    for (const field of FIELDS) {
      if (node[field] !== undefined) {
        clean[field] = node[field];
      }
    }
    if (typeof node.path === "string" && !fs.existsSync(path.resolve(folder, node.path))) {
      missing.add(node.path);
    }
    const hash = typeof node.uri === "string" ? undefined : contentHash(clean, folder);
    return hash === undefined ? clean : { ...clean, hash };
  });
}

/** The engine reads assets when a resource is registered, in a preview too, and fails without them. */
export function missingFile(file: string, { urn, stack }: RegisteredResource): NewFinding {
  return {
    ...{ rule: "missing-file", severity: "error", urn, places: [stack] },
    message: `the asset's file ${file} is not there`,
    fix: "Correct the path, which starts at the folder of the program, or make the file before Pulumi runs.",
  };
}

/** `undefined` if the content cannot be read or has very long file names. */
function contentHash(node: Props, folder: string): string | undefined {
  const hash = crypto.createHash("sha256");
  try {
    if (isEnvelope(node, ASSET)) {
      hash.update(contentOf(node, folder));
    } else if (typeof node.path === "string" && ARCHIVE_FILE.test(node.path)) {
      hash.update(fs.readFileSync(path.resolve(folder, node.path)));
    } else {
      hashFiles(node, folder, hash);
    }
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}

/** The engine hashes a tar file of the archive's content. */
function hashFiles(archive: Props, folder: string, hash: crypto.Hash): void {
  const seen = new Set<string>();
  for (const [name, read] of filesOf(archive, folder)) {
    if (!seen.has(name)) {
      seen.add(name);
      const data = read();
      const padding = Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK);
      hash.update(tarHeader(name, data.length)).update(data).update(padding);
    }
  }
  hash.update(Buffer.alloc(2 * BLOCK));
}

function contentOf(asset: Props, folder: string): Buffer {
  return typeof asset.text === "string"
    ? Buffer.from(asset.text)
    : fs.readFileSync(path.resolve(folder, String(asset.path)));
}

/** The files of an archive in the engine's order. */
function* filesOf(archive: Props, folder: string): Generator<[string, () => Buffer]> {
  if (typeof archive.path === "string") {
    const root = path.resolve(folder, archive.path);
    for (const file of filesBelow(root)) {
      yield [path.relative(root, file).split(path.sep).join("/"), () => fs.readFileSync(file)];
    }
    return;
  }
  const assets = isObject(archive.assets) ? archive.assets : {};
  for (const name of Object.keys(assets).sort()) {
    const entry = assets[name];
    if (isEnvelope(entry, ASSET)) {
      yield [name, () => contentOf(entry, folder)];
    } else if (isEnvelope(entry, ARCHIVE)) {
      for (const [inner, read] of filesOf(entry, folder)) {
        yield [path.posix.join(name, inner), read];
      }
    }
  }
}

function* filesBelow(folder: string): Generator<string> {
  for (const name of fs.readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    if (name === ".pulumi") {
      continue;
    }
    if (fs.lstatSync(file).isDirectory()) {
      yield* filesBelow(file);
    } else if (!fs.statSync(file).isDirectory()) {
      yield file;
    }
  }
}

const BLOCK = 512;

/** Name parts of a USTAR header: 100 bytes for the name, 155 for the folders before it. */
const NAME_SIZE = 100;
const PREFIX_SIZE = 155;
const PREFIX_AT = 345;

/** A USTAR header with mode 0600 and no owner or time. */
function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const length = Buffer.byteLength(name);
  let split = 0;
  if (length > NAME_SIZE) {
    split = name.lastIndexOf("/", PREFIX_SIZE) + 1;
    if (split === 0 || length - split > NAME_SIZE) {
      throw new Error("the engine would use a PAX header here");
    }
    header.write(name.slice(0, split - 1), PREFIX_AT, "utf8");
  }
  header.write(name.slice(split), 0, NAME_SIZE, "utf8");
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, "0"), at);
  octal(0o600, 100, 7); // mode
  octal(0, 108, 7); // owner
  octal(0, 116, 7); // group
  octal(size, 124, 11);
  octal(0, 136, 11); // time
  header.write("        0", 148); // checksum, still blank, and the type: a file
  header.write("ustar\x0000", 257, "latin1");
  octal(0, 329, 7);
  octal(0, 337, 7);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  header[154] = 0;
  return header;
}
