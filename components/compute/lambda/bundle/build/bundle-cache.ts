// Finished bundles, kept in the build folder by the content of everything that went into them.
import * as esbuild from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import { hashOf, phaseHash, readKept, writeKept } from "../kept-results";
import type { HandlerSource, PackagedHandler, PackageOptions } from "./handler-source";

interface CachedHandler {
  readonly inputs: string;
  /** Of `packaged`: a file that something altered since is not used. */
  readonly digest: string;
  readonly packaged: PackagedHandler;
}

export class BundleCache {
  private readonly hashes = new Map<string, string>();
  private readonly environment: readonly string[];

  constructor(
    private readonly folder: string,
    private readonly root: string,
  ) {
    this.environment = [
      // Both decide how imports are resolved and compiled.
      ...["package-lock.json", "tsconfig.json"].map((file) => this.contentHash(file)),
      ...["source", "live", "plan", "write", "build"].map(phaseHash),
    ];
  }

  read(handler: HandlerSource, options: PackageOptions): PackagedHandler | undefined {
    const kept = readKept<Partial<CachedHandler>>(this.fileOf(handler, options));
    const packaged = kept?.packaged;
    const isWhole = packaged && kept.digest === hashOf(JSON.stringify(packaged));
    return isWhole && kept.inputs === this.inputsHash(packaged.inputs) ? packaged : undefined;
  }

  write(handler: HandlerSource, options: PackageOptions, packaged: PackagedHandler): void {
    const content: CachedHandler = {
      inputs: this.inputsHash(packaged.inputs),
      digest: hashOf(JSON.stringify(packaged)),
      packaged,
    };
    writeKept(this.fileOf(handler, options), content);
  }

  private fileOf({ entry, modules }: HandlerSource, options: PackageOptions): string {
    const parts = [esbuild.version, this.environment, options, entry, modules];
    return path.join(this.folder, `${hashOf(JSON.stringify(parts))}.json`);
  }

  private inputsHash(inputs: readonly string[]): string {
    return hashOf(inputs.map((input) => `${input}\0${this.contentHash(input)}`).join("\n"));
  }

  /** A file that is gone differs from every file that was there. */
  private contentHash(file: string): string {
    const place = path.join(this.root, file);
    const read = () => (fs.existsSync(place) ? hashOf(fs.readFileSync(place)) : "absent");
    const hash = this.hashes.get(file) ?? read();
    this.hashes.set(file, hash);
    return hash;
  }
}
