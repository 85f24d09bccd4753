// Takes print jobs off a queue and orders each at the print-lab. A job that fails comes again, and goes to the dead
// letters after the queue's number of tries.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const queueUrl = required("QUEUE_URL");
const labUrl = required("LAB_URL");
const originals = required("ORIGINALS");

const attempts = 3;
const attemptTimeoutMs = 4_000;
const pauseMs = 500;
/** Long enough for the lab to fetch the photo. */
const photoUrlSeconds = 60 * 60;
/** SQS holds a question that long, so that an empty queue costs little. */
const waitSeconds = Number(process.env.WAIT_SECONDS ?? 20);
const batchSize = 10;

const queue = new SQSClient({});
const storage = new S3Client({});
const stopping = new AbortController();

/** The lab does not want the job as it is; another try would not help, a person has to look. */
class Refused extends Error {}

async function work() {
  while (!stopping.signal.aborted) {
    for (const message of await receive()) {
      // What is begun ends; what is not comes again for another worker.
      if (stopping.signal.aborted) return;
      await handle(message);
    }
  }
}

async function receive() {
  try {
    const { Messages = [] } = await queue.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: waitSeconds,
      }),
      { abortSignal: stopping.signal },
    );
    return Messages;
  } catch (error) {
    if (stopping.signal.aborted) return [];
    log("error", "queue not reached", { reason: error.message });
    await pause(pauseMs);
    return [];
  }
}

async function handle({ Body, MessageId, ReceiptHandle }) {
  try {
    const orderId = await order(JSON.parse(Body));
    await queue.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    log("info", "print ordered", { orderId, messageId: MessageId });
  } catch (error) {
    log("error", "print not ordered", { messageId: MessageId, reason: error.message });
  }
}

async function order({ objectKey, size, copies, idempotencyKey }) {
  const photoUrl = await getSignedUrl(
    storage,
    new GetObjectCommand({ Bucket: originals, Key: objectKey }),
    { expiresIn: photoUrlSeconds },
  );
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask({ size, copies, photoUrl }, idempotencyKey);
    } catch (error) {
      if (error instanceof Refused || attempt === attempts) throw error;
      await pause(pauseMs * 2 ** (attempt - 1));
    }
  }
}

async function ask(body, idempotencyKey) {
  const response = await fetch(new URL("orders", labUrl.endsWith("/") ? labUrl : `${labUrl}/`), {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(attemptTimeoutMs),
  });
  if (!response.ok) {
    const passes = response.status === 408 || response.status === 429 || response.status >= 500;
    throw new (passes ? Error : Refused)(`the lab answered ${response.status}`);
  }
  const { orderId } = await response.json();
  if (typeof orderId !== "string") throw new Error("the lab's answer has no orderId");
  return orderId;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    log("error", `${name} is not set`);
    process.exit(1);
  }
  return value;
}

function log(level, message, more = {}) {
  console.log(JSON.stringify({ level, message, ...more }));
}

process.on("SIGTERM", () => {
  log("info", "leaving");
  stopping.abort();
});

log("info", "working");
await work();
process.exit(0);
