/** Which features a stack has. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";

const folder = path.join(__dirname, "..", "handlers");

/** A feature is a folder of `handlers/` whose `index.ts` joins it to the layers. */
const featureNames: readonly string[] = fs
  .readdirSync(folder)
  .filter((name) => fs.existsSync(path.join(folder, name, "index.ts")))
  .sort();

export const featureSettings = z.array(z.enum(featureNames)).default([]).meta({
  description: "Features of this stack: folders of handlers/, in the order of composition.",
});

/**
 * Says where the features of a stack and the settings of features don't go together.
 *
 * @param given The settings of the stack; those of a feature have its name.
 * @param known Every fragment of settings.
 * @returns The key at fault with what is allowed there.
 */
export function featuresWithoutSettings(
  given: { readonly features: readonly string[]; readonly [fragment: string]: unknown },
  known: readonly string[],
): { readonly key: string; readonly message: string }[] {
  return featureNames
    .filter((name) => known.includes(name))
    .flatMap((name) => {
      const named = given.features.includes(name);
      const set = given[name] !== undefined;
      if (named && !set) return [{ key: name, message: `settings, as ${name} is in features` }];
      if (set && !named) return [{ key: name, message: `nothing, or ${name} in features, too` }];
      return [];
    });
}
