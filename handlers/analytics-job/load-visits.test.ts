import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { loadVisits } from "./load-visits";
import type { WorkflowTask } from "../../components/contracts";
import { valueOf } from "../../tests/unit/components/record";

/** JSONata as asl-validator brings it along: the language of the workflow's expressions. */
const jsonata = createRequire(require.resolve("asl-validator"))("jsonata") as (text: string) => {
  evaluate(input: unknown, bindings: Record<string, unknown>): Promise<unknown>;
};

/** What Step Functions makes of a text: the value of an expression, or the text. */
function evaluated(text: string, bindings: Record<string, unknown>): Promise<unknown> {
  const [, expression] = /^\{%([^]*)%\}$/.exec(text) ?? [];
  return expression === undefined
    ? Promise.resolve(text)
    : jsonata(expression).evaluate({}, bindings);
}

const nothing: WorkflowTask = { integration: "none", access: [] };
function loading() {
  const given: pulumi.Input<string>[] = [];
  const warehouse = {
    statements: (sql: readonly pulumi.Input<string>[]) => {
      given.push(...sql);
      return nothing;
    },
    statementOutcome: () => nothing,
  };
  const { states } = loadVisits(warehouse, pulumi.output("s3://lake/events/"));
  return { given, states };
}

describe("loading the visits of a day", () => {
  it("takes the day before the schedule's time", async () => {
    const { Day } = loading().states;
    assert.ok(Day.type === "Pass");
    for (const [time, day] of [
      ["2026-11-29T02:30:00Z", "2026-11-28"],
      ["2027-01-01T02:30:00Z", "2026-12-31"],
    ]) {
      const states = { input: { time } };
      assert.equal(await evaluated(String(Day.assign?.day), { states }), day);
    }
  });

  it("copies its folder, once: the day's rows go before they come", async () => {
    const sql = await Promise.all(
      loading().given.map(async (text) => evaluated(await valueOf(text), { day: "2026-11-28" })),
    );
    assert.deepEqual(sql.slice(2), [
      "COPY loaded FROM 's3://lake/events/day=2026-11-28/' IAM_ROLE default FORMAT AS PARQUET",
      "DELETE FROM visits WHERE day = '2026-11-28'",
      "INSERT INTO visits SELECT CAST('2026-11-28' AS DATE), page, \"at\" FROM loaded",
    ]);
  });

  it("asks until it knows, and fails with Redshift's reason", async () => {
    const { Which, Failed } = loading().states;
    assert.ok(Which.type === "Choice" && Failed.type === "Fail");
    const leads = async (Status: string) => {
      for (const { condition, next } of Which.choices) {
        if (await evaluated(condition, { states: { input: { Status } } })) return next;
      }
      return Which.default;
    };
    assert.deepEqual(
      await Promise.all(["SUBMITTED", "STARTED", "FINISHED", "FAILED", "ABORTED"].map(leads)),
      ["Wait", "Wait", "Loaded", "Failed", "Failed"],
    );
    const states = { input: { Error: "no such folder" } };
    assert.equal(await evaluated(String(Failed.cause), { states }), "no such folder");
  });
});
