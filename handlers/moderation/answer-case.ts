/** POST /moderation/{caseId}: a moderator decides. */
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { log } from "../log";
import { validateBody } from "../request";
import type { Value } from "../value";
import { answer, type ModerationCase } from "./case";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));
const workflows = traced(new SFNClient({}));

/**
 * The handler of POST /moderation/{caseId}. Body: `{ "decision": "keep" }` or `"remove"`.
 *
 * The decision is written first and then told to the workflow. Whoever is not sure whether the answer
 * got through sends it again: the same decision changes nothing and is told again, which finishes what
 * a crash between the two left open; another one is refused with 409.
 *
 * @param needs `cases`: name of the table of cases.
 * @param clients Other SDK clients, in tests.
 */
export function answerCase(
  { cases }: { cases: Value },
  clients?: { documents?: DynamoDBDocumentClient; workflows?: SFNClient },
) {
  const database = clients?.documents ?? documents;
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, answer);
    if (!body.valid) {
      return body.response;
    }
    const { decision } = body.value;
    const Key = { caseId: event.pathParameters?.caseId ?? "" };
    const TableName = cases.get();
    const { Item } = await database.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    if (!Item) {
      return errorResponse(404, "There is no such case.");
    }
    try {
      await database.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: "SET decision = :decision",
          ConditionExpression: "attribute_not_exists(decision) OR decision = :decision",
          ExpressionAttributeValues: { ":decision": decision },
        }),
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        return errorResponse(409, "The case was decided otherwise.");
      }
      throw error;
    }
    await tell((Item as ModerationCase).taskToken, { decision }, clients?.workflows ?? workflows);
    return jsonResponse(200, { ...Key, decision });
  };
}

/** A task that has ended knows the answer, or waited too long for it. */
async function tell(taskToken: string, output: object, client: SFNClient): Promise<void> {
  try {
    await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
  } catch (error) {
    if (!(error instanceof TaskTimedOut || error instanceof TaskDoesNotExist)) {
      throw error;
    }
    log("info", "the workflow had ended before");
  }
}
