/**
 * SQL that a workflow runs through the Redshift Data API. The API answers before the statements are done
 * and Step Functions can't wait for them, so a second state asks ("Redshift Data API", Step Functions guide,
 * "AWS SDK service integrations").
 */
import * as pulumi from "@pulumi/pulumi";
import type { Access, WorkflowTask } from "../contracts";

export interface Statements {
  workgroupName: pulumi.Input<string>;
  databaseName: pulumi.Input<string>;
  /** The secret of the user that they run as. */
  secretArn: pulumi.Input<string>;
  /** What the workflow's role needs. */
  access: Access;
  sql: readonly pulumi.Input<string>[];
}

/** Hands the statements over; the state's result has their `Id`. */
export function runStatements(statements: Statements): WorkflowTask {
  const { workgroupName, databaseName, secretArn, access, sql } = statements;
  return {
    integration: "aws-sdk:redshiftdata:batchExecuteStatement",
    arguments: {
      WorkgroupName: workgroupName,
      Database: databaseName,
      SecretArn: secretArn,
      Sqls: [...sql],
    },
    output: { Id: "{% $states.result.Id %}" },
    access: [access],
  };
}

/** Asks what became of them. */
export function outcomeOfStatements(id: string, access: Access): WorkflowTask {
  return {
    integration: "aws-sdk:redshiftdata:describeStatement",
    arguments: { Id: id },
    output: {
      Id: "{% $states.result.Id %}",
      Status: "{% $states.result.Status %}",
      // Only where there is one: an expression of what isn't there fails.
      Error: "{% $exists($states.result.Error) ? $states.result.Error : '' %}",
    },
    access: [access],
  };
}
