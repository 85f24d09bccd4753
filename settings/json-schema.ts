/**
 * The JSON Schema of the stack files, for completion and checks in editors. `npm run schema` writes
 * it to `stack-file.schema.json`, which every stack file names in its first line.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { settings } from ".";

export const schemaFile = path.join(__dirname, "stack-file.schema.json");

/** Schema of a whole `Pulumi.<stack>.yaml`; other namespaces and Pulumi's own keys stay free. */
export function stackFileSchema(): object {
  const ours = z.toJSONSchema(settings, { io: "input" });
  const prefixed = Object.entries(ours.properties ?? {}).map(([key, value]) => [
    `strata:${key}`,
    value,
  ]);
  const names = prefixed.map(([name]) => name);
  return {
    $schema: ours.$schema,
    title: "Settings of a Strata stack",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(prefixed) as object,
        required: (ours.required ?? []).map((key) => `strata:${key}`),
        // A key of our namespace that is none of these is a spelling mistake.
        propertyNames: { anyOf: [{ not: { pattern: "^strata:" } }, { enum: names }] },
      },
    },
  };
}

if (require.main === module) {
  fs.writeFileSync(schemaFile, `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
}
