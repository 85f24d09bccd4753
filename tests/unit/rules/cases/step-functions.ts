import type { Cases } from "./case";

/** A definition of one state, or of several. */
function states(all: { readonly [name: string]: object }, rest: object = {}) {
  const definition = { StartAt: Object.keys(all)[0], States: all, ...rest };
  return { definition: JSON.stringify(definition) };
}
const task = (integration: string, rest: object = {}) => ({
  Type: "Task",
  Resource: `arn:aws:states:::${integration}`,
  End: true,
  ...rest,
});
const pass = { Type: "Pass", End: true };
const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/a";
const token = { Parameters: { "token.$": "$$.Task.Token" }, TimeoutSeconds: 60 };

export const stepFunctionsCases: Cases = {
  "SFN-01": {
    pass: { loggingConfiguration: { level: "ALL" } },
    fail: { loggingConfiguration: { level: "INFO" } },
  },
  "SFN-01-destination": {
    pass: { loggingConfiguration: { logDestination: `${group}:*` } },
    fail: { loggingConfiguration: { logDestination: group } },
  },
  "SFN-02": { pass: states({ A: pass }), fail: { definition: '{"States":{}}' } },
  "SFN-02-next": {
    pass: states({ A: { Type: "Pass", Next: "B" }, B: pass }),
    fail: states({ A: { Type: "Pass", Next: "C" }, B: pass }),
  },
  "SFN-02-reach": {
    pass: states({ A: { Type: "Pass", Next: "B" }, B: pass }),
    fail: states({ A: pass, B: pass }),
  },
  "SFN-02-type": { pass: states({ A: pass }), fail: states({ A: { Type: "Step", End: true } }) },
  "SFN-02-fields": { pass: states({ A: pass }), fail: states({ A: { Type: "Pass" } }) },
  "SFN-02-name": {
    pass: states({ ["x".repeat(80)]: pass }),
    fail: states({ ["x".repeat(81)]: pass }),
  },
  "SFN-02-errors": {
    pass: states({ A: task("x", { Retry: [{ ErrorEquals: ["States.ALL"] }] }) }),
    fail: states({ A: task("x", { Retry: [{ ErrorEquals: ["States.ALL", "Other"] }] }) }),
  },
  "SFN-02-query": {
    pass: states({ A: { ...pass, Output: 1 } }, { QueryLanguage: "JSONata" }),
    fail: states({ A: { ...pass, Output: 1 } }),
  },
  "SFN-02-expression": {
    pass: states({ A: { ...pass, Output: "{% $states.input.a %}" } }, { QueryLanguage: "JSONata" }),
    fail: states(
      { A: { ...pass, Output: "{% $states.result.a %}" } },
      { QueryLanguage: "JSONata" },
    ),
  },
  "SFN-02-literal": {
    pass: states({ A: { ...pass, Parameters: { "a.$": "$.a" } } }),
    fail: states({ A: { ...pass, Parameters: { a: "{% $states.input.a %}" } } }),
  },
  "SFN-02-heartbeat": {
    pass: states({ A: task("x", { HeartbeatSeconds: 59, TimeoutSeconds: 60 }) }),
    fail: states({ A: task("x", { HeartbeatSeconds: 60, TimeoutSeconds: 60 }) }),
  },
  "SFN-03": {
    pass: { type: "EXPRESS", ...states({ A: task("ecs:runTask") }) },
    fail: { type: "EXPRESS", ...states({ A: task("ecs:runTask.sync") }) },
  },
  "SFN-04": {
    pass: states({ A: task("sqs:sendMessage.waitForTaskToken", { HeartbeatSeconds: 60 }) }),
    fail: states({ A: task("sqs:sendMessage.waitForTaskToken") }),
  },
  "SFN-04-token": {
    pass: states({ A: task("sqs:sendMessage.waitForTaskToken", token) }),
    fail: states({ A: task("sqs:sendMessage.waitForTaskToken", { Parameters: {} }) }),
  },
  "SEC-SFN-logs": {
    pass: { loggingConfiguration: { level: "ERROR" } },
    fail: { loggingConfiguration: { level: "OFF" } },
  },
  "SEC-SFN-tracing": {
    pass: { tracingConfiguration: { enabled: true } },
    fail: { tracingConfiguration: { enabled: false } },
  },
};
