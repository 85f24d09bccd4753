/** Functions that a service calls by its own principal: each needs a permission for it. */
import { apigateway } from "../base/types/apigateway";
import { apigatewayv2 } from "../base/types/apigatewayv2";
import { cloudwatch } from "../base/types/cloudwatch";
import { cognito } from "../base/types/cognito";
import { iot } from "../base/types/iot";
import { lambda } from "../base/types/lambda";
import { lb } from "../base/types/lb";
import { secretsmanager } from "../base/types/secretsmanager";
import { ses } from "../base/types/ses";
import { sns } from "../base/types/sns";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, isSet, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

/** How a type of resource calls functions. */
interface Caller {
  readonly type: string;
  /** Arguments that name the function. */
  readonly arguments: readonly string[];
  /** The service that calls, before `.amazonaws.com`. */
  readonly service: string;
  /** The argument that names what the permission's sourceArn is of, and its type; the caller itself where absent. */
  readonly source?: { readonly argument: string; readonly type: string };
  /** What the caller's protocol must be, where only some call functions. */
  readonly protocol?: string;
  /** Set where the service calls as a role instead. */
  readonly role?: string;
  /** True where AWS tries the call when the caller is made, so that the permission must be there first. */
  readonly isTried?: boolean;
}

/** Everything that calls functions by a principal of its own. */
export const callers: readonly Caller[] = [
  {
    type: cloudwatch.eventTarget,
    arguments: ["arn"],
    service: "events",
    source: { argument: "rule", type: cloudwatch.eventRule },
  },
  {
    type: sns.subscription,
    arguments: ["endpoint"],
    service: "sns",
    source: { argument: "topic", type: sns.topic },
    protocol: "lambda",
  },
  {
    type: apigatewayv2.httpIntegration,
    arguments: ["integrationUri"],
    service: "apigateway",
    source: { argument: "apiId", type: apigatewayv2.httpApi },
    role: "credentialsArn",
  },
  {
    type: apigateway.restIntegration,
    arguments: ["uri"],
    service: "apigateway",
    source: { argument: "restApi", type: apigateway.restApi },
    role: "credentials",
  },
  {
    type: apigatewayv2.httpAuthorizer,
    arguments: ["authorizerUri"],
    service: "apigateway",
    source: { argument: "apiId", type: apigatewayv2.httpApi },
    role: "authorizerCredentialsArn",
  },
  {
    type: apigateway.restAuthorizer,
    arguments: ["authorizerUri"],
    service: "apigateway",
    source: { argument: "restApi", type: apigateway.restApi },
    role: "authorizerCredentials",
  },
  {
    type: cloudwatch.logSubscription,
    arguments: ["destinationArn"],
    service: "logs",
    source: { argument: "logGroup", type: cloudwatch.logGroup },
    isTried: true,
  },
  {
    type: lb.targetGroupAttachment,
    arguments: ["targetId"],
    service: "elasticloadbalancing",
    source: { argument: "targetGroupArn", type: lb.targetGroup },
    isTried: true,
  },
  { type: iot.iotRule, arguments: ["lambdas"], service: "iot" },
  { type: cognito.userPool, arguments: ["lambdaConfig"], service: "cognito-idp" },
  {
    type: secretsmanager.secretRotation,
    arguments: ["rotationLambdaArn"],
    service: "secretsmanager",
    source: { argument: "secretId", type: secretsmanager.secret },
    isTried: true,
  },
  {
    type: cloudwatch.metricAlarm,
    arguments: ["alarmActions", "okActions", "insufficientDataActions"],
    service: "lambda.alarms.cloudwatch",
  },
  { type: ses.receiptRule, arguments: ["lambdaActions"], service: "ses" },
];

export const stackRules: readonly StackRule[] = [
  {
    id: "LAM-25-missing",
    severity: "error",
    type: callers.map(({ type }) => type),
    limit: "functions that the service may invoke",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
    fix: "Add a lambda.Permission for the service, with the ARN of what calls as sourceArn.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const permissions = graph.ofType(lambda.permission).map((permission) => ({
        permission,
        fn: graph.function(permission, "function"),
      }));
      // A permission whose function can't be told may be for any of them; a text without the name of
      // one of them (alone, in an ARN, with a qualifier) is for a function elsewhere.
      const names = graph.ofType(lambda.function).map(({ values }) => values.name);
      const isOpen = ({ values: { function: text } }: StackResource) =>
        typeof text !== "string" ||
        names.some((name) => typeof name === "string" && text.includes(name));
      if (permissions.some(({ permission, fn }) => fn === undefined && isOpen(permission)))
        return [];
      const own = (fn: StackResource) =>
        permissions.filter((entry) => entry.fn === fn).map(({ permission }) => permission);
      return callers.flatMap((caller) =>
        graph
          .ofType(caller.type)
          .filter(({ values }) => caller.role === undefined || isAbsent(values, caller.role))
          .filter(
            ({ values }) =>
              caller.protocol === undefined || equals(values, "protocol", caller.protocol),
          )
          .flatMap((resource) => missing(graph, caller, resource, own)),
      );
    },
  },
];

