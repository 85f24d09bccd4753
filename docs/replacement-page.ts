/**
 * Writes docs/replacement.md from the facts of resource types:
 *
 *     node --require ./tests/register.js docs/replacement-page.ts
 */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { replacementDifferences } from "../cloud-model";

/** Where the page is. */
export const replacementPagePath = path.join(__dirname, "replacement.md");

/** The page as Markdown. */
export function replacementPage(): string {
  const rows = replacementDifferences().map(
    ({ type, argument, change, reason }) =>
      `| \`${type}\` | \`${argument}\` | ${change} | ${reason} |`,
  );
  return [
    "# What replaces a resource",
    "",
    "<!-- Made by docs/replacement-page.ts from cloud-model/facts/: edit the facts, then run it. -->",
    "",
    "The preview, the comparison of plans and the engine tests take an argument to replace its resource where",
    "CloudFormation's property of that name is create-only (`@aws-cdk/aws-service-spec`). The provider differs",
    "in these, each for its reason; a reason that names the provider's schema is from",
    "[its source](https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service).",
    "",
    "<!-- prettier-ignore -->",
    "| type | argument | its change | because |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

if (require.main === module) writeFileSync(replacementPagePath, replacementPage());
