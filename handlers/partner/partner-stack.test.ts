// The feature in a stack with a way out.
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { areBounded, areClosed } from "../../tests/handlers/public-functions";
import { previewFeatures } from "../../tests/stacks/shipped-stacks";
import { photoUrlSeconds } from "./photo-url";

const lambdas = "aws:lambda/function:Function";
const settings = { "strata:partner": { labUrl: "https://lab.strata.dev" } };
const preview = () => previewFeatures(["partner"], settings);

describe("A stack with the partner", function () {
  it("calls out to it from the private subnets", async () => {
    const plan = await preview();
    plan.assertNoErrors();
    const order = plan.get(lambdas, "order-print");
    const { subnetIds } = order.inputs.vpcConfig as { subnetIds: string[] };
    assert.equal(subnetIds.length, 2);
    const from = order.references.filter(({ at }) => at.startsWith("vpcConfig.subnetIds"));
    assert.ok(from.length > 0 && from.every(({ urn }) => /network-private-\d$/.test(urn)));
  });

  it("keeps orders that failed for 14 days, with no queue behind", async () => {
    const plan = await preview();
    const failures = plan.get(aws.sqs.Queue, "decoupling-failures");
    assert.equal(failures.inputs.messageRetentionSeconds, 14 * 24 * 3600);
    assert.equal(failures.inputs.redrivePolicy, undefined);
    const queues = plan.find(aws.sqs.Queue).map(({ name }) => name);
    assert.ok(!queues.includes("decoupling-failures-dead-letters"));
  });

  it("places no order whose photo can't be fetched any more", async () => {
    const plan = await preview();
    const calls = plan.get(aws.lambda.FunctionEventInvokeConfig, "order-print-asynchronous");
    const { timeout } = plan.get(lambdas, "order-print").inputs;
    const waiting = calls.inputs.maximumEventAgeInSeconds as number;
    assert.ok(waiting + (timeout as number) < photoUrlSeconds, `${waiting} s`);
  });

  areBounded("partner", ["price-print", "quote-print"], settings);
  areClosed(
    "partner",
    ["GET /photos/{photoId}/print", "POST /photos/{photoId}/print"],
    [],
    settings,
  );
});
