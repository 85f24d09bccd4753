// The moderation feature, built as it is deployed and run against DynamoDB and the API of Step Functions.
import assert from "node:assert/strict";
import type { ModerationCase } from "./case";
import { newPhotoId } from "../photo-id";
import { useDynamoDb } from "../../tests/handlers/dynamo-db";
import { request } from "../../tests/handlers/events";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { Invocation } from "../../tests/handlers/runtime-api";
import { createTable, runSample } from "../../tests/handlers/sample-stack";
import { startStatesService, StatesService } from "../../tests/handlers/states-service";

const answerOf = (invocation: Invocation) => {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  const { statusCode, body } = invocation.response as { statusCode: number; body: string };
  return { statusCode, body: JSON.parse(body) as { caseId: string; cases: ModerationCase[] } };
};

describe("The moderation handlers, from a report to a decision", function () {
  const database = useDynamoDb();
  const table = usePhotoTable(database);
  let states: StatesService;
  let environment: Record<string, string>;

  before(async () => {
    states = await startStatesService();
    environment = { ...table.environment, ...states.environment };
    await createTable(database.client, "moderation-cases");
  });
  after(() => states?.stop());

  const run = async (name: string, event: unknown) =>
    (await runSample(name, environment, [event])).invocations[0];

  it("look at a photo once, answer once, and finish what a crash left open", async () => {
    const photoId = newPhotoId();
    await table.put({ userId: "ada", photoId });
    const report = request({ path: { photoId }, body: { owner: "ada", reason: "not hers" } });
    const { statusCode, body } = answerOf(await run("report-photo", report));
    assert.equal(statusCode, 202);
    assert.equal(answerOf(await run("report-photo", report)).body.caseId, body.caseId);
    assert.equal(states.executions.size, 1);
    const nobodys = request({ path: { photoId }, body: { owner: "eve", reason: "x" } });
    assert.equal(answerOf(await run("report-photo", nobodys)).statusCode, 404);

    const input = states.executions.get(body.caseId);
    await run("ask-moderator", { input, taskToken: "token" });
    const open = answerOf(await run("list-cases", request())).body.cases;
    assert.deepEqual(
      open.map(({ caseId, reason, taskToken }) => [caseId, reason, taskToken]),
      [[body.caseId, "not hers", undefined]],
    );

    const decide = async (decision: string) =>
      run("answer-case", request({ path: { caseId: body.caseId }, body: { decision } }));
    states.breakNext();
    assert.ok("error" in (await decide("remove")), "the crash between the table and the workflow");
    assert.equal(answerOf(await decide("keep")).statusCode, 409);
    assert.equal(answerOf(await decide("remove")).statusCode, 200);
    assert.equal(answerOf(await decide("remove")).statusCode, 200);
    assert.deepEqual([...states.answers], [["token", { decision: "remove" }]]);
    assert.deepEqual(answerOf(await run("list-cases", request())).body.cases, []);
    const other = request({ path: { caseId: "none" }, body: { decision: "keep" } });
    assert.equal(answerOf(await run("answer-case", other)).statusCode, 404);

    for (let twice = 0; twice < 2; twice += 1) {
      assert.deepEqual(await run("take-down-photo", input), { response: { photoId } });
    }
    assert.deepEqual(await table.photosOf("ada"), []);
  });

  it("time a decision as a metric, and what is no time not at all", async () => {
    const change = (askedAt: string, ApproximateCreationDateTime: number) => ({
      eventName: "MODIFY",
      dynamodb: {
        ApproximateCreationDateTime,
        NewImage: { askedAt: { S: askedAt }, decision: { S: "keep" } },
      },
    });
    const Records = [
      change("2026-11-29T12:00:00.000Z", Date.parse("2026-11-29T12:01:30Z") / 1000),
      change("never", 1),
    ];
    const { invocations, logs } = await runSample("time-decisions", environment, [{ Records }]);
    assert.deepEqual(invocations, [{ response: { batchItemFailures: [] } }]);
    const [line, ...more] = logs.trim().split("\n");
    assert.deepEqual(more, []);
    const { _aws, ...metric } = JSON.parse(line) as { _aws: { CloudWatchMetrics: unknown[] } };
    assert.deepEqual(metric, { Decision: "keep", SecondsToDecision: 90 });
    assert.equal(_aws.CloudWatchMetrics.length, 1);
  });
});
