/** Tells operators of lines that say an error. */
import { gunzipSync } from "node:zlib";
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from "aws-lambda";
import type { Value } from "../value";
import { tellOperators } from "./tell-operators";

/** Lines that functions log as errors (`handlers/log.ts`), as CloudWatch Logs asks for them. */
export const errorLines = '{ $.level = "ERROR" }';

/** More is read in the log, where the message says to look. */
const TOLD_LINES = 5;

/**
 * The handler of a subscription to a log group. One message for all lines of a call: a broken release
 * writes many. Told twice of the same is better than not at all.
 *
 * @param needs `topic`: ARN of the topic that operators listen to.
 */
export function alertErrors({ topic }: { topic: Value }) {
  return async ({ awslogs }: CloudWatchLogsEvent): Promise<void> => {
    const text = gunzipSync(Buffer.from(awslogs.data, "base64")).toString("utf8");
    const { messageType, logGroup, logEvents } = JSON.parse(text) as CloudWatchLogsDecodedData;
    // The other type asks whether anybody is there.
    if (messageType !== "DATA_MESSAGE" || logEvents.length === 0) {
      return;
    }
    const lines = logEvents.slice(0, TOLD_LINES).map(({ message }) => message.trim());
    const more = logEvents.length - lines.length;
    await tellOperators(
      topic.get(),
      `${logEvents.length} errors in ${logGroup}`,
      [...lines, ...(more > 0 ? [`... and ${more} more`] : [])].join("\n"),
    );
  };
}
