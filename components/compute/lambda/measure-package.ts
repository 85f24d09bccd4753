/** How large a package is that stands on this machine, unpacked and as the .zip that is sent to Lambda. */
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";

export interface PackageSize {
  /** Bytes of all files together; undefined where that can't be told. */
  readonly unpackedBytes?: number;
  /** Bytes of the .zip; undefined where it was not needed, because already the files are small enough. */
  readonly zippedBytes?: number;
}

/** One file of a package. */
interface Piece {
  readonly name: string;
  readonly bytes: number;
  read(): Buffer | Promise<Buffer>;
}

/** What a .zip adds to each file: two headers and a descriptor (PKWARE's APPNOTE, 4.3); each has the name in two of them. */
const ZIP_OVERHEAD = 30 + 46 + 16;

/**
 * Measures the package. Only a package whose files are larger than `worthZipping` bytes is compressed to
 * find out what its .zip weighs; it takes a second for about 50 MB. Nothing for what is not on this machine.
 */
export async function packageSize(
  archive: pulumi.asset.Archive,
  worthZipping: number,
): Promise<PackageSize> {
  if (archive instanceof pulumi.asset.FileArchive) {
    const file = await archive.path;
    if (fs.existsSync(file) && !fs.statSync(file).isDirectory()) {
      return { zippedBytes: fs.statSync(file).size, unpackedBytes: unpackedBytesOf(file) };
    }
  }
  const pieces = await piecesOf(archive, "");
  const unpackedBytes = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  return unpackedBytes > worthZipping
    ? { unpackedBytes, zippedBytes: await zippedBytesOf(pieces) }
    : { unpackedBytes };
}

async function piecesOf(
  content: pulumi.asset.Archive | pulumi.asset.Asset,
  name: string,
): Promise<Piece[]> {
  if (content instanceof pulumi.asset.AssetArchive) {
    const entries = Object.entries(await content.assets);
    const pieces = entries.map(([key, entry]) => piecesOf(entry, path.posix.join(name, key)));
    return (await Promise.all(pieces)).flat();
  }
  if (content instanceof pulumi.asset.StringAsset) {
    const text = Buffer.from(await content.text);
    return [{ name, bytes: text.length, read: () => text }];
  }
  const isFile =
    content instanceof pulumi.asset.FileAsset || content instanceof pulumi.asset.FileArchive;
  return isFile ? filesAt(await content.path, name) : [];
}

/** The file, or every file below the folder. */
function filesAt(place: string, name: string): Piece[] {
  if (!fs.existsSync(place)) return []; // the engine says so, with the path
  const piece = (file: string, called: string): Piece => ({
    name: called,
    bytes: fs.statSync(file).size,
    read: () => fs.promises.readFile(file),
  });
  if (!fs.statSync(place).isDirectory()) return [piece(place, name)];
  return fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => piece(file, path.posix.join(name, path.relative(place, file))));
}

/** Pulumi compresses with Go's deflate at its default level, which is zlib's too. */
async function zippedBytesOf(pieces: readonly Piece[]): Promise<number> {
  const compress = promisify<Buffer, Buffer>(deflateRaw);
  let sum = 0;
  for (const { name, read } of pieces) {
    const compressed = await compress(await read());
    sum += compressed.length + ZIP_OVERHEAD + 2 * Buffer.byteLength(name);
  }
  return sum;
}

const END_SIGNATURE = Buffer.from("PK\x05\x06", "latin1");
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_LENGTH = 46;

/** What the .zip's own directory says (APPNOTE, 4.3.12 and 4.3.16); undefined for a file that is none. */
function unpackedBytesOf(file: string): number | undefined {
  const { size } = fs.statSync(file);
  const end = readAt(file, Math.max(0, size - END_LENGTH - LONGEST_COMMENT), size);
  const at = end.lastIndexOf(END_SIGNATURE);
  if (at < 0 || at + END_LENGTH > end.length) return undefined;
  const [length, start] = [end.readUInt32LE(at + 12), end.readUInt32LE(at + 16)];
  const directory = readAt(file, start, start + length);
  let sum = 0;
  for (let entry = 0; entry + ENTRY_LENGTH <= directory.length;) {
    if (directory.readUInt32LE(entry) !== ENTRY_SIGNATURE) return undefined;
    sum += directory.readUInt32LE(entry + 24);
    const variable = [28, 30, 32].map((field) => directory.readUInt16LE(entry + field));
    entry += ENTRY_LENGTH + variable[0] + variable[1] + variable[2];
  }
  return sum;
}

function readAt(file: string, from: number, to: number): Buffer {
  const descriptor = fs.openSync(file, "r");
  try {
    const buffer = Buffer.alloc(Math.max(0, to - from));
    return buffer.subarray(0, fs.readSync(descriptor, buffer, 0, buffer.length, from));
  } finally {
    fs.closeSync(descriptor);
  }
}
