/**
 * Calls of AWS's SDK as subsegments of a trace, at run time in a handler. Why not a library:
 * docs/decisions/tracing.md. Sources: "AWS X-Ray segment documents" and "Sending trace data to X-Ray"
 * (X-Ray guide), "Visualize Lambda function invocations using AWS X-Ray" (Lambda guide).
 */
import { randomBytes } from "node:crypto";
import { createSocket, Socket } from "node:dgram";

/** What names the resource of a call, by its argument; X-Ray has these under names of its own. */
const RESOURCES = {
  TableName: "table_name",
  QueueUrl: "queue_url",
  TopicArn: "topic_arn",
  Bucket: "bucket_name",
  FunctionName: "function_name",
  StreamName: "stream_name",
} as const;

const TRACE_HEADER = "X-Amzn-Trace-Id";
const THROTTLED = 429;
const HEADER = `{"format":"json","version":1}\n`;

interface Call {
  readonly input: object;
  readonly request?: unknown;
}
interface Answer {
  readonly output: { readonly $metadata?: Metadata };
}
interface Metadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly attempts?: number;
}
type Next = (call: never) => Promise<Answer>;
interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** As much of a client of AWS's SDK as is needed here. */
interface SdkClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

/**
 * The client, each of whose calls is a subsegment of the trace of the invocation that makes it. Where
 * an invocation is not sampled, or there is no trace, nothing is sent. What goes wrong with tracing fails no call.
 *
 * @example
 * const client = traced(new DynamoDBClient({}));
 */
export function traced<Client extends SdkClient>(client: Client): Client {
  const trace = (next: Next, context: CallContext) => (call: Call) =>
    traceCall(next, context, call);
  // Once a call, before it is signed: retries lie within.
  const options = { step: "build", priority: "high", name: "strataTrace", override: true };
  client.middlewareStack.add(trace as never, options as never);
  return client;
}

async function traceCall(next: Next, context: CallContext, call: Call): Promise<Answer> {
  const { _X_AMZN_TRACE_ID: trace = "", AWS_XRAY_DAEMON_ADDRESS: daemon } = process.env;
  const { Root, Parent, Sampled } = fieldsOf(trace);
  if (!daemon || !Root || !Parent || Sampled !== "1") return next(call as never);
  const id = randomBytes(8).toString("hex");
  // What is called nests below this call; the lineage must stay, by which Lambda notices loops.
  const { headers } = (call.request ?? {}) as { headers?: Record<string, string> };
  if (headers) headers[TRACE_HEADER] = trace.replace(/Parent=[^;]*/, `Parent=${id}`);
  const begun = { id, trace_id: Root, parent_id: Parent, type: "subsegment", start_time: now() };
  const about = (metadata: Metadata | undefined, ends: object) =>
    send(daemon, { ...begun, ...described(context, call, metadata), ...ends, end_time: now() });
  try {
    const answer = await next(call as never);
    // A presigned address is no call: nothing was sent.
    if (!("presigned" in answer.output)) await about(answer.output.$metadata, {});
    return answer;
  } catch (error) {
    const { $metadata } = error as { $metadata?: Metadata };
    await about($metadata, failure(error as Error, $metadata?.httpStatusCode));
    throw error;
  }
}

function fieldsOf(trace: string): Partial<Record<string, string>> {
  return Object.fromEntries(trace.split(";").map((field) => field.split("=", 2)));
}

function described({ clientName, commandName }: CallContext, { input }: Call, met?: Metadata) {
  const given = input as Record<string, unknown>;
  const resource = Object.entries(RESOURCES).flatMap(([argument, name]) =>
    typeof given[argument] === "string" ? [[name, given[argument]] as const] : [],
  );
  return {
    name: (clientName ?? "AWS").replace(/Client$/, ""),
    namespace: "aws",
    aws: {
      operation: commandName?.replace(/Command$/, ""),
      region: process.env.AWS_REGION,
      request_id: met?.requestId,
      retries: met?.attempts === undefined ? undefined : met.attempts - 1,
      ...Object.fromEntries(resource),
    },
    ...(met?.httpStatusCode ? { http: { response: { status: met.httpStatusCode } } } : {}),
  };
}

/** X-Ray counts what the caller did wrong as an error, what the service did wrong as a fault. */
function failure({ name, message }: Error, status: number | undefined): object {
  const isError = status !== undefined && status < 500;
  return {
    ...(isError
      ? { error: true, throttle: status === THROTTLED || /throttl/i.test(name) }
      : { fault: true }),
    cause: { exceptions: [{ id: randomBytes(8).toString("hex"), type: name, message }] },
  };
}

let socket: Socket | undefined;

/** Waits until it is handed over, because Lambda may freeze the process as soon as the handler has answered. */
function send(daemon: string, subsegment: object): Promise<void> {
  return new Promise((resolve) => {
    try {
      const [host, port] = daemon.split(":");
      socket ??= createSocket("udp4")
        .unref()
        .on("error", () => (socket = undefined));
      socket.send(HEADER + JSON.stringify(subsegment), Number(port), host, () => resolve());
    } catch {
      resolve();
    }
  });
}

/** Seconds since 1970, with fractions, as X-Ray has them. */
function now(): number {
  return Date.now() / 1000;
}
