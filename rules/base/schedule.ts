/** Schedule expressions: `cron(...)` with six fields, `rate(...)` and `at(...)`. */

/** The forms that a service takes. */
export type ScheduleForm = "cron" | "rate" | "at";

/** One of the six fields of a cron expression. */
interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names that stand for `min`, `min + 1`, and so on. */
  readonly names?: readonly string[];
  /** What the field takes besides numbers, names, ranges, lists and steps. */
  readonly also?: RegExp;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const fields: readonly CronField[] = [
  { name: "minutes", min: 0, max: 59 },
  { name: "hours", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31, also: /^(\?|L|L-\d{1,2}|LW|\d{1,2}W)$/ },
  { name: "month", min: 1, max: 12, names: MONTHS },
  {
    name: "day of week",
    min: 1,
    max: 7,
    names: DAYS,
    also: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { name: "year", min: 1970, max: 2199 },
];

/**
 * What is wrong with a schedule expression, as what would be allowed; undefined where nothing is.
 *
 * @example
 * scheduleProblem("cron(0 9 * * * *)", ["cron", "rate"]); // "a ? in day of month or day of week ..."
 * scheduleProblem("rate(5 minutes)", ["cron", "rate"]); // undefined
 */
export function scheduleProblem(
  expression: string,
  forms: readonly ScheduleForm[],
): string | undefined {
  const [, form, body = ""] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  if (form === undefined || !forms.includes(form as ScheduleForm)) {
    return forms.map((allowed) => EXAMPLES[allowed]).join(" or ");
  }
  if (form === "rate") return rateProblem(body);
  return form === "cron" ? cronProblem(body) : atProblem(body);
}

const EXAMPLES: Readonly<Record<ScheduleForm, string>> = {
  cron: "cron(0 9 * * ? *)",
  rate: "rate(5 minutes)",
  at: "at(2027-01-31T09:00:00)",
};

function rateProblem(body: string): string | undefined {
  const [, number, unit, plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body) ?? [];
  if (unit === undefined || Number(number) < 1) {
    return "a rate of a whole number from 1 and minutes, hours or days, such as rate(5 minutes)";
  }
  const isOne = Number(number) === 1;
  return isOne === (plural === "")
    ? undefined
    : `rate(${number ?? ""} ${unit}${isOne ? "" : "s"}): ${isOne ? "one" : "several"} with ${isOne ? "the singular" : "the plural"}`;
}

function atProblem(body: string): string | undefined {
  const isTime =
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(body) && !Number.isNaN(Date.parse(`${body}Z`));
  return isTime ? undefined : `a time without zone, such as ${EXAMPLES.at}`;
}

function cronProblem(body: string): string | undefined {
  const parts = body.trim().split(/\s+/);
  if (parts.length !== fields.length) {
    return `six fields (${fields.map(({ name }) => name).join(", ")}), such as ${EXAMPLES.cron}`;
  }
  const [dayOfMonth, dayOfWeek] = [parts[2], parts[4]];
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    return `a ? in day of month or day of week, and only in one of them, such as ${EXAMPLES.cron}`;
  }
  const wrong = fields.find((field, index) => !fits(field, parts[index] ?? ""));
  return wrong === undefined
    ? undefined
    : `${wrong.min} to ${wrong.max}${wrong.names === undefined ? "" : ` or ${wrong.names[0] ?? ""} to ${wrong.names.at(-1) ?? ""}`} in ${wrong.name}, with , - * /`;
}

function fits(field: CronField, text: string): boolean {
  if (field.also?.test(text.toUpperCase()) === true) return true;
  return text.split(",").every((entry) => fitsEntry(field, entry));
}

/** `5`, `MON`, `1-5`, `*`, and each with a step. */
function fitsEntry(field: CronField, entry: string): boolean {
  const [values = "", step, ...rest] = entry.split("/");
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false;
  if (values === "*") return true;
  // AWS lets a range run past the end of the week or of the day, such as FRI-MON.
  const ends = values.split("-");
  return ends.length <= 2 && ends.every((end) => isValue(field, end));
}

function isValue({ min, max, names = [] }: CronField, text: string): boolean {
  if (names.includes(text.toUpperCase())) return true;
  return /^\d{1,4}$/.test(text) && Number(text) >= min && Number(text) <= max;
}
