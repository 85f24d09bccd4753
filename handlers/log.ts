/** JSON log lines, which CloudWatch Logs Insights can query by field. */

export type LogLevel = "info" | "warn" | "error";

/**
 * Writes one log line.
 *
 * @param message What happened, the same words each time: what differs goes into `details`.
 * @param details Fields to search by. An Error is written with name, message and stack. Never put
 *   signed URLs, tokens or bodies here.
 *
 * @example
 * log("info", "photo indexed", { photoId });
 */
export function log(level: LogLevel, message: string, details: Record<string, unknown> = {}): void {
  const entry = { message, ...mapErrors(details) };
  // With the JSON log format Lambda writes time, level and request id around one object and would
  // escape a string once more. Everywhere else the line has to be JSON already.
  const formattedByLambda = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
  console[level](formattedByLambda ? entry : JSON.stringify({ level, ...entry }));
}

function mapErrors(details: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([field, value]) => [
      field,
      value instanceof Error
        ? { name: value.name, message: value.message, stack: value.stack }
        : value,
    ]),
  );
}
