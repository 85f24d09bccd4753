/** What goes wrong with a queue. */
import * as aws from "@pulumi/aws";
import { AlarmDefinition } from "../contracts";
import { lettersAlarm } from "../wiring/dead-letters";

/** Rounds of a consumer that a message may wait: then nobody takes them any more. */
const ROUNDS = 10;
const LEAST_SECONDS = 600;

/** Of a queue somebody works on its age, of one behind it every message. */
export function queueAlarms(
  queue: aws.sqs.Queue,
  deadLetters: aws.sqs.Queue | undefined,
  consumerTimeout: number,
): AlarmDefinition[] {
  const namespace = "AWS/SQS";
  const seconds = Math.max(LEAST_SECONDS, ROUNDS * consumerTimeout);
  if (!deadLetters) {
    return [lettersAlarm("messages", queue.name)];
  }
  return [
    {
      ...{ name: "oldest-message", namespace, statistic: "Maximum", threshold: seconds },
      description: `A message has waited for more than ${seconds} seconds: its consumer fails, or is too slow.`,
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue.name },
    },
    lettersAlarm("dead-letters", deadLetters.name),
  ];
}
