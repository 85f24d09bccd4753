// What is known of bundles from runs before, by everything that decides how loading them goes.
import * as fs from "node:fs";
import * as path from "node:path";
import { hashOf, phaseHash } from "../kept-results";
import type { BundleToCheck } from "./bundle-check";

/**
 * The file for what is known of a bundle.
 *
 * @param kind The folder within that of finished bundles.
 * @param more What else decides.
 */
export function checkedFile(kind: string, bundle: BundleToCheck, more?: unknown): string {
  const { js, environment, standIns, external, install, nodeModules, target, architecture } =
    bundle;
  const contents = Object.entries(bundle.files).map(([name, file]) => [
    name,
    hashOf(fs.readFileSync(file)),
  ]);
  const key = JSON.stringify([
    ["source", "live", "check", "replay"].map(phaseHash),
    process.version,
    { js, environment, standIns, external, install, nodeModules, target, architecture },
    contents,
    more,
  ]);
  return path.join(bundle.folder, kind, `${hashOf(key)}.json`);
}
