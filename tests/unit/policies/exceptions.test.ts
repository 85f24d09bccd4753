import * as assert from "node:assert/strict";
import type { ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { resourceRules, stackRules } from "../../../rules";
import { ExceptionList } from "../../../policies/exception-list";
import { allExceptions } from "../../../policies/all-exceptions";
import type { Exception } from "../../../policies/exception";
import { resourcePolicies } from "../../../policies/resource-policies";
import { unusedExceptionsPolicy } from "../../../policies/stack-policies";

const TYPE = "aws:lambda/function:Function";
const urn = (name: string, stack = "dev") => `urn:pulumi:${stack}::strata::${TYPE}::${name}`;
const reason = "Tested here.";

describe("exceptions", () => {
  it("excuse the rule on the resource, by its name", () => {
    assert.deepEqual(broken([{ rule: "LAM-01", resource: "resize", reason }], "resize"), []);
  });

  it("excuse the rule on the resource, by its URN", () => {
    assert.deepEqual(broken([{ rule: "LAM-01", resource: urn("resize"), reason }], "resize"), []);
  });

  it("excuse no other rule and no other resource", () => {
    const list: Exception[] = [
      { rule: "LAM-02", resource: "resize", reason },
      { rule: "LAM-01", resource: "other", reason },
      { rule: "LAM-01", resource: "resize", reason, stacks: ["prod"] },
    ];
    assert.equal(broken(list, "resize").length, 1);
  });

  it("that excuse nothing in their stack are reported", () => {
    const list = new ExceptionList([
      { rule: "LAM-01", resource: "used", reason },
      { rule: "LAM-01", resource: "unused", reason },
      { rule: "LAM-01", resource: "elsewhere", reason, stacks: ["prod"] },
    ]);
    assert.equal(list.excuses("LAM-01", urn("used")), true);
    const messages = unused(list, "dev");
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? "", /^EXCEPTIONS: unused does not break LAM-01 in stack dev;/);
    assert.equal(unused(list, "prod").length, 3, "what one stack uses another may not");
  });

  it("of this program name rules that exist and give a reason", () => {
    for (const { rule, resource, reason: why } of allExceptions) {
      assert.ok(
        [...resourceRules, ...stackRules].some(({ id }) => id === rule),
        `${rule} of ${resource}`,
      );
      assert.ok(why.length > 10, `${rule} of ${resource}`);
    }
  });
});

function broken(list: readonly Exception[], name: string): string[] {
  const rules = resourceRules.filter(({ id }) => id === "LAM-01");
  const [policy] = resourcePolicies(rules, new ExceptionList(list), { today: "2026-11-23" });
  const messages: string[] = [];
  const args = { type: TYPE, urn: urn(name), props: { memorySize: 1 } };
  const validate = policy?.validateResource;
  assert.ok(typeof validate === "function");
  void validate(args as unknown as ResourceValidationArgs, collect(messages));
  return messages;
}

function unused(list: ExceptionList, stack: string): string[] {
  const messages: string[] = [];
  const resources = [{ urn: urn("anything", stack) }];
  void unusedExceptionsPolicy(list).validateStack(
    { resources } as unknown as StackValidationArgs,
    collect(messages),
  );
  return messages;
}

function collect(messages: string[]): ReportViolation {
  return (violation: unknown) => messages.push((violation as { message: string }).message);
}
