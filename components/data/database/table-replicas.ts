/** Copies of a table in other regions (global tables). */
import * as aws from "@pulumi/aws";
import { Refuse } from "../../component";
import { EnvironmentFacts } from "../../base/environment-facts";
import { repeated } from "../../base/repeated";
import { regionPattern } from "../../base/region";

interface ReplicaNeeds {
  readonly regions: readonly string[];
  readonly environment: EnvironmentFacts;
  readonly disposable: boolean;
  readonly refuse: Refuse;
}

/**
 * The copies as the table takes them, each encrypted by a key of its own region, restorable and guarded
 * like the table.
 *
 * @throws pulumi.RunError for a region that is none, is the table's own, or is named twice
 */
export function tableReplicas({
  regions,
  environment,
  disposable,
  refuse,
}: ReplicaNeeds): aws.types.input.dynamodb.TableReplica[] {
  const twice = repeated(regions);
  if (twice !== undefined) {
    throw refuse("replicas", twice, "each region once", "remove the second one");
  }
  return [...regions].sort().map((regionName) => {
    if (!regionPattern.test(regionName) || regionName === environment.homeRegion) {
      const fix = "name regions such as us-east-1, beside that of the table";
      throw refuse("replicas", regionName, "other regions than the table's", fix);
    }
    return {
      regionName,
      kmsKeyArn: environment.keyArn("data", regionName),
      pointInTimeRecovery: true,
      propagateTags: true,
      deletionProtectionEnabled: environment.production && !disposable,
    };
  });
}
