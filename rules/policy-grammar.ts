/** What IAM refuses in a policy before it looks at what the policy allows. */
import { custom } from "./base/checks";
import {
  identityPolicyPlaces,
  pathsOf,
  resourcePolicyPlaces,
  typesOf,
  type PolicyPlace,
} from "./base/policy-types";
import { iam } from "./base/types/iam";
import { isKnown, unknown, type Inputs, type Plain, type Problem } from "./base/rule";
import type { ResourceRule } from "./base/rule";
import { isRecord, jsonOf, listOf, valuesAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const GRAMMAR = `${GUIDE}/reference_policies_grammar.html`;
const PRINCIPAL = `${GUIDE}/reference_policies_elements_principal.html`;

const trustPlaces: readonly PolicyPlace[] = [{ type: iam.role, path: "assumeRolePolicy" }];
const everyPlace = [...identityPolicyPlaces, ...resourcePolicyPlaces, ...trustPlaces];

const versions = ["2012-10-17", "2008-10-17"];
const members = [
  ...["sid", "effect", "principal", "notprincipal", "action", "notaction"],
  ...["resource", "notresource", "condition"],
];

/**
 * Operators of conditions, without the `IfExists` and the set operators that may stand around them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATOR =
  /^(for(any|all)values?:)?(string(not)?(equals|equalsignorecase|like)|numeric(not)?equals|numeric(less|greater)than(equals)?|date(not)?equals|date(less|greater)than(equals)?|bool|binaryequals|(not)?ipaddress|arn(not)?(equals|like)|null)(ifexists)?$/i;
/** Calls that may stand in a trust policy. */
const TRUST_ACTION = /^(sts:.*|signin:.*|\*)$/i;

type StatementValue = { readonly [key: string]: Plain };

interface PlacedStatement {
  readonly argument: string;
  readonly statement: StatementValue;
}

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "IAM-10",
    typesOf(everyPlace),
    {
      limit: "what the grammar of policies has",
      source: GRAMMAR,
      fix: "Write it as in the grammar: Effect is Allow or Deny, and the operator of a condition is such as StringEquals.",
    },
    (inputs) => [
      ...documents(inputs, everyPlace).flatMap(wrongVersion),
      ...statements(inputs, everyPlace).flatMap((placed) => [
        ...wrongMembers(placed),
        ...wrongEffect(placed),
        ...wrongActions(placed),
        ...wrongOperators(placed),
      ]),
    ],
  ),
  custom(
    "IAM-10-identity",
    typesOf(identityPolicyPlaces),
    {
      limit:
        "no Principal, and a Resource in each statement, in a policy of a role, user or group: who it is for is who has it",
      source: GRAMMAR,
      fix: "Take Principal out, and name the ARNs in Resource.",
    },
    (inputs) =>
      statements(inputs, identityPolicyPlaces).flatMap(({ argument, statement }) => [
        ...present(statement, ["Principal", "NotPrincipal"]).map((found) => ({ argument, found })),
        ...(present(statement, ["Resource", "NotResource"]).length === 1
          ? []
          : [{ argument, found: "a statement without Resource" }]),
      ]),
  ),
  custom(
    "IAM-10-arn",
    typesOf(identityPolicyPlaces),
    {
      limit: "ARNs, or *, in Resource",
      source: `${GUIDE}/reference_policies_elements_resource.html`,
      fix: "Name the resource's arn, not its name, id or URL.",
    },
    (inputs) =>
      statements(inputs, identityPolicyPlaces).flatMap(({ argument, statement }) =>
        texts(statement.Resource, statement.NotResource)
          .filter((text) => !/^(arn:|\*|\$\{)/.test(text))
          .map((found) => ({ argument, found })),
      ),
  ),
  custom(
    "IAM-10-sid",
    typesOf([...identityPolicyPlaces, ...trustPlaces]),
    {
      limit: "letters and digits in a Sid, each of them once in a policy",
      source: `${GUIDE}/reference_policies_elements_sid.html`,
      fix: "Take hyphens, underscores and spaces out, or leave Sid out.",
    },
    (inputs) => {
      const places = [...identityPolicyPlaces, ...trustPlaces];
      return documents(inputs, places).flatMap(({ argument, policy }) => {
        const ids = listed(policy.Statement).flatMap((each) =>
          isRecord(each) && typeof each.Sid === "string" ? [each.Sid] : [],
        );
        return ids
          .filter((id, index) => !/^[A-Za-z0-9]*$/.test(id) || ids.indexOf(id) < index)
          .map((found) => ({ argument, found }));
      });
    },
  ),
  custom(
    "IAM-10-trust",
    iam.role,
    {
      limit: "a Principal, calls of STS such as sts:AssumeRole, and no Resource in a trust policy",
      source: `${GUIDE}/id_roles_terms-and-concepts.html`,
      fix: "Say who may take the role; what it may then do stands in its other policies.",
    },
    (inputs) =>
      statements(inputs, trustPlaces).flatMap(({ argument, statement }) => [
        ...present(statement, ["Resource", "NotResource"]).map((found) => ({ argument, found })),
        ...withoutPrincipal({ argument, statement }),
        ...texts(statement.Action)
          .filter((action) => !TRUST_ACTION.test(action))
          .map((found) => ({ argument, found })),
      ]),
  ),
  custom(
    "IAM-10-federated",
    iam.role,
    {
      limit:
        "sts:AssumeRoleWithWebIdentity for a provider of OpenID Connect, sts:AssumeRoleWithSAML for one of SAML",
      source: `${GUIDE}/id_roles_create_for-idp.html`,
      fix: "Name that call as Action: sts:AssumeRole takes none of the provider's tokens.",
    },
    (inputs) =>
      statements(inputs, trustPlaces).flatMap(({ argument, statement }) => {
        const { Principal: principal, Action: action, Effect: effect } = statement;
        const isFederated = isRecord(principal) && Object.keys(principal).join() === "Federated";
        const isPlain =
          effect === "Allow" && listed(action).every((one) => one === "sts:AssumeRole");
        return isFederated && isPlain ? [{ argument, found: "sts:AssumeRole" }] : [];
      }),
  ),
  custom(
    "IAM-10-principal",
    typesOf([...resourcePolicyPlaces, ...trustPlaces]),
    {
      limit: 'a Principal such as { Service: "lambda.amazonaws.com" } or { AWS: "<ARN>" }',
      source: PRINCIPAL,
      fix: "Name services by their whole names under Service, accounts and roles under AWS.",
    },
    (inputs) =>
      statements(inputs, [...resourcePolicyPlaces, ...trustPlaces]).flatMap(
        ({ argument, statement }) =>
          wrongPrincipals(statement.Principal ?? statement.NotPrincipal).map((found) => ({
            argument,
            found,
          })),
      ),
  ),
  custom(
    "IAM-10-whom",
    typesOf(resourcePolicyPlaces),
    {
      limit: "a Principal in each statement of a resource's policy",
      source: PRINCIPAL,
      fix: "Name the services, accounts or roles that may use the resource.",
    },
    (inputs) => statements(inputs, resourcePolicyPlaces).flatMap(withoutPrincipal),
  ),
];

