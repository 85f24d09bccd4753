/** Where alarms are announced. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { policyDocument, refusePlainText } from "../base/policy-document";
import { repeated } from "../base/repeated";

export interface AlarmTopicArgs {
  /** ARN of the key that encrypts messages; its policy must admit `cloudwatch.amazonaws.com`, which that of `alias/aws/sns` does not. */
  keyArn: pulumi.Input<string>;
  /** Addresses that get every alarm by mail, once each has confirmed. Default: none. */
  emails?: readonly string[];
  /** Region of the alarms, where it is not the environment's: an alarm can't use a topic elsewhere. */
  region?: string;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    topic: aws.sns.TopicArgs;
    policy: aws.sns.TopicPolicyArgs;
    subscription: aws.sns.TopicSubscriptionArgs;
  }>;
}

/**
 * An encrypted SNS topic that this account's CloudWatch alarms may publish to, and nobody without
 * TLS.
 *
 * Creates: 1 topic, 1 topic policy, 1 subscription an address. Costs nothing when idle.
 *
 * @example
 * const alarms = new AlarmTopic("alarms", { keyArn: key.arn, emails: ["on-call@example.com"] });
 */
export class AlarmTopic extends Component {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:AlarmTopic", name, args, opts);
    const { region, emails = [] } = args;
    const twice = repeated(emails);
    if (twice !== undefined) {
      throw this.refuse("emails", twice, "each address once", "remove the second one");
    }
    const topic = this.child(aws.sns.Topic, main, { kmsMasterKeyId: args.keyArn, region });
    this.child(
      aws.sns.TopicPolicy,
      main,
      {
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "AnnounceAlarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { StringEquals: { "aws:SourceAccount": this.environment.accountId } },
          },
          refusePlainText("sns:Publish", topic.arn),
        ]),
        region,
      },
      { key: "policy" },
    );
    for (const email of emails) {
      this.child(
        aws.sns.TopicSubscription,
        email,
        { topic: topic.arn, protocol: "email", endpoint: email, region },
        { key: "subscription" },
      );
    }
    this.arn = topic.arn;
  }
}
