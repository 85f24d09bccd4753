/** How long people waited for a moderator, as a metric of CloudWatch. */
import type { AttributeValue, DynamoDBStreamEvent } from "aws-lambda";

/** Cases that have just been decided, in the words of DynamoDB Streams. */
export const decided = {
  eventName: ["MODIFY"],
  dynamodb: {
    NewImage: { decision: { S: [{ exists: true }] } },
    OldImage: { decision: { S: [{ exists: false }] } },
  },
};

/**
 * The handler of the changes of the table of cases. Writes a line in CloudWatch's embedded metric format,
 * which makes it the metric `SecondsToDecision` of `Strata/Moderation`: no call, no permission.
 */
export function timeDecisions() {
  return async (event: DynamoDBStreamEvent): Promise<{ batchItemFailures: [] }> => {
    for (const { dynamodb } of event.Records) {
      const { askedAt, decision } = dynamodb?.NewImage ?? {};
      const decidedAt = (dynamodb?.ApproximateCreationDateTime ?? 0) * 1000;
      const asked = Date.parse(textOf(askedAt));
      if (Number.isNaN(asked) || decidedAt < asked) continue;
      const line = {
        _aws: {
          Timestamp: decidedAt,
          CloudWatchMetrics: [
            {
              Namespace: "Strata/Moderation",
              Dimensions: [["Decision"]],
              Metrics: [{ Name: "SecondsToDecision", Unit: "Seconds" }],
            },
          ],
        },
        Decision: textOf(decision),
        SecondsToDecision: Math.round((decidedAt - asked) / 1000),
      };
      // As text: in the JSON log format Lambda would put an object under `message`, where it is no metric.
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
    return { batchItemFailures: [] };
  };
}

const textOf = (value: AttributeValue | undefined) => value?.S ?? "";
