/** What the tests of LambdaFunction share: a function, and things it can be joined to. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LambdaFunction, LambdaFunctionArgs } from "../../../../components/compute";
import { Destination, PolicyStatement, VirtualNetwork } from "../../../../components/contracts";
import { record, Recording } from "../record";

export const hello = () => Promise.resolve("hello");

export const make = (args: LambdaFunctionArgs = {}) =>
  record(() => new LambdaFunction("hello", hello, args));

export function statements(recording: Recording<unknown>): PolicyStatement[] {
  const { policy } = recording.inputs<{ policy: string }>(aws.iam.RolePolicy, "hello-policy");
  return (JSON.parse(policy) as { Statement: PolicyStatement[] }).Statement;
}

export const actions = (recording: Recording<unknown>) =>
  statements(recording).flatMap(({ Action }) => [Action].flat() as string[]);

export const network = (mode: string): VirtualNetwork => ({
  connectionName: "network",
  securityGroupId: pulumi.output("sg-endpoints"),
  vpcId: pulumi.output("vpc-1"),
  cidrBlock: "10.0.0.0/16",
  zones: ["eu-west-1a"],
  publicSubnetIds: pulumi.output(["subnet-public"]),
  privateSubnetIds: pulumi.output(["subnet-private"]),
  isolatedSubnetIds: pulumi.output(["subnet-isolated"]),
  interfaceEndpoints: [],
  prefixListIds: { s3: pulumi.output("pl-s3"), dynamodb: pulumi.output("pl-dynamodb") },
  egress: { mode, publicIps: pulumi.output([]) },
});

export const destination = (kind: Destination["destinationKind"], fifo = false): Destination => ({
  destinationKind: kind,
  arn: pulumi.output(`arn:aws:test:eu-west-1:123456789012:${kind}`),
  fifo,
  deliver: () => ({ statements: [{ Effect: "Allow", Action: `test:${kind}`, Resource: "*" }] }),
});
