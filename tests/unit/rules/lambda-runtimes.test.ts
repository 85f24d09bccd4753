import * as assert from "node:assert/strict";
import { lambdaRuntimes, runtimeStatus } from "../../../rules/lambda/runtimes";

describe("runtimeStatus", () => {
  it("follows a runtime through its days", () => {
    const states = [
      "2026-11-01",
      "2026-11-02",
      "2027-04-29",
      "2027-04-30",
      "2027-05-31",
      "2027-06-01",
    ];
    assert.deepEqual(
      states.map((day) => runtimeStatus("nodejs22.x", day).state),
      ["supported", "ending", "ending", "deprecated", "deprecated", "blocked"],
    );
  });

  it("names the day", () => {
    assert.deepEqual(runtimeStatus("nodejs20.x", "2026-11-23"), {
      state: "deprecated",
      on: "2026-04-30",
    });
  });

  it("knows no runtime that is not listed, nor what every object has", () => {
    assert.equal(runtimeStatus("nodejs24", "2026-11-23").state, "unlisted");
    assert.equal(runtimeStatus("toString", "2026-11-23").state, "unlisted");
  });

  it("has days in the order in which they come", () => {
    for (const [name, days] of Object.entries(lambdaRuntimes)) {
      const listed = Object.values(days);
      assert.deepEqual(listed, [...listed].sort(), name);
      for (const day of listed) assert.match(day, /^\d{4}-\d\d-\d\d$/, name);
    }
  });
});
