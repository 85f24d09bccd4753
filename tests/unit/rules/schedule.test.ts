/** Expressions of schedules, from AWS's own examples and from what people write instead. */
import * as assert from "node:assert/strict";
import { scheduleProblem } from "../../../rules/base/schedule";

const every = ["cron", "rate", "at"] as const;

describe("schedule expressions", () => {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
  for (const right of [
    "cron(0 10 * * ? *)",
    "cron(15 12 * * ? *)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
    "cron(0/15 * * * ? *)",
    "cron(0/10 * ? * MON-FRI *)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(0/30 20-2 ? * MON-FRI *)",
    "cron(0 9 ? * 2#1 *)",
    "cron(0 9 ? * 6L *)",
    "cron(0 9 LW JAN,jul ? 2026-2030)",
    "cron(*/5 * * * ? *)",
    "rate(1 minute)",
    "rate(12 hours)",
    "at(2027-02-28T23:59:59)",
  ]) {
    it(`${right} is one`, () => assert.equal(scheduleProblem(right, every), undefined));
  }

  for (const [wrong, allowed] of [
    ["cron(0 9 * * * *)", /a \? in day of month or day of week/],
    ["cron(0 9 ? * ? *)", /only in one of them/],
    ["cron(0 12 * * *)", /six fields/],
    ["0 9 * * ? *", /cron\(0 9 \* \* \? \*\)/],
    ["cron(60 9 * * ? *)", /0 to 59 in minutes/],
    ["cron(0 24 * * ? *)", /0 to 23 in hours/],
    ["cron(0 9 32 * ? *)", /1 to 31 in day of month/],
    ["cron(0 9 ? * 0 *)", /1 to 7 or SUN to SAT in day of week/],
    ["cron(0 9 ? * MONDAY *)", /SUN to SAT/],
    ["cron(0 9 * 13 ? *)", /1 to 12 or JAN to DEC in month/],
    ["cron(0 9 * * ? 1969)", /1970 to 2199 in year/],
    ["cron(0/0 9 * * ? *)", /in minutes/],
    ["rate(1 minutes)", /singular/],
    ["rate(5 minute)", /plural/],
    ["rate(0 minutes)", /whole number from 1/],
    ["rate(30 seconds)", /minutes, hours or days/],
    ["rate(1.5 hours)", /whole number/],
    ["at(2027-01-31)", /a time without zone/],
    ["at(2027-01-31T09:00:00Z)", /a time without zone/],
    ["every day", /cron/],
  ] as const) {
    it(`${wrong} is none`, () => assert.match(scheduleProblem(wrong, every) ?? "", allowed));
  }

  it("take the forms of their service only", () => {
    assert.equal(
      scheduleProblem("at(2027-01-31T09:00:00)", ["cron", "rate"])?.includes("at("),
      false,
    );
  });
});
