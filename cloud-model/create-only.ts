/**
 * Records which properties of CloudFormation's types are create-only, from `@aws-cdk/aws-service-spec`:
 *
 *     node --require ./tests/register.js cloud-model/create-only.ts
 */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";

export const createOnlyPath = path.join(__dirname, "create-only.recorded.json");

/** The record: a line a type, and within it the properties that no update can change. */
export function createOnlyText(): string {
  const lines = [...loadAwsServiceSpecSync().all("resource")]
    .map(({ cloudFormationType, properties }) => {
      const replacing = Object.entries(properties)
        .filter(([, { causesReplacement }]) => causesReplacement === "yes")
        .map(([name]) => name);
      return [cloudFormationType, replacing.sort()] as const;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, replacing]) => `  ${JSON.stringify(type)}: ${JSON.stringify(replacing)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

if (require.main === module) writeFileSync(createOnlyPath, createOnlyText());
