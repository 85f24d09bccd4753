// Which processor a native file is for, as its first bytes say.
import * as fs from "node:fs";
import * as path from "node:path";

const processors: Readonly<Record<number, string>> = { 0x3e: "x86_64", 0xb7: "arm64" };

/** `linux x86_64` and the like; https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
function platformOf(file: string): string {
  const head = Buffer.alloc(20);
  const descriptor = fs.openSync(file, "r");
  try {
    fs.readSync(descriptor, head, 0, head.length, 0);
  } finally {
    fs.closeSync(descriptor);
  }
  if (head.subarray(0, 4).toString("latin1") === "\x7fELF") {
    const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
    return `linux ${processors[machine] ?? `processor ${machine}`}`;
  }
  if (head.subarray(0, 2).toString("latin1") === "MZ") return "windows";
  // Mach-O, either way round, for one processor or several.
  const magic = head.readUInt32BE(0);
  const isMach = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe].includes(magic);
  return isMach ? "macos" : "no machine";
}

/**
 * For each package below a node_modules folder that brings native files, none of them for Lambda's processor: one of its
 * files, with what that is for. Packages that bring one for each platform are right.
 */
export function wrongNativeFiles(
  nodeModules: string,
  architecture: "arm64" | "x86_64",
): { file: string; platform: string }[] {
  const found = new Map<string, { file: string; platform: string; isRight: boolean }>();
  const names = fs.readdirSync(nodeModules, { recursive: true, encoding: "utf8" });
  for (const name of names.filter((each) => each.endsWith(".node")).sort()) {
    const file = name.split(path.sep).join("/");
    const owner = /^(.*node_modules\/)?((?:@[^/]+\/)?[^/]+)/.exec(file)?.[0] ?? file;
    const platform = platformOf(path.join(nodeModules, name));
    const isRight = platform === `linux ${architecture}`;
    if (isRight || !found.has(owner)) found.set(owner, { file, platform, isRight });
  }
  return [...found.values()]
    .filter(({ isRight }) => !isRight)
    .map(({ file, platform }) => ({ file, platform }));
}
