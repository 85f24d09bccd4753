import assert from "node:assert/strict";
import { log } from "./log";

describe("log", () => {
  const original = console.warn;
  const format = process.env.AWS_LAMBDA_LOG_FORMAT;
  let written: unknown[];
  beforeEach(() => {
    written = [];
    console.warn = (...parts: unknown[]) => void written.push(...parts);
    delete process.env.AWS_LAMBDA_LOG_FORMAT;
  });
  afterEach(() => {
    console.warn = original;
    delete process.env.AWS_LAMBDA_LOG_FORMAT;
    if (format !== undefined) {
      process.env.AWS_LAMBDA_LOG_FORMAT = format;
    }
  });

  it("writes one line of JSON", () => {
    log("warn", "disk nearly full", { free: 7 });
    assert.deepEqual(written, ['{"level":"warn","message":"disk nearly full","free":7}']);
  });

  it("hands an object over where Lambda formats as JSON itself", () => {
    process.env.AWS_LAMBDA_LOG_FORMAT = "JSON";
    log("warn", "disk nearly full", { free: 7 });
    assert.deepEqual(written, [{ message: "disk nearly full", free: 7 }]);
  });

  it("writes errors with name, message and stack", () => {
    log("warn", "failed", { error: new RangeError("too far") });
    const { error } = JSON.parse(String(written[0]));
    assert.equal(error.name, "RangeError");
    assert.equal(error.message, "too far");
    assert.match(error.stack, /log\.test/);
  });
});
