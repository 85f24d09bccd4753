/**
 * `pulumi up --target` leaves resources out: the engine then answers a registration without id and outputs, and
 * calls them known. A program that reads them must not fail: what was asked for would be refused with it.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as components from "./all-components";
import { Environment } from "../../../components/environment";
import { mocks } from "../../../cloud-model";
import { registered } from "./record";
import { samples } from "./samples";

/** What fails in a program whose resources are all left out. */
async function failuresOf(program: () => unknown): Promise<string[]> {
  const { call } = mocks();
  const nothing = { newResource: async () => ({ id: undefined, state: {} }), call };
  await pulumi.runtime.setMocks(nothing, "strata", "test", false, "organization");
  pulumi.runtime.setAllConfig({});
  // Mocha would end the run at what Pulumi reports only so.
  const others = process.listeners("unhandledRejection");
  const failures: string[] = [];
  const note = (reason: unknown) => void failures.push(String((reason as Error).stack ?? reason));
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
  try {
    program();
    await registered();
    await new Promise((resolve) => setTimeout(resolve, 0));
  } finally {
    process.off("unhandledRejection", note);
    others.forEach((other) => process.on("unhandledRejection", other));
  }
  return failures;
}

describe("an update that leaves out", () => {
  for (const [kind, sample] of Object.entries(samples)) {
    it(`${kind} does not fail for it`, async () => {
      const failures = await failuresOf(() => {
        const parent = new Environment("e", { region: "eu-west-1", account: "123456789012" });
        sample(components.classes[kind], "one", { parent }, {});
      });
      assert.deepEqual(failures, []);
    });
  }

  it("is told where one fails", async () => {
    const failures = await failuresOf(() => {
      const { arn } = new aws.sqs.Queue("one");
      new aws.sqs.Queue("two", { name: arn.apply((text) => text.split(":")[5]) });
    });
    assert.match(failures.join("\n"), /reading 'split'/);
  });
});
