/** Actions of listeners and health checks of their groups: members that an action of its type has. */
import { custom, pattern } from "./base/checks";
import { lb } from "./base/types/lb";
import type { Inputs, Problem, ResourceRule } from "./base/rule";
import { isAbsent, isRecord, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference";

const withActions = [lb.listener, lb.albListener, lb.listenerRule, lb.albListenerRule];
const rules = [lb.listenerRule, lb.albListenerRule];
const groups = [lb.targetGroup, lb.albTargetGroup];
const contentTypes = [
  ...["text/plain", "text/css", "text/html", "application/javascript", "application/json"],
];

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "ELB-08",
    withActions,
    {
      limit: "what an action of its type needs",
      source: `${API}/API_Action.html`,
      fix: "Add targetGroupArn or forward to forward, redirect to redirect, fixedResponse to fixed-response.",
    },
    (inputs) => actions(inputs).flatMap(({ path, value }) => missing(path, value)),
  ),
  custom(
    "ELB-08-code",
    withActions,
    {
      limit: "HTTP_301 or HTTP_302",
      source: `${API}/API_RedirectActionConfig.html`,
      fix: "Write HTTP_301.",
    },
    (inputs) =>
      among(inputs, "redirect.statusCode", (value) => !["HTTP_301", "HTTP_302"].includes(value)),
  ),
  custom(
    "ELB-08-content",
    withActions,
    {
      limit: contentTypes.join(", "),
      source: `${API}/API_FixedResponseActionConfig.html`,
      fix: "Use one of these.",
    },
    (inputs) =>
      among(inputs, "fixedResponse.contentType", (value) => !contentTypes.includes(value)),
  ),
  pattern("ELB-08-path", rules, "conditions.*.pathPattern.values.*", /^[/*?]/, {
    severity: "warning",
    limit: "patterns that begin with a slash, as every path does",
    source: `${API}/API_PathPatternConditionConfig.html`,
    fix: "Write /api/*: a pattern without fits no request.",
  }),
  pattern("ELB-07-slash", groups, "healthCheck.path", /^\//, {
    limit: "a path that begins with a slash",
    source: `${API}/API_CreateTargetGroup.html`,
    fix: "Put a slash before it.",
  }),
];

interface Action {
  readonly path: string;
  readonly value: Inputs;
}

function actions(inputs: Inputs): Action[] {
  return ["defaultActions.*", "actions.*"]
    .flatMap((path) => valuesAt(inputs, path))
    .flatMap(({ path, value }) => (isRecord(value) ? [{ path, value }] : []));
}

function missing(path: string, action: Inputs): Problem[] {
  const needed: Readonly<Record<string, readonly string[]>> = {
    forward: ["targetGroupArn", "forward"],
    redirect: ["redirect"],
    "fixed-response": ["fixedResponse"],
  };
  const { type } = action;
  const members = typeof type === "string" ? (needed[type] ?? []) : [];
  return members.length > 0 && members.every((member) => isAbsent(action, member))
    ? [{ argument: `${path}.${members[0] ?? ""}`, found: undefined }]
    : [];
}

function among(inputs: Inputs, member: string, isWrong: (value: string) => boolean): Problem[] {
  return actions(inputs).flatMap((action) =>
    valuesAt(action.value, member).flatMap(({ path, value }) =>
      typeof value === "string" && isWrong(value)
        ? [{ argument: `${action.path}.${path}`, found: value }]
        : [],
    ),
  );
}
