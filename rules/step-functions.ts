import { custom, oneOf, pattern, type Text } from "./base/checks";
import { sfn } from "./base/types/sfn";
import type { Inputs, Problem, ResourceRule } from "./base/rule";
import { readsTaskToken, tasksOf, type TaskState } from "./base/states-language";
import { definitionProblems, type DefinitionMistake } from "./base/states-language-problems";
import { equals, isAbsent, isRecord, jsonAt, textAt, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/step-functions/latest/apireference";
const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";
const LANGUAGE = "https://states-language.net/spec.html";

/** Longest definition in characters (API reference, CreateStateMachine). */
export const longestDefinition = 1_048_576;

const machine = sfn.stateMachine;

export const sections = { SFN: "Workflows" };

export const resourceRules: readonly ResourceRule[] = [
  oneOf("SFN-01", machine, "loggingConfiguration.level", ["ALL", "ERROR", "FATAL", "OFF"], {
    source: `${API}/API_LoggingConfiguration.html`,
    fix: "Set ALL.",
  }),
  pattern("SFN-01-destination", machine, "loggingConfiguration.logDestination", /:\*$/, {
    limit: "the ARN of a log group with :* at the end",
    source: `${API}/API_CloudWatchLogsLogGroup.html`,
    fix: "Write pulumi.interpolate`${logGroup.arn}:*`.",
  }),
  custom(
    "SFN-02",
    machine,
    {
      limit: `JSON with StartAt and States, at most ${longestDefinition.toLocaleString("en-US")} characters`,
      source: `${API}/API_CreateStateMachine.html`,
      fix: "Make the definition with pulumi.jsonStringify({ StartAt, States }).",
    },
    (inputs) => {
      const text = textAt(inputs, "definition");
      if (text === undefined) return undefined;
      const definition = jsonAt(inputs, "definition");
      const isWhole =
        isRecord(definition) &&
        typeof definition.StartAt === "string" &&
        isRecord(definition.States);
      return isWhole && text.length <= longestDefinition
        ? undefined
        : { argument: "definition", found: text };
    },
  ),
  definitionRule("SFN-02-next", "transition", "transitions to states that stand beside it", {
    source: LANGUAGE,
    fix: "Correct the name.",
  }),
  definitionRule("SFN-02-reach", "unreachable", "states that StartAt leads to", {
    source: `${API}/API_ValidateStateMachineDefinition.html`,
    fix: "Name the state in another one's Next, or remove it.",
  }),
  definitionRule("SFN-02-type", "type", "one of the eight types of state", {
    source: `${GUIDE}/workflow-states.html`,
    fix: "Correct Type.",
  }),
  definitionRule("SFN-02-fields", "fields", "the fields that a state of its type has", {
    source: LANGUAGE,
    fix: "Add or remove the field.",
  }),
  definitionRule("SFN-02-name", "name", "names of at most 80 characters, each once", {
    source: LANGUAGE,
    fix: "Rename the state.",
  }),
  definitionRule("SFN-02-errors", "errors", "States.ALL alone, in the last entry", {
    source: `${GUIDE}/concepts-error-handling.html`,
    fix: "Move it into an entry of its own at the end.",
  }),
  definitionRule("SFN-02-query", "query", "fields of the query language that the state uses", {
    source: `${GUIDE}/transforming-data.html`,
    fix: "Use the fields of one language.",
  }),
  definitionRule("SFN-02-expression", "expression", "expressions that Step Functions can read", {
    source: `${GUIDE}/transforming-data.html`,
    fix: "Correct the expression.",
  }),
  definitionRule("SFN-02-literal", "literal", "expressions of the state's query language", {
    severity: "warning",
    source: `${GUIDE}/transforming-data.html`,
    fix: "Write it in the language of the state; AWS passes it on as it stands.",
  }),
  definitionRule("SFN-02-heartbeat", "heartbeat", "HeartbeatSeconds below TimeoutSeconds", {
    source: `${GUIDE}/state-task.html`,
    fix: "Lower HeartbeatSeconds.",
  }),
  taskRule(
    "SFN-03",
    "tasks that an express workflow can have: none that waits for a job or for an answer",
    {
      source: `${GUIDE}/choosing-workflow-type.html`,
      fix: "Make the workflow a standard one, or start the job without waiting for it.",
      when: (inputs) => equals(inputs, "type", "EXPRESS"),
    },
    ({ path, resource }) =>
      resource !== undefined && /(\.sync(:2)?|\.waitForTaskToken)$|:activity:/.test(resource)
        ? { path: `${path}.Resource`, found: resource }
        : undefined,
  ),
  taskRule(
    "SFN-04",
    "a time limit for a task that waits for an answer: without one it waits for up to a year",
    {
      severity: "warning",
      source: `${GUIDE}/sfn-best-practices.html`,
      fix: "Set TimeoutSeconds, or HeartbeatSeconds where the task reports that it is alive.",
    },
    ({ path, state, resource }) =>
      isCallback(resource) &&
      ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"].every(
        (field) => state[field] === undefined,
      )
        ? { path: `${path}.TimeoutSeconds`, found: undefined }
        : undefined,
  ),
  taskRule(
    "SFN-04-token",
    "a task that hands its token on: who does not have it can't answer",
    {
      severity: "warning",
      source: `${GUIDE}/connect-to-resource.html`,
      fix: "Pass $states.context.Task.Token in Arguments ($$.Task.Token in Parameters with JSONPath).",
    },
    ({ path, state, resource }) =>
      isCallback(resource) && !readsTaskToken(state.Arguments) && !readsTaskToken(state.Parameters)
        ? { path, found: resource }
        : undefined,
  ),
  custom(
    "SEC-SFN-logs",
    machine,
    {
      severity: "warning",
      limit: "a log of what every execution does",
      source:
        "https://docs.aws.amazon.com/securityhub/latest/userguide/stepfunctions-controls.html",
      fix: 'Set loggingConfiguration to { level: "ALL", includeExecutionData: false, logDestination }.',
    },
    (inputs) =>
      isAbsent(inputs, "loggingConfiguration") ||
      isAbsent(inputs, "loggingConfiguration.level") ||
      equals(inputs, "loggingConfiguration.level", "OFF")
        ? {
            argument: "loggingConfiguration.level",
            found: valueAt(inputs, "loggingConfiguration.level"),
          }
        : undefined,
  ),
  custom(
    "SEC-SFN-tracing",
    machine,
    {
      severity: "info",
      limit: "traces, which show what an execution waited for",
      source: `${GUIDE}/concepts-xray-tracing.html`,
      fix: "Set tracingConfiguration to { enabled: true } and allow the role X-Ray.",
    },
    (inputs) =>
      isAbsent(inputs, "tracingConfiguration") ||
      equals(inputs, "tracingConfiguration.enabled", false)
        ? {
            argument: "tracingConfiguration.enabled",
            found: valueAt(inputs, "tracingConfiguration.enabled"),
          }
        : undefined,
  ),
];

/** What one kind of mistake in the definition is reported as. */
function definitionRule(
  id: string,
  mistake: DefinitionMistake,
  limit: string,
  text: Text,
): ResourceRule {
  return custom(id, machine, { ...text, limit }, (inputs) =>
    definitionProblems(jsonAt(inputs, "definition"))
      .filter((problem) => problem.mistake === mistake)
      .map(({ path, found, limit: allowed, fix }): Problem => {
        return { argument: `definition.${path}`, found, limit: allowed, fix };
      }),
  );
}

/** What single tasks are judged by. */
function taskRule(
  id: string,
  limit: string,
  text: Text,
  wrong: (task: TaskState) => { path: string; found: Problem["found"] } | undefined,
): ResourceRule {
  return custom(id, machine, { ...text, limit }, (inputs: Inputs) =>
    tasksOf(jsonAt(inputs, "definition")).flatMap((task) => {
      const problem = wrong(task);
      return problem === undefined
        ? []
        : [{ argument: `definition.${problem.path}`, found: problem.found }];
    }),
  );
}

function isCallback(resource: string | undefined): boolean {
  return resource?.endsWith(".waitForTaskToken") === true;
}
