/** A topic: one message, many subscribers. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { admit, policyDocument, refusePlainText } from "../base/policy-document";
import { existing, main, Transforms } from "../component";
import { AlarmDefinition, Alarmed, NotificationTarget, PolicyStatement } from "../contracts";
import { SharedDocument } from "../shared-document";
import { DeadLetterChildren } from "../wiring/dead-letters";
import { AccessibleTopic, ExistingTopic } from "./accessible-topic";

/** AWS's own key for SNS. Its policy admits no AWS service (SNS guide, "Key management"). */
const AWS_KEY = "alias/aws/sns";

export interface TopicArgs {
  /** True for first-in-first-out order within a message group, to queues only. Default: false. Cannot be changed later. */
  fifo?: boolean;
  /**
   * True to have the topic's own segments in traces: how long a message waited in it, and how long each delivery
   * took. Needs `topicTraces` of the environment's `oncePerAccount`. Default: false: a trace goes on through the topic.
   */
  tracing?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      topic: aws.sns.TopicArgs;
      policy: aws.sns.TopicPolicyArgs;
      subscription: aws.sns.TopicSubscriptionArgs;
      permission: aws.lambda.PermissionArgs;
    } & DeadLetterChildren
  >;
}

/**
 * An SNS topic: encrypted, TLS only, with a queue that keeps what could not be delivered. Where AWS
 * manages the keys and a service publishes (S3, EventBridge, an alarm), the topic has the disk encryption
 * of SNS alone, because the key that AWS keeps for SNS admits no service; with keys of one's own it has that.
 *
 * Creates: 1 topic, 1 topic policy; once something subscribes, 1 queue for dead letters with its
 * policy; 1 subscription a subscriber, 1 permission a function. Costs nothing when idle.
 *
 * @example
 * const uploads = new Topic("uploads");
 * new LambdaFunction("tell-owner", async (event) => {
 *   console.log(event.Records[0].Sns.Message);
 * }, { on: uploads.notifications({ filter: { kind: ["photo"] } }), onFailure: new Queue("untold") });
 */
export class Topic extends AccessibleTopic implements NotificationTarget, Alarmed {
  /** Gives a topic that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingTopic);
  readonly notificationKind = "topic";
  readonly arn: pulumi.Output<string>;
  readonly fifo: boolean;
  readonly keyArn?: pulumi.Output<string>;
  readonly nodes: { readonly topic: aws.sns.Topic; readonly policy: aws.sns.TopicPolicy };
  readonly #senders: SharedDocument<PolicyStatement>;

  constructor(name: string, args: TopicArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Topic", name, args, opts);
    this.fifo = args.fifo ?? false;
    this.keyArn = this.environment.keyArn("messages");
    this.#senders = new SharedDocument(`policy of topic "${name}"`);
    const senders = this.#senders.entries;
    const topic = this.child(
      aws.sns.Topic,
      main,
      {
        ...(this.fifo ? { fifoTopic: true, contentBasedDeduplication: true } : {}),
        kmsMasterKeyId: this.keyArn ?? senders.then((all) => (all.length > 0 ? "" : AWS_KEY)),
        signatureVersion: 2, // SHA-256
        tracingConfig: args.tracing ? "Active" : "PassThrough",
      },
      { dependsOn: args.tracing ? [...this.environment.once("topicTraces")] : [] },
    );
    const policy = this.child(aws.sns.TopicPolicy, "policy", {
      arn: topic.arn,
      policy: policyDocument(
        senders.then((all) => [refusePlainText("sns:Publish", topic.arn), ...all]),
      ),
    });
    this.arn = topic.arn;
    this.nodes = { topic, policy };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    return [
      {
        name: "notifications-failed",
        description:
          "Notifications reached no subscriber, after all tries: look at its dead letters, and at what it answers.",
        namespace: "AWS/SNS",
        metricName: "NumberOfNotificationsFailed",
        dimensions: { TopicName: this.nodes.topic.name },
        ...{ statistic: "Sum", threshold: 0 },
      },
    ];
  }

  /** Lets an AWS service publish on behalf of one resource; makes the caller wait for the policy. */
  acceptFrom(
    service: string,
    source: pulumi.Input<string>,
    account?: pulumi.Input<string>,
  ): pulumi.Resource {
    this.environment.admitToKey("messages", service);
    this.#senders.add(admit("sns:Publish", this.arn, { service, source, account }));
    return this.nodes.policy;
  }
}
