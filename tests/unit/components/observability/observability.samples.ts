/** One of each component: what is observed. */
import { Queue } from "../../../../components/decoupling";
import { withArgs, type Samples } from "../sample";

export const samples: Samples = {
  Alarms: withArgs((name, inside) => ({
    of: [new Queue(`${name}-jobs`, {}, inside)],
    enabled: true,
  })),
  AlarmTopic: withArgs({
    keyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
    emails: ["a@example.com"],
  }),
  LogGroup: withArgs(),
};
