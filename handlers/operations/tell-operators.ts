/** Tells whoever operates the stack, through a topic. */
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { traced } from "../../components/compute/lambda/traced";

/** SNS takes so much of a subject. */
const SUBJECT_CHARACTERS = 100;

const topics = traced(new SNSClient({}));

/** Publishes one message; subjects are one line of ASCII (SNS API, Publish). */
export async function tellOperators(
  topicArn: string,
  subject: string,
  text: string,
  client: SNSClient = topics,
): Promise<void> {
  const plain = subject.replace(/[^ -~]+/g, " ").slice(0, SUBJECT_CHARACTERS);
  await client.send(new PublishCommand({ TopicArn: topicArn, Subject: plain, Message: text }));
}
