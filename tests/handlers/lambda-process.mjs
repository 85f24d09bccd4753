// What Lambda's Node.js runtime does, in small: loads index.mjs, asks the runtime API for the next invocation, calls the
// handler and sends back its result or its error.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import path from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const streaming = Symbol("streaming");

/** Status and headers, and what parts them from the body, before the first write; where there is none, they are not sent. */
function withMetadata(stream, metadata) {
  const write = stream.write.bind(stream);
  stream.write = (...given) => {
    stream.write = write;
    write(JSON.stringify(metadata));
    write(Buffer.alloc(8));
    return write(...given);
  };
  return stream;
}

globalThis.awslambda = {
  streamifyResponse: (handler) => Object.assign(handler, { [streaming]: true }),
  HttpResponseStream: { from: withMetadata },
};

const send = (address, body) => fetch(`${api}/${address}`, { method: "POST", body });
const describe = (error) =>
  JSON.stringify({
    errorType: error?.name ?? "Error",
    errorMessage: error?.message ?? String(error),
    trace: String(error?.stack ?? "").split("\n"),
  });

async function call(handler, event, context) {
  if (!handler[streaming]) return JSON.stringify((await handler(event, context)) ?? null);
  const stream = new PassThrough();
  const chunks = [];
  stream.on("data", (chunk) => chunks.push(chunk));
  const ended = new Promise((resolve, reject) => stream.on("end", resolve).on("error", reject));
  await handler(event, stream, context);
  await ended;
  return JSON.stringify(Buffer.concat(chunks).toString());
}

let handler;
try {
  const file = path.join(process.env.LAMBDA_TASK_ROOT, "index.mjs");
  ({ handler } = await import(pathToFileURL(file).href));
  if (typeof handler !== "function") throw new Error("index.handler is not a function");
} catch (error) {
  await send("init/error", describe(error));
  process.exit(1);
}

for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const deadline = Number(next.headers.get("lambda-runtime-deadline-ms"));
  const context = {
    awsRequestId: id,
    invokedFunctionArn: next.headers.get("lambda-runtime-invoked-function-arn"),
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: "$LATEST",
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: `/aws/lambda/${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    const event = await next.json();
    await send(`invocation/${id}/response`, await call(handler, event, context));
  } catch (error) {
    await send(`invocation/${id}/error`, describe(error));
  }
}
