import { custom, range } from "./base/checks";
import { autoscaling } from "./base/types/autoscaling";
import { backup } from "./base/types/backup";
import { cloudwatch } from "./base/types/cloudwatch";
import { glue } from "./base/types/glue";
import { scheduler } from "./base/types/scheduler";
import type { ResourceRule } from "./base/rule";
import { scheduleProblem, type ScheduleForm } from "./base/schedule";
import { valuesAt } from "./base/values";

const SOURCE = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html";
const CRON =
  "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html";

export const sections = { EVB: "EventBridge" };

export const resourceRules: readonly ResourceRule[] = [
  range(
    "EVB-01-retries",
    cloudwatch.eventTarget,
    "retryPolicy.maximumRetryAttempts",
    { min: 0, max: 185, unit: "retries" },
    { source: SOURCE, fix: "Set at most 185 retries." },
  ),
  range(
    "EVB-01-age",
    cloudwatch.eventTarget,
    "retryPolicy.maximumEventAgeInSeconds",
    { min: 60, max: 86_400, unit: "seconds" },
    { source: SOURCE, fix: "Set an age from one minute to one day." },
  ),
  schedule("EVB-03", cloudwatch.eventRule, "scheduleExpression", ["cron", "rate"], CRON),
  schedule(
    "EVB-03-scheduler",
    scheduler.schedule,
    "scheduleExpression",
    ["cron", "rate", "at"],
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
  ),
  schedule(
    "EVB-03-scaling",
    autoscaling.scheduledScaling,
    "schedule",
    ["cron", "rate", "at"],
    "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html",
  ),
  schedule(
    "EVB-03-backup",
    backup.backupPlan,
    "rules.*.schedule",
    ["cron"],
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html",
  ),
  schedule(
    "EVB-03-glue",
    glue.glueTrigger,
    "schedule",
    ["cron"],
    "https://docs.aws.amazon.com/glue/latest/dg/monitor-data-warehouse-schedule.html",
  ),
];

/** The expression at `path` is one that the service takes. */
function schedule(
  id: string,
  type: string,
  path: string,
  forms: readonly ScheduleForm[],
  source: string,
): ResourceRule {
  const text = {
    limit: `a schedule: ${forms.join(", ")} with parentheses; cron has six fields, one of its days is ?`,
    source,
    fix: "Correct the expression: cron(minutes hours day-of-month month day-of-week year), rate(1 hour) or rate(5 minutes).",
  };
  return custom(id, type, text, (inputs) =>
    valuesAt(inputs, path).flatMap(({ path: argument, value }) => {
      // An empty text counts as none: the provider leaves it out.
      if (typeof value !== "string" || value === "") return [];
      const limit = scheduleProblem(value, forms);
      return limit === undefined ? [] : [{ argument, found: value, limit }];
    }),
  );
}
