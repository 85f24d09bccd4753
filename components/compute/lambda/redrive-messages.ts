/** The handler of `Redrive`. Imports nothing of Pulumi: it is bundled. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteMessageCommand,
  Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { traced } from "../../base/traced";

export interface RedriveRequest {
  /** Most messages to bring back. Default: all that lay there when it began. */
  most?: number;
}

export interface RedriveResult {
  /** Messages that were handed over. */
  redriven: number;
  /** Messages that stayed: they failed at another function, are no JSON, or came meanwhile. */
  left: number;
}

interface Value {
  get(): string;
}

interface Context {
  getRemainingTimeInMillis(): number;
}

/** Enough to hand over what has been received. */
const RESERVE_MILLISECONDS = 15_000;

const queues = traced(new SQSClient({}));
const functions = traced(new LambdaClient({}));

/**
 * @param needs `from`: URL of the queue that holds what failed. `queue`: URL of the one it goes back to.
 *   `target`: ARN of the function to call with it, where there is no queue.
 */
export function redriveMessages(needs: { from: Value; queue?: Value; target?: Value }) {
  const { from, queue, target } = needs;
  return async (request: RedriveRequest | null, context: Context): Promise<RedriveResult> => {
    const most = request?.most ?? Infinity;
    const began = Date.now();
    let redriven = 0;
    let left = 0;
    while (redriven < most && context.getRemainingTimeInMillis() > RESERVE_MILLISECONDS) {
      const messages = await receive(from.get(), Math.min(10, most - redriven));
      // What was sent since has failed again: SQS keeps the time of a message that it moves.
      const old = messages.filter((message) => sentAt(message) < began);
      for (const message of old) {
        const isTaken = queue
          ? await sendBack(message, queue.get())
          : await callAgain(message, target?.get() ?? "");
        if (isTaken) {
          const ReceiptHandle = message.ReceiptHandle;
          await queues.send(new DeleteMessageCommand({ QueueUrl: from.get(), ReceiptHandle }));
          redriven += 1;
        } else {
          left += 1; // is hidden for a while, so that it is not received again at once
        }
      }
      left += messages.length - old.length;
      if (old.length === 0) break;
    }
    console.info({ message: "redriven", redriven, left });
    return { redriven, left };
  };
}

async function receive(QueueUrl: string, MaxNumberOfMessages: number): Promise<Message[]> {
  const { Messages = [] } = await queues.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ["SentTimestamp", "MessageGroupId"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages;
}

const sentAt = ({ Attributes }: Message) => Number(Attributes?.SentTimestamp ?? 0);

async function sendBack(message: Message, QueueUrl: string): Promise<boolean> {
  const { Body, MessageAttributes, MessageId, Attributes } = message;
  const group = Attributes?.MessageGroupId;
  await queues.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: Body,
      MessageAttributes,
      // Another id: with that of the first time, a FIFO queue would let it vanish.
      ...(group ? { MessageGroupId: group, MessageDeduplicationId: MessageId } : {}),
    }),
  );
  return true;
}

/** False for what the function did not fail at. */
async function callAgain({ Body = "" }: Message, FunctionName: string): Promise<boolean> {
  const event = eventOf(Body, FunctionName);
  if (event === undefined) return false;
  const Payload = JSON.stringify(event);
  await functions.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload }));
  return true;
}

/** What the function is called with: the event in Lambda's record of a failure, or the message that a topic could not deliver. */
function eventOf(body: string, functionArn: string): unknown {
  const failure = parse(body);
  if (failure === undefined) return undefined;
  if (failure.requestContext && "requestPayload" in failure) {
    return sameFunction(failure.requestContext.functionArn, functionArn)
      ? failure.requestPayload
      : undefined;
  }
  if (failure.Type === "Notification") {
    const { SigningCertURL, UnsubscribeURL, ...rest } = failure;
    const Sns = {
      ...rest,
      SigningCertUrl: SigningCertURL,
      UnsubscribeUrl: UnsubscribeURL,
      MessageAttributes: failure.MessageAttributes ?? {},
    };
    return { Records: [{ EventSource: "aws:sns", EventVersion: "1.0", Sns }] };
  }
  return failure;
}

interface Failure {
  requestContext?: { functionArn?: string };
  requestPayload?: unknown;
  Type?: string;
  SigningCertURL?: string;
  UnsubscribeURL?: string;
  MessageAttributes?: object;
}

function parse(body: string): Failure | undefined {
  try {
    return JSON.parse(body) as Failure;
  } catch {
    return undefined;
  }
}

/** Records name the version or alias that was called. */
function sameFunction(called = "", wanted: string): boolean {
  const unqualified = (arn: string) => arn.split(":").slice(0, 7).join(":");
  return unqualified(called) === unqualified(wanted);
}
