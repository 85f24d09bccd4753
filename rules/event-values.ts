/** Rules, targets and schedules of EventBridge: what each must have, and what it can't have. */
import { absent, custom, excludes, required } from "./base/checks";
import { cloudwatch } from "./base/types/cloudwatch";
import { scheduler } from "./base/types/scheduler";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, isAbsent, isRecord, jsonAt, textAt, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/eventbridge/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide";
const SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/APIReference";

/** What stands at the top of an event; all else is in its detail. */
const eventKeys = [
  ...["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"],
  ...["replay-name", "$or"],
];
const { eventRule, eventTarget } = cloudwatch;
const isFlexible = (inputs: Inputs) => equals(inputs, "flexibleTimeWindow.mode", "FLEXIBLE");
const isFixed = (inputs: Inputs) => equals(inputs, "flexibleTimeWindow.mode", "OFF");

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "EVB-05",
    eventRule,
    {
      limit: "an eventPattern, a scheduleExpression, or both",
      source: `${API}/API_PutRule.html`,
      fix: "Say which events the rule is for, or when.",
    },
    (inputs) =>
      isAbsent(inputs, "eventPattern") && isAbsent(inputs, "scheduleExpression")
        ? { argument: "eventPattern", found: undefined }
        : undefined,
  ),
  custom(
    "EVB-05-bus",
    eventRule,
    {
      limit: "schedules on the default bus alone",
      source: `${GUIDE}/eb-create-rule-schedule.html`,
      fix: "Remove eventBusName, or make an aws.scheduler.Schedule.",
      when: (inputs) => !isAbsent(inputs, "scheduleExpression"),
    },
    (inputs) => {
      const found = textAt(inputs, "eventBusName");
      return found !== undefined && !/(^|\/)default$/.test(found)
        ? { argument: "eventBusName", found }
        : undefined;
    },
  ),
  custom(
    "EVB-05-keys",
    eventRule,
    {
      limit: `patterns of ${eventKeys.slice(0, -2).join(", ")}: no event has anything else at its top`,
      source: `${GUIDE}/eb-events-structure.html`,
      fix: "Write detail-type with a hyphen, and put fields of your own below detail.",
    },
    (inputs) => {
      const pattern = jsonAt(inputs, "eventPattern");
      if (!isRecord(pattern)) return [];
      return Object.keys(pattern)
        .filter((key) => !eventKeys.includes(key))
        .map((found) => ({ argument: "eventPattern", found }));
    },
  ),
  ...[
    ["input", "inputPath"],
    ["input", "inputTransformer"],
    ["inputPath", "inputTransformer"],
  ].map(([one, other]) =>
    excludes(`EVB-05-${one}-${other}`, eventTarget, one, other, {
      source: `${API}/API_Target.html`,
      fix: "Keep one of them.",
    }),
  ),
  custom(
    "EVB-05-json",
    eventTarget,
    {
      limit: "JSON in input",
      source: `${API}/API_Target.html`,
      fix: "Make it with pulumi.jsonStringify; a text alone stands in quotes.",
    },
    (inputs) => {
      const found = textAt(inputs, "input");
      return found === undefined || isJson(found) ? undefined : { argument: "input", found };
    },
  ),
  custom(
    "EVB-05-names",
    eventTarget,
    {
      // Where AWS takes the template, the name stays as it is, or its place stays empty.
      severity: "warning",
      limit: "names in <> that inputPaths has",
      source: `${GUIDE}/eb-transform-target-input.html`,
      fix: "Name the value in inputPaths.",
    },
    (inputs) => {
      const template = textAt(inputs, "inputTransformer.inputTemplate");
      const paths = valueAt(inputs, "inputTransformer.inputPaths");
      if (template === undefined || !(isRecord(paths) || paths === undefined)) return [];
      return (
        [...template.matchAll(/<([A-Za-z0-9_-]+)>/g)]
          .map(([, name]) => name)
          // With its end beside it, it is a tag of HTML.
          .filter((name) => !Object.hasOwn(paths ?? {}, name) && !template.includes(`</${name}>`))
          .map((found) => ({ argument: "inputTransformer.inputTemplate", found }))
      );
    },
  ),
  required("EVB-06", scheduler.schedule, "flexibleTimeWindow.maximumWindowInMinutes", {
    when: isFlexible,
    limit: "1 to 1,440 minutes with the mode FLEXIBLE",
    source: `${SCHEDULER}/API_FlexibleTimeWindow.html`,
    fix: 'Set maximumWindowInMinutes, or the mode "OFF".',
  }),
  absent("EVB-06-off", scheduler.schedule, "flexibleTimeWindow.maximumWindowInMinutes", {
    when: isFixed,
    limit: "none with the mode OFF",
    source: `${SCHEDULER}/API_FlexibleTimeWindow.html`,
    fix: 'Remove maximumWindowInMinutes, or set the mode "FLEXIBLE".',
  }),
  custom(
    "EVB-06-zone",
    scheduler.schedule,
    {
      limit: "a time zone of the IANA database, such as Europe/Berlin",
      source: `${SCHEDULER}/API_CreateSchedule.html`,
      fix: "Write Area/City as the database has it.",
    },
    (inputs) => {
      const found = textAt(inputs, "scheduleExpressionTimezone");
      return found === undefined || isTimeZone(found)
        ? undefined
        : { argument: "scheduleExpressionTimezone", found };
    },
  ),
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
