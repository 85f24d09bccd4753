/** Where a language's package comes from. */
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";

/** Packages that are a .zip already: Pulumi's zip of a folder keeps no execute bit, which `bootstrap` needs. */
const zipped = ["go", "rust"];

/** A folder that is shipped as it is. */
export function source(language: string): pulumi.asset.Archive {
  return new pulumi.asset.FileArchive(`./${language}`);
}

/**
 * What `build.sh` made. In a preview the source stands for a package that isn't built yet, so that a
 * review needs no compilers.
 *
 * @throws pulumi.RunError with the command, where a deployment finds nothing built.
 */
export function built(language: string): pulumi.asset.Archive {
  const ending = zipped.includes(language) ? ".zip" : "";
  const file = `../../build/examples/runtimes/${language}${ending}`;
  if (fs.existsSync(file)) {
    return new pulumi.asset.FileArchive(file);
  }
  const missing = `${file} is missing; allowed: the built package. Fix: run ./build.sh ${language}`;
  if (!pulumi.runtime.isDryRun()) {
    throw new pulumi.RunError(missing);
  }
  void pulumi.log.warn(`${missing} before pulumi up; this preview shows the source instead.`);
  return source(language);
}
