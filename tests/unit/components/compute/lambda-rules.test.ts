/**
 * Every LAM rule that a function's arguments can break is told while the program runs, with
 * component, argument, value, limit and fix. Which others there are, and why not here, is listed below.
 */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { LambdaFunction } from "../../../../components/compute";
import { resourceRules, stackRules } from "../../../../rules";
import { record, refusal } from "../record";
import { serviceStackCases } from "../../rules/stack-cases";
import { computeStackCases } from "../../rules/stack-compute-cases";
import { policyStackCases } from "../../rules/stack-policy-cases";
import { serviceFitCases } from "../../rules/stack-service-cases";
import { cases } from "../../rules/cases";
import { hello } from "./function-under-test";
import { breaches } from "./lambda-rule-breaches";

/** Rules that no argument of one function decides, with the reason. Each has its own case elsewhere. */
const WHOLE_STACK = "tests/unit/rules/stack-rules.test.ts: takes several resources";
const OF_TRIGGERS = "tests/unit/rules/resource-rules.test.ts: triggers make permissions, not args";
const OF_INVOCATIONS =
  "tests/unit/rules/resource-rules.test.ts: a call while the stack is deployed, no arg";
const OF_OUTPUTS = "tests/unit/rules/resource-rules.test.ts: the component sets it to an Output";
const OF_PACKAGE = "package-size.test.ts: measured once the package is built";
const OF_ARCHIVES =
  "tests/unit/rules/resource-rules.test.ts: what an archive holds, which arguments don't show";
const ADVICE = "tests/unit/rules/resource-rules.test.ts: info, for previews and the policy pack";
const elsewhere: { readonly [rule: string]: string } = {
  "LAM-06": OF_PACKAGE,
  "LAM-06-unpacked": OF_PACKAGE,
  "LAM-07-file": OF_ARCHIVES,
  "LAM-10-statement": OF_TRIGGERS,
  "LAM-11-vpc": WHOLE_STACK,
  "LAM-12-zones": WHOLE_STACK,
  "LAM-14": OF_OUTPUTS,
  "LAM-14-scaling": OF_OUTPUTS,
  "LAM-14-weights": WHOLE_STACK,
  "LAM-15": WHOLE_STACK,
  "LAM-16": WHOLE_STACK,
  "LAM-19": WHOLE_STACK,
  "LAM-20-loop": WHOLE_STACK,
  "LAM-23-arm": ADVICE,
  "LAM-24-stream": WHOLE_STACK,
  "LAM-25": OF_TRIGGERS,
  "LAM-25-account": OF_TRIGGERS,
  "LAM-25-latest": OF_TRIGGERS,
  "LAM-25-missing": WHOLE_STACK,
  "LAM-25-service": OF_TRIGGERS,
  "LAM-25-star": OF_TRIGGERS,
  "LAM-25-unique": WHOLE_STACK,
  "LAM-26": WHOLE_STACK,
  "LAM-27": WHOLE_STACK,
  "LAM-27-table": WHOLE_STACK,
  "LAM-28": WHOLE_STACK,
  "LAM-30-create": WHOLE_STACK,
  "LAM-31": WHOLE_STACK,
  "LAM-32": OF_INVOCATIONS,
  "LAM-34": WHOLE_STACK,
  "LAM-35": WHOLE_STACK,
  "LAM-36": WHOLE_STACK,
  "LAM-36-source": WHOLE_STACK,
};

const wholeStackCases = {
  ...{ ...serviceStackCases, ...policyStackCases },
  ...{ ...computeStackCases, ...serviceFitCases },
};

const allRules = [...resourceRules, ...stackRules].filter(({ id }) => id.startsWith("LAM-"));

describe("the rules of Lambda, where a function is made", () => {
  // Runtimes end by the calendar: judge by one day.
  before(() => mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-23") }));
  after(() => mock.timers.reset());

  it("are each broken here, or listed with the place that tests them", () => {
    const ids = allRules.map(({ id }) => id).sort();
    assert.deepEqual([...Object.keys(breaches), ...Object.keys(elsewhere)].sort(), ids);
    const stackIds = stackRules.map(({ id }) => id);
    for (const [id, reason] of Object.entries(elsewhere)) {
      assert.equal(stackIds.includes(id), reason === WHOLE_STACK, id);
      assert.ok(id in (reason === WHOLE_STACK ? wholeStackCases : cases), `${id} has no case`);
    }
  });

  for (const [id, { child = "hello", code = hello, args, says }] of Object.entries(breaches)) {
    const rule = resourceRules.find((one) => one.id === id);
    const build = () => new LambdaFunction("hello", code, args);

    it(`${id} ${rule?.severity === "warning" ? "warns" : "throws"}: ${says.slice(0, 60)}`, async () => {
      assert.ok(rule);
      const told =
        rule.severity === "warning"
          ? (await record(build)).warnings
          : (await refusal(build)).split("\n");
      const line = told.find((one) => one.trim().startsWith(`${id}: `));
      assert.ok(line, `not told: ${told.join("\n")}`);
      const component = rule.severity === "warning" ? line : told[0];
      assert.ok(
        component.includes(rule.severity === "warning" ? `${child}: ` : `"${child}"`),
        component,
      );
      assert.ok(line.includes(says), `${line}\nexpected: ${says}`);
      assert.ok(line.endsWith(`. Fix: ${rule.fix}`), line);
      assert.ok(rule.fix.length > 10);
    });
  }

  it("LAM-09 throws: a handler that takes a callback", async () => {
    const withCallback = (_event: unknown, _context: unknown, done: () => void) => done();
    const handler = withCallback as unknown as () => Promise<void>;
    const message = await refusal(() => new LambdaFunction("hello", handler));
    assert.match(message, /"hello" takes 3 parameters, but at most 2 are passed/);
    assert.match(message, /Write it as "async \(event, context\)"/);
  });

  it("are told all at once", async () => {
    const args = { memorySize: 64, timeout: 901 };
    const message = await refusal(() => new LambdaFunction("hello", hello, args));
    assert.match(
      message,
      /^LambdaFunction "hello" \(aws:lambda\/function:Function\) breaks 2 rules:/,
    );
    assert.match(message, /\n {2}LAM-01: .*\n {2}LAM-02: /);
  });
});
