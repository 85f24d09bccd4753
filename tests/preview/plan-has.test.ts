import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { previewStack } from "../../preview/testing";

describe("plan.has", () => {
  const plan = () =>
    previewStack(() => {
      new aws.sqs.Queue("jobs", { delaySeconds: 1, tags: { team: "shop", stage: "dev" } });
      new aws.sqs.Queue("mails", { delaySeconds: 2, redrivePolicy: '{"maxReceiveCount":3}' });
    });

  it("compares what is given, and gives the resource", async () => {
    const found = (await plan()).has(aws.sqs.Queue, "jobs", { tags: { team: "shop" } });
    assert.equal(found.inputs.delaySeconds, 1);
    (await plan()).has(aws.sqs.Queue, "mails", { redrivePolicy: { maxReceiveCount: 3 } });
  });

  it("says what differs, and which other resource has it", async () => {
    const expected = { delaySeconds: 2, redrivePolicy: { maxReceiveCount: 3 } };
    const planned = await plan();
    assert.throws(() => planned.has(aws.sqs.Queue, "jobs", expected), {
      message: [
        "aws:sqs/queue:Queue 'jobs' is not as expected:",
        "delaySeconds is 1, not 2",
        'redrivePolicy is not set, not {"maxReceiveCount":3}',
        "All of it has: 'mails'",
      ].join("\n  "),
    });
    assert.throws(() => planned.has(aws.sqs.Queue, "job", { delaySeconds: 1 }), {
      message:
        /No .*Queue is named 'job'\. Did you mean 'jobs', 'mails'\?\n {2}All of it has: 'jobs'/,
    });
    assert.throws(() => planned.has(aws.sqs.Queue, "jobs", { tags: { team: ["shop"] } }), {
      message: /tags\.team is "shop", not \["shop"\]/,
    });
  });

  it("compares text with a RegExp, and nothing else with one", async () => {
    const planned = await plan();
    planned.has(aws.sqs.Queue, "jobs", { tags: { team: /^sh/ } });
    const wrong = (expected: { [argument: string]: unknown }) => () =>
      planned.has(aws.sqs.Queue, "jobs", expected);
    assert.throws(wrong({ tags: { team: /^hop/ } }), {
      message: /tags\.team is "shop", which \/\^hop\/ does not match/,
    });
    assert.throws(wrong({ delaySeconds: /1/ }), { message: /delaySeconds is 1, which/ });
    assert.throws(wrong({ policy: /./ }), { message: /policy is not set, which/ });
  });

  it("refuses what has no properties to compare: such a test could not fail", async () => {
    const planned = await plan();
    for (const team of [new Date(0), new Map([["a", 1]]), pulumi.output("shop")]) {
      assert.throws(() => planned.has(aws.sqs.Queue, "jobs", { tags: { team } }), {
        message: /tags\.team is compared with an? \w+; give text/,
      });
    }
  });
});
