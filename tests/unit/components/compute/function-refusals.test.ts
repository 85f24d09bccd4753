/** What a LambdaFunction refuses before anything is built, and what it takes instead. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { FunctionCode, LambdaFunction, LambdaFunctionArgs } from "../../../../components/compute";
import { Destination } from "../../../../components/contracts";
import { record, refusal } from "../record";
import { hello, make, network } from "./function-under-test";

type Context = { succeed(answer: string): void; done(error: unknown): void; note: string };

function refusedWith(code: unknown, args: LambdaFunctionArgs = {}): Promise<string> {
  return refusal(() => new LambdaFunction("hello", code as FunctionCode<unknown, unknown>, args));
}

describe("LambdaFunction refuses", () => {
  it("code that is undefined, and says that an import may be circular", async () => {
    const message = await refusedWith(undefined);
    assert.match(message, /^LambdaFunction "hello": code is undefined; allowed: a callback/);
    assert.match(message, /fix: look for a circular import/);
  });

  for (const [what, code] of [
    ["text", "index.handler"],
    ["null", null],
    ["an object of no form", { handler: "index.handler" }],
  ] as const) {
    it(`code that is ${what}`, async () => {
      assert.match(await refusedWith(code), /code is .*; allowed: a callback, \{ stream \}/);
    });
  }

  it("a handler that answers through the context, which nodejs24.x has no more (LAM-09)", async () => {
    const written = async (_event: unknown, context: unknown) => {
      (context as Context).note = "not a call of succeed";
      return "fine";
    };
    await record(() => new LambdaFunction("hello", written));
    const succeeds = async function (_event: unknown, context: Context) {
      context.succeed("done");
    };
    assert.match(
      await refusedWith(succeeds),
      /"hello": the handler calls context.succeed\(\); allowed: returning[^]*fix: return the result: nodejs24.x/,
    );
    const methods = {
      async run(_event: unknown, context: Context) {
        if (context.note) context.done(null);
      },
    };
    assert.match(await refusedWith(methods.run), /calls context.done\(\)/);
  });

  it("bounds of provisioned concurrency that provision nothing, or are no counts", async () => {
    const bounds = (provisionedConcurrency: LambdaFunctionArgs["provisionedConcurrency"]) =>
      refusedWith(hello, { provisionedConcurrency });
    assert.match(await bounds({ min: 0, max: 0 }), /allowed: a max of 1 or more/);
    assert.match(await bounds({ min: -1, max: 2 }), /allowed: whole numbers of 0 or more/);
    assert.match(await bounds({ min: 1, max: 2.5 }), /allowed: whole numbers of 0 or more/);
  });
});

describe("LambdaFunction's name", () => {
  const named = (name: string) => () => new LambdaFunction(name, hello);

  it("of 57 characters is refused: the provider adds 8, and AWS takes 64", async () => {
    const message = await refusal(
      named("list-photos-of-the-calling-user-newest-first-page-by-page"),
    );
    assert.match(
      message,
      /NAME-01: the logical name is "list-photos-of[^"]*"; allowed: at most 56/,
    );
  });

  it("of 56 characters is taken, and its role's shortened", async () => {
    const name = "x".repeat(56);
    const recording = await record(named(name));
    recording.inputs(aws.lambda.Function, name);
    const roles = recording.resources.filter(({ type }) => type === "aws:iam/role:Role");
    assert.match(roles.map((role) => role.name).join(), /^x{47}-[0-9a-f]{8}$/);
  });
});

describe("LambdaFunction takes", () => {
  it("an older runtime for an inline handler, and builds for it", async () => {
    const handler = async (_event: unknown, context: Context) => context.succeed("done");
    const older = { bundle: { runtime: "nodejs22.x" } };
    const recording = await record(() => new LambdaFunction("hello", handler as never, older));
    const { runtime } = recording.inputs<aws.lambda.FunctionArgs>(aws.lambda.Function, "hello");
    assert.equal(runtime, "nodejs22.x");
  });

  it("a loop that is meant, and tells AWS so", async () => {
    const recording = await make({ recursiveLoop: true });
    const config = recording.inputs<aws.lambda.FunctionRecursionConfigArgs>(
      aws.lambda.FunctionRecursionConfig,
      "hello-recursion",
    );
    assert.equal(config.recursiveLoop, "Allow");
    const other = await record(() => new LambdaFunction("hello", hello));
    assert.equal(other.count(aws.lambda.FunctionRecursionConfig), 0);
  });

  it("outcomes to a queue without a way to it: Lambda sends them from outside the VPC", async () => {
    const queues = { ...network("single"), interfaceEndpoints: ["sqs"] };
    const failures: Destination = {
      destinationKind: "queue",
      arn: pulumi.output("arn:aws:sqs:eu-west-1:123456789012:failures"),
      deliver: () => ({
        statements: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }],
      }),
    };
    const sending = await make({ vpc: { network: queues }, onFailure: failures });
    assert.equal(sending.count(aws.vpc.SecurityGroupEgressRule), 0);
    const own = await make({ vpc: { network: queues }, access: [failures.deliver()] });
    assert.equal(own.count(aws.vpc.SecurityGroupEgressRule), 1);
  });
});
