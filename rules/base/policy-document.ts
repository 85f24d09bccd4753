import { custom, type Text } from "./checks";
import { unknown, type Inputs, type Plain, type ResourceRule } from "./rule";
import { isRecord, jsonOf, valuesAt } from "./values";

/** A statement of an IAM or resource policy, with lists made of what may be one value. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  /** What `NotAction` leaves out. */
  readonly exceptActions: readonly string[];
  readonly resources: readonly string[];
  /** True where the statement names its resources, be it by `NotResource`. A trust policy names none. */
  readonly namesResources: boolean;
  /** What `NotResource` leaves out. */
  readonly exceptResources: readonly string[];
  /** True where the principal is everyone, or everyone but a few. */
  readonly everyone: boolean;
  /** Services among the principals, such as `lambda.amazonaws.com`. */
  readonly services: readonly string[];
  /** Accounts, roles and users among the principals. */
  readonly identities: readonly string[];
  /** True where a condition says who, from where or for what; one on TLS or time does not. */
  readonly conditional: boolean;
  /** Keys of its conditions, such as `aws:SourceArn`, in lower case. */
  readonly conditionKeys: readonly string[];
}

/** A policy document as far as it is known. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** False where a part is not known yet: what is missing in `statements` may stand there. */
  readonly isWhole: boolean;
}

/** Condition keys that everyone on earth can satisfy. */
const OPEN_KEYS = [
  "aws:securetransport",
  "aws:currenttime",
  "aws:epochtime",
  "aws:useragent",
  "s3:tlsversion",
];

/** A policy document and the argument that holds it. */
export interface PlacedDocument extends PolicyDocument {
  readonly argument: string;
}

/** The documents at the paths; those that are absent, unknown or unreadable are left out. */
export function documentsAt(inputs: Inputs, paths: readonly string[]): PlacedDocument[] {
  return paths
    .flatMap((path) => valuesAt(inputs, path))
    .flatMap(({ path, value }) => {
      const policy = jsonOf(value);
      if (!isRecord(policy)) return [];
      return [{ argument: path, statements: statementsOf(policy), isWhole: !hasUnknown(policy) }];
    });
}

/** The statements of the policy at `path`; nothing where it is absent, unknown or unreadable. */
export function statementsAt(inputs: Inputs, path: string): readonly Statement[] {
  return documentsAt(inputs, [path]).flatMap(({ statements }) => statements);
}

/** Statements that allow everyone something, with no condition. */
export function openStatements(inputs: Inputs, path: string): Statement[] {
  return statementsAt(inputs, path).filter(
    ({ allows, everyone, conditional }) => allows && everyone && !conditional,
  );
}

/** No policy at the paths lets everyone do something, with no condition. */
export function admitsNoStranger(
  id: string,
  type: ResourceRule["type"],
  paths: readonly string[],
  text: Text & { readonly limit: string },
): ResourceRule {
  return custom(id, type, text, (inputs) =>
    paths.flatMap((path) =>
      openStatements(inputs, path).map(({ actions }) => ({
        argument: path,
        found: `everyone may ${actions.join(", ")}`,
      })),
    ),
  );
}

/**
 * Keys that make a statement for everyone not public, if they have fixed values.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const NARROWING =
  /^(aws:(source(ip|arn|vpc|vpce|owner|account|orgid|orgpaths|vpcarn)|principal(arn|account|orgid|orgpaths|tag\/.*|isawsservice|servicename)|userid|username|vpcsourceip|calledvia.*|viaawsservice)|s3:(dataaccesspointarn|dataaccesspointaccount|accesspointnetworkorigin|x-amz-server-side-encryption-aws-kms-key-id))$/;

/** Statements that allow everyone something and that S3 calls public: no condition says who or from where. */
export function publicStatements(inputs: Inputs, path: string): Statement[] {
  return statementsAt(inputs, path).filter(
    ({ allows, everyone, conditionKeys }) =>
      allows && everyone && !conditionKeys.some((key) => NARROWING.test(key)),
  );
}

/** True where an action such as `s3:PutObject` is covered by a pattern such as `s3:Put*`. */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}

/** True where the statement's actions have `action` among them. */
export function takes({ actions, exceptActions }: Statement, action: string): boolean {
  return (
    actions.some((pattern) => covers(pattern, action)) ||
    (exceptActions.length > 0 && !exceptActions.some((pattern) => covers(pattern, action)))
  );
}

function statementsOf(policy: { readonly [key: string]: Plain }): Statement[] {
  return asList(policy["Statement"])
    .filter(isRecord)
    .map((statement) => {
      const principal = statement["Principal"];
      return {
        allows: statement["Effect"] === "Allow",
        actions: textsOf(statement["Action"]),
        exceptActions: textsOf(statement["NotAction"]),
        resources: textsOf(statement["Resource"]),
        namesResources: "Resource" in statement || "NotResource" in statement,
        exceptResources: textsOf(statement["NotResource"]),
        everyone: isEveryone(principal) || isRecord(statement["NotPrincipal"]),
        services: isRecord(principal) ? textsOf(principal["Service"]) : [],
        identities: isRecord(principal) ? textsOf(principal["AWS"]) : [],
        conditional: isNarrow(statement["Condition"]),
        conditionKeys: conditionKeysOf(statement["Condition"]),
      };
    });
}

function conditionKeysOf(condition: Plain): string[] {
  if (!isRecord(condition)) return [];
  return Object.values(condition).flatMap((operator) =>
    isRecord(operator) ? Object.keys(operator).map((key) => key.toLowerCase()) : [],
  );
}

function isEveryone(principal: Plain): boolean {
  if (principal === "*") return true;
  return isRecord(principal) && asList(principal["AWS"]).includes("*");
}

/** A condition that can't be read counts as one that narrows. */
function isNarrow(condition: Plain): boolean {
  if (condition === undefined) return false;
  if (!isRecord(condition)) return true;
  return Object.values(condition).some(
    (keys) =>
      !isRecord(keys) || Object.keys(keys).some((key) => !OPEN_KEYS.includes(key.toLowerCase())),
  );
}

function hasUnknown(value: Plain): boolean {
  if (Array.isArray(value)) return (value as readonly Plain[]).some(hasUnknown);
  return isRecord(value) ? Object.values(value).some(hasUnknown) : value === unknown;
}

function asList(value: Plain): readonly Plain[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Plain[]) : [value];
}

function textsOf(value: Plain): string[] {
  return asList(value).filter((item) => typeof item === "string");
}