interface PlacedPolicy {
  readonly argument: string;
  readonly policy: StatementValue;
}

function documents(inputs: Inputs, places: readonly PolicyPlace[]): PlacedPolicy[] {
  return pathsOf(places)
    .flatMap((path) => valuesAt(inputs, path))
    .flatMap(({ path, value }) => {
      const policy = jsonOf(value);
      return isRecord(policy) ? [{ argument: path, policy }] : [];
    });
}

function statements(inputs: Inputs, places: readonly PolicyPlace[]): PlacedStatement[] {
  return documents(inputs, places).flatMap(({ argument, policy }) =>
    listed(policy.Statement)
      .filter(isRecord)
      .map((statement) => ({ argument, statement })),
  );
}

function wrongVersion({ argument, policy }: PlacedPolicy): Problem[] {
  const { Version: found } = policy;
  const isWrong = typeof found === "string" && !versions.includes(found);
  const limit = `Version ${versions.join(" or ")}`;
  return isWrong ? [{ argument, found, limit, fix: `Write ${versions[0]}, the newer one.` }] : [];
}

function wrongMembers({ argument, statement }: PlacedStatement): Problem[] {
  return Object.keys(statement)
    .filter((key) => !members.includes(key.toLowerCase()))
    .map((found) => ({
      ...{ argument, found },
      limit:
        "Sid, Effect, Principal, Action, Resource, Condition and their opposites in a statement",
      fix: "Each of them is one word without an s at its end.",
    }));
}

function wrongEffect({ argument, statement }: PlacedStatement): Problem[] {
  const { Effect: found } = statement;
  const isWrong = typeof found === "string" && !["Allow", "Deny"].includes(found);
  return isWrong ? [{ argument, found, limit: "Effect Allow or Deny" }] : [];
}

function wrongActions({ argument, statement }: PlacedStatement): Problem[] {
  const found = present(statement, ["Action", "NotAction"]);
  const limit = "Action or NotAction, one of them, in each statement";
  return found.length > 1 ? [{ argument, found: found.join(" and "), limit }] : [];
}

function wrongOperators({ argument, statement }: PlacedStatement): Problem[] {
  const { Condition: condition } = statement;
  if (!isRecord(condition)) return [];
  return Object.keys(condition)
    .filter((operator) => !OPERATOR.test(operator))
    .map((found) => ({ argument, found, limit: "operators such as StringEquals or ArnLike" }));
}

function withoutPrincipal({ argument, statement }: PlacedStatement): Problem[] {
  return present(statement, ["Principal", "NotPrincipal"]).length === 0
    ? [{ argument, found: "a statement without Principal" }]
    : [];
}

function wrongPrincipals(principal: Plain): string[] {
  if (typeof principal === "string") return principal === "*" ? [] : [principal];
  if (!isRecord(principal)) return [];
  return [
    ...texts(principal.AWS).filter((text) => /\.amazonaws\.com(\.cn)?$/.test(text)),
    ...texts(principal.Service).filter((text) => /^[a-z0-9-]+$/i.test(text)),
  ];
}

/** Which of the members the statement has, known or not. */
function present(statement: StatementValue, keys: readonly string[]): string[] {
  const own = Object.keys(statement).map((key) => key.toLowerCase());
  return keys.filter((key) => own.includes(key.toLowerCase()));
}

function listed(value: Plain): readonly Plain[] {
  if (value === undefined || value === unknown) return [];
  return Array.isArray(value) ? listOf(value) : [value];
}

function texts(...values: readonly Plain[]): string[] {
  return values
    .flatMap(listed)
    .filter(isKnown)
    .filter((value) => typeof value === "string");
}