function missing(
  graph: Graph,
  caller: Caller,
  resource: StackResource,
  permissionsOf: (fn: StackResource) => readonly StackResource[],
): StackProblem[] {
  const source = sourceOf(graph, caller, resource);
  return caller.arguments.flatMap((argument) =>
    called(graph, resource, argument).flatMap(({ fn, isAlias }): StackProblem[] => {
      if (hasWholePolicy(graph, fn)) return [];
      const fitting = permissionsOf(fn).filter(
        (permission) =>
          admits(permission, caller.service) &&
          isForQualifier(graph, permission, isAlias) &&
          isFrom(graph, permission, source, caller),
      );
      const principal = `${caller.service}.amazonaws.com`;
      const name = isAlias ? `the alias of ${fn.name}` : fn.name;
      if (fitting.length === 0) {
        return [
          {
            urn: resource.urn,
            argument,
            found: name,
            limit: `functions that ${principal} may invoke${isAlias ? " by this alias" : ""}`,
            fix: `Add a lambda.Permission with principal ${principal}${isAlias ? ", the alias's name as qualifier" : ""} and the ARN of ${source?.name ?? "the caller"} as sourceArn.`,
          },
        ];
      }
      const isFirst = fitting.some(({ urn }) => resource.dependencies.includes(urn));
      const [first] = fitting;
      return caller.isTried === true && !isFirst && first !== undefined
        ? [
            {
              urn: resource.urn,
              argument,
              found: name,
              limit: `a dependency on ${first.name}: AWS tries the permission when this is made`,
              fix: `Name ${first.name} in dependsOn.`,
            },
          ]
        : [];
    }),
  );
}

/** The functions that an argument names, each with whether it is by an alias. */
export function called(graph: Graph, resource: StackResource, argument: string) {
  if (isAbsent(resource.values, argument)) return [];
  const aliases = graph.candidates(resource, argument, lambda.alias);
  const byAlias = aliases.flatMap((alias) => {
    const fn = graph.one(alias, "functionName", lambda.function);
    return fn === undefined ? [] : [{ fn, isAlias: true }];
  });
  const direct = graph
    .candidates(resource, argument, lambda.function)
    .filter((fn) => !byAlias.some((entry) => entry.fn === fn))
    .map((fn) => ({ fn, isAlias: false }));
  return [...byAlias, ...direct];
}

function sourceOf(graph: Graph, { source }: Caller, resource: StackResource) {
  return source === undefined ? resource : graph.one(resource, source.argument, source.type);
}

/** True where the permission is for the service, or may be. Logs also calls by the region's principal. */
function admits({ values }: StackResource, service: string): boolean {
  const action = textAt(values, "action");
  if (action !== undefined && !["lambda:InvokeFunction", "lambda:*"].includes(action)) return false;
  const principal = textAt(values, "principal");
  if (principal === undefined || principal === "*") return true;
  return (
    principal === `${service}.amazonaws.com` ||
    (service === "logs" && /^logs\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(principal))
  );
}

/** A permission holds for the alias that it names, or for the function without one. */
function isForQualifier(graph: Graph, permission: StackResource, isAlias: boolean): boolean {
  const namesAlias = graph.candidates(permission, "function", lambda.alias).length > 0;
  if (isAlias) return namesAlias || !isAbsent(permission.values, "qualifier");
  return !namesAlias && !isSet(permission.values, "qualifier");
}

/** False where the permission's sourceArn is certainly of another resource of the kind. */
function isFrom(
  graph: Graph,
  permission: StackResource,
  source: StackResource | undefined,
  caller: Caller,
): boolean {
  const named = graph.candidates(permission, "sourceArn", caller.source?.type ?? caller.type);
  return source === undefined || named.length === 0 || named.includes(source);
}

/** True where the function's policy is given as a whole: what it allows is not looked into here. */
function hasWholePolicy(graph: Graph, fn: StackResource): boolean {
  return graph.resources.some(
    (resource) =>
      /^aws:lambda\/resourcePolicy:/.test(resource.type) &&
      Object.keys(resource.propertyDependencies).some(
        (argument) => graph.function(resource, argument) === fn,
      ),
  );
}
