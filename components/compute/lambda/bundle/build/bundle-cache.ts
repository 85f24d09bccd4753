// Finished bundles, kept in the build folder by the content of everything that went into them.
import * as esbuild from "esbuild";
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { HandlerSource, PackagedHandler, PackageOptions } from "./handler-source";

interface CachedHandler {
  readonly inputs: string;
  /** Of `packaged`: a file that something altered since is not used. */
  readonly digest: string;
  readonly packaged: PackagedHandler;
}

export class BundleCache {
  private readonly hashes = new Map<string, string>();
  private readonly environment: string;

  constructor(
    private readonly folder: string,
    private readonly root: string,
  ) {
    // Both decide how imports are resolved and compiled.
    this.environment = ["package-lock.json", "tsconfig.json"]
      .map((file) => this.hashOf(file))
      .join();
  }

  read(handler: HandlerSource, options: PackageOptions): PackagedHandler | undefined {
    try {
      const file = this.fileOf(handler, options);
      const kept = JSON.parse(fs.readFileSync(file, "utf8")) as CachedHandler;
      const { inputs, digest, packaged } = kept;
      const isWhole = digest === sha256(JSON.stringify(packaged));
      return isWhole && inputs === this.inputsHash(packaged.inputs) ? packaged : undefined;
    } catch {
      return undefined; // Not there, or not readable: built anew.
    }
  }

  write(handler: HandlerSource, options: PackageOptions, packaged: PackagedHandler): void {
    const file = this.fileOf(handler, options);
    const content: CachedHandler = {
      inputs: this.inputsHash(packaged.inputs),
      digest: sha256(JSON.stringify(packaged)),
      packaged,
    };
    try {
      fs.mkdirSync(this.folder, { recursive: true });
      // Several stacks may be previewed at once: a reader never sees half a file.
      const unfinished = `${file}.${randomUUID()}`;
      fs.writeFileSync(unfinished, JSON.stringify(content));
      fs.renameSync(unfinished, file);
    } catch {
      // A folder that can't be written to costs speed alone.
    }
  }

  private fileOf({ entry, modules }: HandlerSource, options: PackageOptions): string {
    const parts = [bundlerHash(), esbuild.version, this.environment, options, entry, modules];
    return path.join(this.folder, `${sha256(JSON.stringify(parts))}.json`);
  }

  private inputsHash(inputs: readonly string[]): string {
    return sha256(inputs.map((input) => `${input}\0${this.hashOf(input)}`).join("\n"));
  }

  private hashOf(file: string): string {
    const known = this.hashes.get(file);
    if (known !== undefined) return known;
    let hash = "absent";
    try {
      hash = sha256(fs.readFileSync(path.join(this.root, file)));
    } catch {
      // A file that is gone differs from every file that was there.
    }
    this.hashes.set(file, hash);
    return hash;
  }
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

let bundler: string | undefined;

/** The bundler's own code: another version of it may package the same slice differently. */
function bundlerHash(): string {
  const folder = path.dirname(__dirname);
  bundler ??= sha256(
    fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      // What checks a bundle has no part in making it.
      .filter((file) => /\.[jt]s$/.test(file) && !file.startsWith(`check${path.sep}`))
      .sort()
      .map((file) => fs.readFileSync(path.join(folder, file), "utf8"))
      .join("\0"),
  );
  return bundler;
}
