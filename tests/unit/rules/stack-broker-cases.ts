/** Brokers whose messages a function takes. */
import { ec2 } from "../../../rules/base/types/ec2";
import { iam } from "../../../rules/base/types/iam";
import { mq } from "../../../rules/base/types/mq";
import { secretsmanager } from "../../../rules/base/types/secretsmanager";
import type { StackResource } from "../../../rules";
import { gateway, internet, out, vpc, zone } from "./network-resources";
import { fn, make, mapping } from "./service-resources";
import { from, fromEach, stackOf, type Described } from "./stack";
import type { StackCase } from "./stack-cases";

const group = make(ec2.securityGroup)("group");
export const rule = (
  name: string,
  type: string,
  port: number,
  more: Described["args"],
): Described => ({
  ...{ type, name },
  args: {
    securityGroupId: from("group"),
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    ...more,
  },
});
const itself = { referencedSecurityGroupId: from("group") };
const letIn = (port: number) => rule("in", ec2.ingressRule, port, itself);
const fromOthers = [
  make(ec2.securityGroup)("others"),
  rule("from-others", ec2.ingressRule, 61617, { referencedSecurityGroupId: from("others") }),
];
const callOut = rule("https", ec2.egressRule, 443, { cidrIpv4: "0.0.0.0/0" });
const broker = make(mq.broker)("broker", {
  engineType: "ActiveMQ",
  securityGroups: fromEach("group"),
  subnetIds: fromEach("private-a"),
  arn: "arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1",
});
const poll = mapping("poll", {
  eventSourceArn: from("broker"),
  functionName: from("fn"),
  sourceAccessConfigurations: from("secret"),
});

/** In a private subnet, whose way out is the gateway where there is one. */
export const polled = (...more: readonly Described[]): StackResource[] =>
  stackOf(vpc(), internet, ...zone("a"), group, broker, fn("fn"), poll, ...more);

const endpoint = (service: string): Described => ({
  type: ec2.vpcEndpoint,
  name: service,
  args: { vpcId: from("vpc"), serviceName: `com.amazonaws.eu-west-1.${service}` },
});

const secretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-a1b2c3";
/** The function's role may read the secret, and whatever else is named. */
function withRole(...resources: readonly string[]): StackResource[] {
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "mq:DescribeBroker"],
        Resource: [secretArn, ...resources],
      },
    ],
  });
  return stackOf(
    make(iam.role)("role", { assumeRolePolicy: "{}" }),
    make(iam.rolePolicy)("policy", { role: from("role"), policy }),
    make(secretsmanager.secret)("secret", { arn: secretArn }),
    broker,
    group,
    fn("fn", { role: from("role") }),
    poll,
  );
}

export const brokerStackCases: { readonly [rule: string]: StackCase } = {
  "MQ-01-group": {
    pass: polled(letIn(61617)),
    fail: polled(letIn(5671), ...fromOthers),
    blamed: "poll",
  },
  "MQ-01-route": {
    pass: polled(gateway("public-a"), out("a"), callOut),
    fail: polled(gateway("public-a"), callOut, endpoint("lambda"), endpoint("secretsmanager")),
    blamed: "poll",
  },
  "MQ-01-role": {
    pass: withRole("arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1"),
    fail: withRole(),
    blamed: "poll",
  },
};
