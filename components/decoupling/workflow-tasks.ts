/** What a workflow can do in a state. Jobs that it waits for: `components/wiring/workflow-jobs.ts`. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo } from "../base/grants";
import type { Access, Invocable, WorkflowRetry, WorkflowTask } from "../contracts";

/** What a function gets that is to answer later: `callFunction(ask, { waitForAnswer: true })`. */
export interface Question<Input = unknown> {
  /** The state's input. */
  readonly input: Input;
  /** Handed to `SendTaskSuccess` or `SendTaskFailure` by whoever answers, once. */
  readonly taskToken: string;
}

interface TaskArgs {
  /**
   * True for a task that ends when somebody answers with its token, through a role with
   * `workflow.answer()`. Default: false. Not in an express workflow.
   */
  waitForAnswer?: boolean;
}

export interface CallArgs extends TaskArgs {
  /** What the function gets. Default: the state's input; with `waitForAnswer` a `Question`. */
  payload?: unknown;
}

export interface MessageArgs extends TaskArgs {
  /** What is sent, as JSON. Default: the state's input; with `waitForAnswer` a `Question`. */
  message?: unknown;
}

const INPUT = "{% $states.input %}";
const QUESTION = { input: INPUT, taskToken: "{% $states.context.Task.Token %}" };

/** Errors of Lambda that pass, with AWS's own advice ("Best practices", Step Functions guide, "Handle transient Lambda service exceptions"). */
const lambdaRetries: readonly WorkflowRetry[] = [
  {
    errorEquals: [
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
    ],
    intervalSeconds: 2,
    maxAttempts: 6,
    backoffRate: 2,
    jitterStrategy: "FULL",
  },
];

/**
 * Calls a function; the state's result is what it returns. Tried again where Lambda itself fails, at
 * most six times.
 *
 * @example
 * const classify = new LambdaFunction("classify", async () => ({ flagged: false }));
 * new Workflow("moderate", {
 *   startAt: "Classify",
 *   states: { Classify: { type: "Task", task: callFunction(classify), end: true } },
 * });
 */
export function callFunction(target: Invocable, args: CallArgs = {}): WorkflowTask {
  return {
    integration: integration("lambda:invoke", args),
    arguments: { FunctionName: target.arn, Payload: args.payload ?? input(args) },
    // What Lambda says around the answer is of no use to later states.
    ...(args.waitForAnswer ? {} : { output: "{% $states.result.Payload %}" }),
    retry: lambdaRetries,
    access: [accessTo(target, { actions: ["lambda:InvokeFunction"] })],
  };
}

/** A queue to send to. */
interface MessageQueue {
  readonly url: pulumi.Input<string>;
  send(): Access;
}

/** Sends a message to a queue; whoever receives it may answer. */
export function sendMessage(queue: MessageQueue, args: MessageArgs = {}): WorkflowTask {
  return {
    integration: integration("sqs:sendMessage", args),
    arguments: { QueueUrl: queue.url, MessageBody: args.message ?? input(args) },
    access: [queue.send()],
  };
}

/** A topic to publish to. */
interface MessageTopic {
  readonly arn: pulumi.Input<string>;
  publish(): Access;
}

/** Publishes a message to a topic; whoever receives it may answer. */
export function publishMessage(topic: MessageTopic, args: MessageArgs = {}): WorkflowTask {
  return {
    integration: integration("sns:publish", args),
    arguments: { TopicArn: topic.arn, Message: args.message ?? input(args) },
    access: [topic.publish()],
  };
}

function integration(name: string, { waitForAnswer }: TaskArgs): string {
  return waitForAnswer ? `${name}.waitForTaskToken` : name;
}

function input({ waitForAnswer }: TaskArgs): unknown {
  return waitForAnswer ? QUESTION : INPUT;
}
