import { custom, oneOf, pattern } from "./base/checks";
import { iot } from "./base/types/iot";
import { lambda } from "./base/types/lambda";
import type { ResourceRule } from "./base/rule";
import { equals, isAbsent, textAt, valueAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/iot/latest/developerguide";

const rule = iot.iotRule;

export const sections = { IOT: "IoT rules" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "IOT-01",
    lambda.permission,
    {
      limit: "the ARN of the rule as sourceArn: without it every rule of every account may call",
      source: `${GUIDE}/lambda-rule-action.html`,
      fix: "Set sourceArn to the rule's ARN, and sourceAccount to the account.",
      when: (inputs) => equals(inputs, "principal", "iot.amazonaws.com"),
    },
    (inputs) =>
      isAbsent(inputs, "sourceArn") ? { argument: "sourceArn", found: undefined } : undefined,
  ),
  pattern("IOT-02", rule, "sql", /^\s*SELECT\s[\s\S]*?\sFROM\s+\S/i, {
    limit: "SELECT ... FROM '<topic>', with WHERE where wanted",
    source: `${GUIDE}/iot-sql-reference.html`,
    fix: "Write it like SELECT * FROM 'cameras/+/seen' WHERE motion = true.",
  }),
  custom(
    "IOT-02-topic",
    rule,
    {
      limit:
        "a topic of at most 8 parts and 256 bytes, + for one whole part, # for all that follow, last",
      source: `${GUIDE}/topics.html`,
      fix: "Let + and # stand alone between slashes, and # at the end.",
    },
    (inputs) => {
      const sql = textAt(inputs, "sql") ?? "";
      const topic = /\sFROM\s+(['"])([^'"]*)\1/i.exec(sql)?.[2];
      return topic !== undefined && !isTopicFilter(topic)
        ? { argument: "sql", found: topic }
        : undefined;
    },
  ),
  oneOf("IOT-03", rule, "sqlVersion", ["2015-10-08", "2016-03-23", "beta"], {
    source: `${GUIDE}/iot-rule-sql-version.html`,
    fix: "Set 2016-03-23.",
  }),
  custom(
    "IOT-04",
    rule,
    {
      severity: "warning",
      limit: "an action for messages that could not be handed on: without one they are lost",
      source: `${GUIDE}/rule-error-handling.html`,
      fix: "Set errorAction to a queue.",
    },
    (inputs) =>
      isAbsent(inputs, "errorAction")
        ? { argument: "errorAction", found: valueAt(inputs, "errorAction") }
        : undefined,
  ),
];

/** True for what MQTT and AWS IoT take as a filter; reserved topics may be longer. */
function isTopicFilter(topic: string): boolean {
  const parts = topic.split("/");
  return (
    topic !== "" &&
    Buffer.byteLength(topic) <= 256 &&
    (parts.length <= 8 || topic.startsWith("$")) &&
    parts.every(
      (part, index) =>
        !/[+#]/.test(part) || part === "+" || (part === "#" && index === parts.length - 1),
    )
  );
}
