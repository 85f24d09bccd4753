/** Puts a case before the moderators. The workflow waits until one of them has answered. */
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Value } from "../value";
import type { ModerationCase, Report } from "./case";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler of the workflow's question. Asked twice, with another token, the later token counts; a
 * case that is decided stays as it is.
 *
 * @param needs `cases`: name of the table of cases.
 * @param client Another client, in tests.
 */
export function askModerator({ cases }: { cases: Value }, client?: DynamoDBDocumentClient) {
  return async ({ input, taskToken }: { input: Report; taskToken: string }): Promise<void> => {
    const Item: ModerationCase = { ...input, taskToken, askedAt: new Date().toISOString() };
    try {
      await (client ?? documents).send(
        new PutCommand({
          TableName: cases.get(),
          Item,
          ConditionExpression: "attribute_not_exists(decision)",
        }),
      );
      log("info", "case opened", { caseId: input.caseId });
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        throw error;
      }
      log("warn", "case was decided before", { caseId: input.caseId });
    }
  };
}
