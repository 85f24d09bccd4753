/** Brings back what failed for good, once the reason is gone. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, Transforms } from "../../component";
import { FailedMessages } from "../../contracts";
import { LambdaFunction } from "./lambda-function";
import { RedriveRequest, redriveMessages, RedriveResult } from "./redrive-messages";

/** Ten messages take about a second, so this is some thousands of them. */
const TIMEOUT_SECONDS = 300;

export interface RedriveArgs {
  /** What failed, and where it goes: `queue.failed()`, `topic.failed(fn)`. */
  failed: FailedMessages;
  /** Changes the arguments of the function. */
  transform?: Transforms<{ function: aws.lambda.FunctionArgs }>;
}

/**
 * A function that brings dead letters back: to the queue that they were in, or to the function that failed
 * at them. Call it by hand once the reason they failed for is gone:
 *
 *     aws lambda invoke --function-name <functionName> --payload '{"most":1}' --cli-binary-format raw-in-base64-out answer.json
 *
 * `most` is how many, for a look whether it works; without it all that lay there when it began. What fails
 * again meanwhile is left for the next time. A message is deleted after it has been handed over, so none is
 * lost, and one may come twice. SQS's own redrive (`StartMessageMoveTask`) knows no dead letters of topics
 * and functions; this does both.
 *
 * Creates: 1 function. Costs nothing when idle.
 *
 * @example
 * const uploads = new Queue("uploads");
 * new Redrive("index-again", { failed: uploads.failed() });
 */
export class Redrive extends Component {
  readonly functionName: pulumi.Output<string>;
  readonly function: LambdaFunction<RedriveRequest, RedriveResult>;

  constructor(name: string, args: RedriveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Redrive", name, args, opts);
    const { url: from, backToUrl: queue, functionArn: target, access } = args.failed;
    this.function = new LambdaFunction(
      name,
      redriveMessages({ from, queue, target }),
      { access, timeout: TIMEOUT_SECONDS, transform: args.transform },
      { parent: this },
    );
    this.functionName = this.function.functionName;
  }
}
