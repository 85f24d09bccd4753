import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { LambdaFunction, LambdaFunctionArgs } from "../../../../components/compute";
import { Access, PolicyStatement } from "../../../../components/contracts";
import { Bucket, Table } from "../../../../components/data";
import { Queue } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { EgressMode, Network } from "../../../../components/network";
import { Secret } from "../../../../components/security";
import { record, Recording } from "../record";
import { hello } from "./function-under-test";

interface Placement {
  mode?: EgressMode;
  endpoints?: string[];
  egress?: NonNullable<LambdaFunctionArgs["vpc"]>["egress"];
}

/** A function in a VPC, with what `access` makes of the environment. */
function place(
  access: (inside: { parent: Environment }) => Access[],
  { mode = "none", endpoints = [], egress }: Placement = {},
): Promise<Recording<LambdaFunction>> {
  return record(() => {
    const encryption = "customer-managed";
    const inside = { parent: new Environment("test", { region: "eu-west-1", encryption }) };
    const args = { zones: ["eu-west-1a"], egress: { mode }, interfaceEndpoints: endpoints };
    const network = new Network("network", args, inside);
    const vpc = { network, egress };
    return new LambdaFunction("order", hello, { vpc, access: access(inside) }, inside);
  });
}

function granting(...statements: PolicyStatement[]): () => Access[] {
  return () => [{ statements }];
}

function allow(...Action: string[]): PolicyStatement {
  return { Effect: "Allow", Action, Resource: "*" };
}

describe("a function in the VPC whose access cannot be used", () => {
  it("is warned about, with both ways out", async () => {
    const send = (inside: { parent: Environment }) => [new Queue("orders", {}, inside).send()];
    const { warnings, ...recording } = await place(send, { mode: "single" });
    assert.deepEqual(warnings, [
      'LambdaFunction "order": access to sqs can\'t be used, every call would time out: the function has no egress, and network "network" no interface endpoint for it\n' +
        '  fix: interfaceEndpoints: ["sqs"] for the network, or vpc: { egress: true } for the function',
    ]);
    const rules = recording.resources.filter(({ type }) =>
      type.endsWith("SecurityGroupEgressRule"),
    );
    assert.deepEqual(rules, []);
  });

  it("is warned about once, with all services and what is missing of egress", async () => {
    const access = granting(
      allow("lambda:InvokeFunction", "kinesis:PutRecord"),
      allow("states:StartExecution"),
    );
    const { warnings } = await place(access, { endpoints: ["states"] });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /access to kinesis, lambda can't be used/);
    assert.match(
      warnings[0],
      /fix: interfaceEndpoints: \["kinesis-streams", "lambda"\] for the network, or an egress mode such as "single" for the network and vpc: \{ egress: true \} for the function/,
    );
  });

  it("is offered an endpoint only where one is known", async () => {
    const { warnings } = await place(granting(allow("route53:ListHostedZones", "sns:Publish")));
    assert.match(warnings[0], /access to route53, sns can't/);
    assert.match(
      warnings[0],
      /fix: an egress mode .* for the function; interfaceEndpoints: \["sns"\] for the network helps with those alone/,
    );
    const alone = await place(granting(allow("route53:ListHostedZones")), { mode: "single" });
    assert.match(alone.warnings[0], /fix: vpc: \{ egress: true \} for the function$/);
  });

  it("is warned about where its egress leaves HTTPS out", async () => {
    const access = granting(allow("sqs:SendMessage"));
    const { warnings } = await place(access, { mode: "single", egress: { ports: [5432] } });
    assert.match(
      warnings[0],
      /the function's egress leaves out port 443[^]*443 among vpc.egress.ports/,
    );
    const both = await place(access, { mode: "single", egress: { ports: [443, 5432] } });
    assert.deepEqual(both.warnings, []);
  });

  it("is told that a function's own address has no endpoint", async () => {
    const callUrl = (inside: { parent: Environment }) => [
      new LambdaFunction("quote", hello, { url: {} }, inside).callUrl(),
    ];
    const placement = { mode: "single", endpoints: ["lambda"] } as const;
    const { warnings } = await place(callUrl, { ...placement, endpoints: ["lambda"] });
    assert.match(
      warnings[0],
      /access to function URLs can't[^]*fix: vpc: \{ egress: true \} for the function$/,
    );
  });

  for (const [what, access, placement] of [
    [
      "S3 and DynamoDB, whose keys KMS uses on its behalf",
      (inside) => [
        new Bucket("photos", {}, inside).read(),
        new Table("users", { hashKey: "id" }, inside).write(),
      ],
    ],
    [
      "a service with an endpoint",
      (inside) => [new Secret("key", {}, inside).read(), new Queue("orders", {}, inside).send()],
      { endpoints: ["secretsmanager", "sqs"] },
    ],
    [
      "anything, where it has egress",
      granting(allow("sqs:SendMessage")),
      { mode: "single", egress: true },
    ],
    [
      "what is granted for others to use, or on a connection",
      granting(
        allow("iam:PassRole", "elasticfilesystem:ClientMount", "rds-db:connect"),
        allow("elasticache:Connect", "kafka-cluster:ReadData", "*"),
      ),
    ],
    ["what is denied", granting({ Effect: "Deny", Action: "sns:Publish", Resource: "*" })],
  ] as [string, (inside: { parent: Environment }) => Access[], Placement?][]) {
    it(`is not warned about for ${what}`, async () => {
      assert.deepEqual((await place(access, placement)).warnings, []);
    });
  }

  it("is warned about where it calls KMS itself", async () => {
    const { warnings } = await place(granting(allow("kms:Decrypt")));
    assert.match(warnings[0], /access to kms can't/);
  });

  it("opens nothing for it", async () => {
    const recording = await place(granting(allow("sqs:SendMessage")));
    assert.equal(recording.count(aws.vpc.SecurityGroupEgressRule), 0);
  });
});
