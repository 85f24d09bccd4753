/** Refuses a package that Lambda does not take (rules LAM-06). */
import * as pulumi from "@pulumi/pulumi";
import { resourceRules } from "../../../rules";
import { lambdaZipBytes } from "../../../rules/lambda/package";
import { checkResource, describe } from "../../../rules/base/rule";
import { lambda } from "../../../rules/base/types/lambda";
import { packageSize } from "./measure-package";

const sizeRules = resourceRules.filter(({ id }) => id.startsWith("LAM-06"));

/**
 * The archive, once its size has been looked at. Only what stands on this machine is: what comes from
 * elsewhere, AWS measures.
 *
 * @throws pulumi.RunError (as a rejection) with function, package, size, limit and fix.
 */
export async function withinLimits(
  name: string,
  given: pulumi.asset.Archive | Promise<pulumi.asset.Archive>,
): Promise<pulumi.asset.Archive> {
  const archive = await given;
  const code = { ...(await packageSize(archive, lambdaZipBytes)) };
  const today = new Date().toISOString().slice(0, 10);
  const violations = checkResource(sizeRules, lambda.function, { code }, { today });
  if (violations.length > 0) {
    const place = archive instanceof pulumi.asset.FileArchive ? ` (${await archive.path})` : "";
    throw new pulumi.RunError(
      violations
        .map(
          (violation) =>
            `LambdaFunction "${name}"${place}: ${describe(violation)} (${violation.rule})\n  fix: ${violation.fix}`,
        )
        .join("\n"),
    );
  }
  return archive;
}
