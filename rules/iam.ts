import { custom, grouped, pattern, range, refuses } from "./base/checks";
import {
  documentsAt,
  openStatements,
  type PlacedDocument,
  type Statement,
} from "./base/policy-document";
import {
  identityPolicyPlaces,
  inlinePolicyPlaces,
  pathsOf,
  resourcePolicyPlaces,
  typesOf,
} from "./base/policy-types";
import { iam } from "./base/types/iam";
import type { Inputs, Problem, ResourceRule } from "./base/rule";
import { isRecord, jsonOf, textAt, valuesAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html";

/** Longest inline policy document of a role, without white space. */
export const rolePolicyCharacters = 10_240;
/** Longest managed policy document, without white space. */
export const managedPolicyCharacters = 6_144;
/** Longest session of a role. AWS's default is one hour. */
export const roleSession = { min: 3_600, max: 43_200, unit: "seconds" };

/** Policies that AWS manages and that allow far more than one workload needs. */
const FULL_ACCESS =
  /^arn:[a-z-]+:iam::aws:policy\/(.*\/)?(.*FullAccess|AdministratorAccess|PowerUserAccess|AWSLambda_FullAccess)$/;
/**
 * Not those that AWS Backup's role has: longer than an inline policy may be, and changed by AWS with each
 * service it backs up (https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html).
 */
const AWS_MANAGED =
  /^arn:[a-z-]+:iam::aws:policy\/(?!.*((FullAccess|AdministratorAccess|PowerUserAccess|AWSLambda_FullAccess)$|AWSBackupServiceRolePolicyFor))/;
const attachments = [
  {
    type: [
      iam.rolePolicyAttachment,
      "aws:iam/policyAttachment:PolicyAttachment",
      "aws:iam/userPolicyAttachment:UserPolicyAttachment",
      "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    ],
    path: "policyArn",
    suffix: "",
  },
  { type: iam.role, path: "managedPolicyArns.*", suffix: "-role" },
];

export const sections = { IAM: "Roles and policies" };

export const resourceRules: readonly ResourceRule[] = [
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
    typesOf(inlinePolicyPlaces),
    {
      limit: "named actions, or named resources; * on * is administrator access",
      source: CONTROLS,
      fix: "Name the actions and the ARNs.",
    },
    (inputs) => inlineDocuments(inputs).flatMap(administrators),
  ),
  custom(
    "IAM-02-service",
    [...typesOf(inlinePolicyPlaces), iam.managedPolicy],
    {
      severity: "warning",
      limit: "named actions, or named resources",
      source: CONTROLS,
      fix: "Name the actions, or the ARNs.",
    },
    (inputs) =>
      inlineDocuments(inputs).flatMap(({ argument, statements }) =>
        statements
          .filter((statement) => statement.allows && isOnEverything(statement))
          .flatMap(({ actions, exceptActions }) => [
            ...actions.filter((action) => /^[a-z0-9-]+:\*+$/i.test(action)),
            ...(exceptActions.length > 0 ? [`all but ${exceptActions.join(", ")}`] : []),
          ])
          .map((actions) => ({ argument, found: `${actions} on Resource "*"` })),
      ),
  ),
  custom(
    "IAM-03",
    typesOf([...identityPolicyPlaces, ...resourcePolicyPlaces]),
    {
      limit: "a JSON document with a list of statements",
      source: `${GUIDE}/reference_policies_grammar.html`,
      fix: "Make the document with pulumi.jsonStringify.",
    },
    (inputs) =>
      pathsOf([...identityPolicyPlaces, ...resourcePolicyPlaces])
        .flatMap((path) => valuesAt(inputs, path))
        .flatMap(({ path, value }): Problem[] => {
          if (typeof value !== "string") return [];
          const policy = jsonOf(value);
          return isRecord(policy) && "Statement" in policy
            ? []
            : [{ argument: path, found: `${value.length} characters` }];
        }),
  ),
  custom(
    "IAM-03-size",
    iam.rolePolicy,
    {
      limit: `at most ${grouped(rolePolicyCharacters)} characters without white space, for all inline policies of the role`,
      source: `${GUIDE}/reference_iam-quotas.html`,
      fix: "Merge statements, or move some into a managed policy of your own.",
    },
    (inputs) => longerThan(inputs, rolePolicyCharacters),
  ),
  custom(
    "IAM-03-size-managed",
    iam.managedPolicy,
    {
      limit: `at most ${grouped(managedPolicyCharacters)} characters without white space`,
      source: `${GUIDE}/reference_iam-quotas.html`,
      fix: "Merge statements, or split the policy: a role takes ten.",
    },
    (inputs) => longerThan(inputs, managedPolicyCharacters),
  ),
  pattern("IAM-04", iam.role, "name", /^[A-Za-z0-9+=,.@_-]{1,64}$/, {
    limit: "1 to 64 letters, digits and +=,.@_-",
    source: `${GUIDE}/reference_iam-quotas.html`,
    fix: "Shorten the name, or leave it out.",
  }),
  range("IAM-05", iam.role, "maxSessionDuration", roleSession, {
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    fix: "Set one hour to twelve.",
  }),
  custom(
    "IAM-06",
    iam.role,
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
];

/**
 * Statements that allow everything on everything. A managed policy is judged by the stack's rules:
 * as the boundary of a role it allows nothing by itself.
 */
export function administrators({ argument, statements }: PlacedDocument): Problem[] {
  return statements
    .filter(
      (statement) => statement.allows && isOnEverything(statement) && statement.actions.some(isAny),
    )
    .map(() => ({ argument, found: 'Action "*" on Resource "*"' }));
}

function inlineDocuments(inputs: Inputs): PlacedDocument[] {
  return documentsAt(inputs, pathsOf(inlinePolicyPlaces));
}

function isAny(action: string): boolean {
  return /^\*+(:\*+)?$/.test(action);
}

function isOnEverything({ resources, exceptResources }: Statement): boolean {
  return exceptResources.length > 0 || resources.some((arn) => /^(\*+|arn:(aws|\*):\*)$/.test(arn));
}

function longerThan(inputs: Inputs, most: number): Problem | undefined {
  const policy = textAt(inputs, "policy");
  const size = policy?.replace(/\s/g, "").length ?? 0;
  return size > most ? { argument: "policy", found: `${size} characters` } : undefined;
}
