/** A project of the tests' own, with everything of the repository in it. */
import * as fs from "fs";
import * as path from "path";

export const REPOSITORY = path.resolve(__dirname, "..", "..");

/**
 * Links to all there is in the repository, so that relative paths of assets mean the same as under the
 * CLI; but for the project's and the stacks' files, which the tests change.
 */
export function linkRepository(folder: string): void {
  const entries = fs.readdirSync(REPOSITORY);
  for (const entry of entries.filter((name) => !/^(Pulumi\..*|\.git|build)$/.test(name))) {
    fs.symlinkSync(path.join(REPOSITORY, entry), path.join(folder, entry));
  }
}
