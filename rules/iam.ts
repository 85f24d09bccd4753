import { custom, pattern, range, refuses } from "./checks";
import { covers, openStatements, statementsAt } from "./policy-document";
import { types } from "./resource-types";
import type { ResourceRule } from "./rule";
import { isRecord, jsonAt, textAt } from "./values";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html";

/** Longest inline policy document of a role, without white space. */
export const rolePolicyCharacters = 10_240;
/** Longest session of a role. AWS's default is one hour. */
export const roleSession = { min: 3_600, max: 43_200, unit: "seconds" };

/** Policies that AWS manages and that allow far more than one workload needs. */
const FULL_ACCESS =
  /^arn:[a-z-]+:iam::aws:policy\/(.*\/)?(.*FullAccess|AdministratorAccess|PowerUserAccess|AWSLambda_FullAccess)$/;
const AWS_MANAGED =
  /^arn:[a-z-]+:iam::aws:policy\/(?!.*(FullAccess|AdministratorAccess|PowerUserAccess|AWSLambda_FullAccess)$)/;
const attachments = [
  { type: types.rolePolicyAttachment, path: "policyArn", suffix: "" },
  { type: types.role, path: "managedPolicyArns.*", suffix: "-role" },
];

export const iamRules: readonly ResourceRule[] = [
  ...attachments.flatMap(({ type, path, suffix }) => [
    refuses(`IAM-01${suffix}`, type, path, FULL_ACCESS, {
      limit: "policies that allow what the workload needs, on the resources it needs",
      source: `${GUIDE}/best-practices.html`,
      fix: "Grant what is used: access: [table.read(), queue.send()], or an inline policy with exact ARNs.",
    }),
    refuses(`IAM-01-managed${suffix}`, type, path, AWS_MANAGED, {
      severity: "warning",
      limit: "a policy of your own; AWS changes its managed ones, and they name no resources",
      source: `${GUIDE}/access_policies_managed-vs-inline.html`,
      fix: "Write the few actions that are used into an inline policy.",
    }),
  ]),
  custom(
    "IAM-02",
    types.rolePolicy,
    {
      limit: "named actions, or named resources; * on * is administrator access",
      source: CONTROLS,
      fix: "Name the actions and the ARNs.",
    },
    (inputs) =>
      statementsAt(inputs, "policy")
        .filter(
          ({ allows, actions, resources }) =>
            allows &&
            actions.some((action) => /^\*(:\*)?$/.test(action)) &&
            resources.includes("*"),
        )
        .map(() => ({ argument: "policy", found: 'Action "*" on Resource "*"' })),
  ),
  custom(
    "IAM-02-service",
    types.rolePolicy,
    {
      severity: "warning",
      limit: "named actions, or named resources",
      source: CONTROLS,
      fix: "Name the actions, or the ARNs.",
    },
    (inputs) =>
      statementsAt(inputs, "policy")
        .filter(({ allows, resources }) => allows && resources.includes("*"))
        .flatMap(({ actions }) => actions.filter((action) => /^[a-z0-9-]+:\*$/i.test(action)))
        .map((action) => ({ argument: "policy", found: `${action} on Resource "*"` })),
  ),
  custom(
    "IAM-03",
    types.rolePolicy,
    {
      limit: "a JSON document with a list of statements",
      source: `${GUIDE}/reference_policies_grammar.html`,
      fix: "Make the document with pulumi.jsonStringify.",
    },
    (inputs) => {
      const text = textAt(inputs, "policy");
      if (text === undefined) return undefined;
      const policy = jsonAt(inputs, "policy");
      return isRecord(policy) && "Statement" in policy
        ? undefined
        : { argument: "policy", found: `${text.length} characters` };
    },
  ),
  custom(
    "IAM-03-size",
    types.rolePolicy,
    {
      limit: `at most ${rolePolicyCharacters.toLocaleString("en-US")} characters without white space, for all inline policies of the role`,
      source: `${GUIDE}/reference_iam-quotas.html`,
      fix: "Merge statements, or move some into a managed policy of your own.",
    },
    (inputs) => {
      const size = textAt(inputs, "policy")?.replace(/\s/g, "").length ?? 0;
      return size > rolePolicyCharacters
        ? { argument: "policy", found: `${size} characters` }
        : undefined;
    },
  ),
  pattern("IAM-04", types.role, "name", /^[A-Za-z0-9+=,.@_-]{1,64}$/, {
    limit: "1 to 64 letters, digits and +=,.@_-",
    source: `${GUIDE}/reference_iam-quotas.html`,
    fix: "Shorten the name, or leave it out.",
  }),
  range("IAM-05", types.role, "maxSessionDuration", roleSession, {
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    fix: "Set one hour to twelve.",
  }),
  custom(
    "IAM-06",
    types.role,
    {
      limit: "named principals, or a condition on who may take the role",
      source: CONTROLS,
      fix: "Name the service, account or role in the trust policy.",
    },
    (inputs) =>
      openStatements(inputs, "assumeRolePolicy").map(() => ({
        argument: "assumeRolePolicy",
        found: "everyone",
      })),
  ),
  custom(
    "LAM-30-create",
    types.rolePolicy,
    {
      severity: "warning",
      limit:
        "no logs:CreateLogGroup; a function with it makes its group again, without retention, after it was deleted",
      source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html",
      fix: "Make the log group a resource and grant logs:CreateLogStream and logs:PutLogEvents on it.",
    },
    (inputs) =>
      statementsAt(inputs, "policy")
        .filter(({ allows }) => allows)
        .flatMap(({ actions }) =>
          actions.filter(
            (action) => /^logs:/i.test(action) && covers(action, "logs:CreateLogGroup"),
          ),
        )
        .map((action) => ({ argument: "policy", found: action })),
  ),
];
