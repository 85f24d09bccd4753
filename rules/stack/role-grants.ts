import { covers, documentsAt, type PolicyDocument, type Statement } from "../base/policy-document";
import { resourcePolicyPlaces, rolePolicyPlaces } from "../base/policy-types";
import { iam } from "../base/types/iam";
import { unknown, type StackResource } from "../base/rule";
import { textAt, valuesAt } from "../base/values";
import type { Graph } from "./graph";

/** What a role may do, as far as the stack says. */
export interface RoleGrants {
  /** The policies of the role that are known. */
  readonly documents: readonly PolicyDocument[];
  /** Policies that are not known yet, each with the URNs it was made from. */
  readonly unread: readonly (readonly string[])[];
  /** False where the role may have policies that the stack does not show. */
  readonly isWhole: boolean;
}

/** AWS's policies for logs, network interfaces and traces: they allow nothing on what a handler captures. */
const BARE =
  /:aws:policy\/(service-role\/)?(AWSLambdaBasicExecutionRole|AWSLambdaVPCAccessExecutionRole|AWSXRayDaemonWriteAccess|CloudWatchLambdaInsightsExecutionRolePolicy)$/;

const ATTACHMENTS = [
  { type: iam.rolePolicyAttachment, path: "role" },
  { type: "aws:iam/policyAttachment:PolicyAttachment", path: "roles" },
];

/** Collects the policies of a role: inline ones in each form, and attached ones of the stack. */
export function grantsOf(graph: Graph, role: StackResource): RoleGrants {
  const own = rolePolicyPlaces
    .filter(({ type }) => type === iam.role)
    .map((place) => read(role, place.path));
  const separate = graph.ofType(iam.rolePolicy).flatMap((policy) => {
    const of = graph.one(policy, "role", iam.role);
    return of === role ? [read(policy, "policy")] : of === undefined ? [hidden] : [];
  });
  const attached = ATTACHMENTS.flatMap(({ type, path }) =>
    graph.ofType(type).flatMap((attachment) => {
      const roles = graph.all(attachment, path, iam.role);
      if (roles === undefined) return [hidden];
      return roles.includes(role) ? [managed(graph, attachment, "policyArn")] : [];
    }),
  );
  const listed = valuesAt(role.values, "managedPolicyArns.*").map(({ value }) =>
    typeof value === "string" && BARE.test(value) ? empty : hidden,
  );
  const all = [...own, ...separate, ...attached, ...listed];
  if (isUnread(role, "managedPolicyArns")) all.push(hidden);
  return {
    documents: all.flatMap(({ documents }) => documents),
    unread: all.flatMap(({ unread }) => unread),
    isWhole: all.every(({ isWhole }) => isWhole),
  };
}

/**
 * True where some statement of the role is about the resource with this ARN, whatever it allows
 * there; `undefined` where that can't be told.
 */
export function reaches(
  graph: Graph,
  role: StackResource,
  resource: StackResource,
): boolean | undefined {
  const arn = textAt(resource.values, "arn");
  const { documents, unread, isWhole } = grantsOf(graph, role);
  const isNamed = documents.some(({ statements }) =>
    statements.some((statement) => arn !== undefined && isOn(statement, arn)),
  );
  if (isNamed || unread.some((sources) => sources.includes(resource.urn))) return true;
  if (isLetIn(graph, role, resource)) return true;
  const isTold = isWhole && unread.length === 0 && documents.every((document) => document.isWhole);
  return isTold && arn !== undefined ? false : undefined;
}

const empty: RoleGrants = { documents: [], unread: [], isWhole: true };
const hidden: RoleGrants = { documents: [], unread: [], isWhole: false };

function read(holder: StackResource, path: string): RoleGrants {
  const argument = path.split(".")[0] ?? path;
  const isHidden = isUnread(holder, argument, path);
  return {
    documents: documentsAt(holder.values, [path]),
    unread: isHidden ? [holder.propertyDependencies[argument] ?? []] : [],
    isWhole: true,
  };
}

/** True where the argument is set to what is not known yet. Without dependencies it is no argument, but computed. */
function isUnread(
  { values, propertyDependencies }: StackResource,
  argument: string,
  path = argument,
) {
  const isArgument = propertyDependencies[argument] !== undefined;
  const places = [...valuesAt(values, argument), ...valuesAt(values, path)];
  return isArgument && places.some(({ value }) => value === unknown);
}

function managed(graph: Graph, attachment: StackResource, path: string): RoleGrants {
  const policy = graph.one(attachment, path, iam.managedPolicy);
  if (policy !== undefined) return read(policy, "policy");
  return BARE.test(textAt(attachment.values, path) ?? "") ? empty : hidden;
}

function isOn(statement: Statement, arn: string): boolean {
  const { allows, actions, exceptActions, resources, exceptResources } = statement;
  const service = arn.split(":")[2] ?? "";
  const isOfService =
    exceptActions.length > 0 ||
    actions.some((action) => /^\*+$/.test(action) || covers(action.split(":")[0] ?? "", service));
  const names = (pattern: string) =>
    covers(pattern, arn) || covers(pattern, `${arn}/any`) || /^[/:]/.test(after(pattern, arn));
  return allows && isOfService && (exceptResources.length > 0 || resources.some(names));
}

function after(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : "";
}

/** True where a policy of the resource itself is made from the role. */
export function isLetIn(graph: Graph, role: StackResource, resource: StackResource): boolean {
  return resourcePolicyPlaces.some(({ type, path }) =>
    graph.ofType(type).some((holder) => {
      const sources = holder.propertyDependencies[path] ?? [];
      const isAbout = holder === resource || allSources(holder).includes(resource.urn);
      return isAbout && sources.includes(role.urn);
    }),
  );
}

function allSources({ propertyDependencies }: StackResource): readonly string[] {
  return Object.values(propertyDependencies).flat();
}
