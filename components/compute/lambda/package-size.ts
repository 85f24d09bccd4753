/** What Lambda takes as a package (rule LAM-06). */
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { lambdaUnzippedBytes, lambdaZipBytes } from "../../../rules/lambda-package";

/**
 * The archive, once its size has been looked at. Only files and folders of this machine are: what
 * comes from elsewhere, AWS measures.
 */
export async function withinLimits(
  name: string,
  archive: pulumi.asset.Archive,
): Promise<pulumi.asset.Archive> {
  if (!(archive instanceof pulumi.asset.FileArchive)) {
    return archive;
  }
  const file = await archive.path;
  if (!fs.existsSync(file)) {
    return archive; // the engine says so, with the path
  }
  const isFolder = fs.statSync(file).isDirectory();
  const limit = isFolder ? lambdaUnzippedBytes : lambdaZipBytes;
  const bytes = isFolder ? bytesBelow(file) : fs.statSync(file).size;
  if (bytes > limit) {
    throw new pulumi.RunError(
      `LambdaFunction "${name}": code ${file} is ${megabytes(bytes)}; allowed: at most ${megabytes(limit)} ${isFolder ? "unpacked" : "zipped"} (LAM-06)\n` +
        `  fix: leave out what the function does not need, move what it shares to a layer, or use an image (10 GB)`,
    );
  }
  return archive;
}

function bytesBelow(folder: string): number {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0);
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
