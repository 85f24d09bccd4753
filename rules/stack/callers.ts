import { originReadTimeout } from "../cloudfront";
import { authorizerTimeout, httpIntegrationTimeout, restIntegrationTimeout } from "../api-gateway";
import { apigateway } from "../base/types/apigateway";
import { apigatewayv2 } from "../base/types/apigatewayv2";
import { cloudfront } from "../base/types/cloudfront";
import { cognito } from "../base/types/cognito";
import { lambda } from "../base/types/lambda";
import { lb } from "../base/types/lb";
import { isRecord, valuesAt, numberAt, equals, isAbsent, textAt } from "../base/values";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { callerWaits } from "./durable-functions";
import { graphOf, type Graph } from "./graph";
import { balancerOf } from "./load-balancers";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";
/** A user pool gives a trigger this many seconds, and that can't be changed. */
export const userPoolTriggerTimeout = 5;
/** What AWS sets for a load balancer's idle connections and for CloudFront's origins, in seconds. */
const DEFAULT_IDLE_TIMEOUT = 60;
const DEFAULT_ORIGIN_READ_TIMEOUT = 30;

/** Principals that invoke a function asynchronously: nobody sees its errors. */
const ASYNCHRONOUS =
  /^(s3|sns|events|iot|ses|logs(\..+)?|lambda\.alarms\.cloudwatch)\.amazonaws\.com$/;

export const stackRules: readonly StackRule[] = [
  {
    id: "API-02",
    severity: "warning",
    type: lambda.function,
    limit: "a timeout within the API's: its client gets 504 or 503 while the function works on",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
    fix: "Lower the function's timeout, or answer 202 and work on asynchronously.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return [
        ...graph
          .ofType(apigatewayv2.httpIntegration)
          .flatMap((integration) =>
            tooSlow(graph, integration, "integrationUri", httpIntegrationTimeout.max, "HTTP API"),
          ),
        ...graph
          .ofType(apigateway.restIntegration)
          .filter(({ values }) => !equals(values, "responseTransferMode", "STREAM"))
          .flatMap((integration) =>
            tooSlow(graph, integration, "uri", restIntegrationTimeout.max, "REST API"),
          ),
      ];
    },
  },
  {
    id: "LAM-28",
    severity: "warning",
    type: lambda.function,
    limit: "a timeout within what the caller waits",
    source: `${GUIDE}/configuration-timeout.html`,
    fix: "Lower the function's timeout, or raise the caller's.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const behindBalancers = graph.ofType(lb.targetGroupAttachment).flatMap((attachment) => {
        const fn = graph.function(attachment, "targetId");
        const wait = idleTimeout(graph, attachment);
        return fn === undefined || wait === undefined
          ? []
          : slow(fn, wait, "the load balancer's idle timeout");
      });
      const behindEdge = graph
        .ofType(cloudfront.distribution)
        .flatMap((distribution) =>
          edgeFunctions(graph, distribution).flatMap(({ fn, wait }) =>
            slow(fn, wait, "the read timeout of CloudFront's origin"),
          ),
        );
      const authorizing = [
        ...graph.ofType(apigatewayv2.httpAuthorizer),
        ...graph.ofType(apigateway.restAuthorizer),
      ].flatMap((authorizer) => {
        const fn = graph.function(authorizer, "authorizerUri");
        return fn === undefined
          ? []
          : slow(fn, authorizerTimeout.max / 1000, "what an API waits for its authorizer");
      });
      return [...behindBalancers, ...behindEdge, ...authorizing];
    },
  },
  {
    id: "COG-01",
    severity: "warning",
    type: lambda.function,
    limit: `${userPoolTriggerTimeout} seconds in a user pool's trigger`,
    source:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
    fix: `Set timeout to ${userPoolTriggerTimeout} and move slow work behind a queue.`,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(cognito.userPool)
        .flatMap((pool) =>
          graph
            .candidates(pool, "lambdaConfig", lambda.function)
            .flatMap((fn) => slow(fn, userPoolTriggerTimeout, "what a user pool waits")),
        );
    },
  },
  {
    id: "LAM-19",
    severity: "warning",
    type: lambda.function,
    limit: "a destination for asynchronous events that fail",
    source: `${GUIDE}/invocation-async-retain-records.html`,
    fix: "Set an on-failure destination (onFailure), or a dead-letter queue.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const kept = graph
        .ofType(lambda.eventInvokeConfig)
        .filter(({ values }) => !isAbsent(values, "destinationConfig.onFailure"))
        .map((config) => graph.function(config, "functionName"));
      const invoked = graph
        .ofType(lambda.permission)
        .filter(({ values }) => ASYNCHRONOUS.test(textAt(values, "principal") ?? ""))
        .flatMap((permission) => graph.function(permission, "function") ?? []);
      // While it can't be told which function a configuration is for, it may be for any.
      if (kept.includes(undefined)) return [];
      return [...new Set(invoked)]
        .filter((fn) => isAbsent(fn.values, "deadLetterConfig") && !kept.includes(fn))
        .map((fn) => ({ urn: fn.urn, argument: "deadLetterConfig", found: undefined }));
    },
  },
  {
    id: "LAM-24-stream",
    severity: "error",
    type: lambda.functionUrl,
    limit: "RESPONSE_STREAM only for a function outside a VPC",
    source: `${GUIDE}/configuration-response-streaming.html`,
    fix: "Set BUFFERED, take the function out of the VPC, or stream through a REST API.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph
        .ofType(lambda.functionUrl)
        .filter(({ values }) => equals(values, "invokeMode", "RESPONSE_STREAM"))
        .flatMap((url): StackProblem[] => {
          const fn = graph.function(url, "functionName");
          const subnets = fn === undefined ? [] : valuesAt(fn.values, "vpcConfig.subnetIds.*");
          return subnets.length > 0
            ? [{ urn: url.urn, argument: "invokeMode", found: "RESPONSE_STREAM" }]
            : [];
        });
    },
  },
  {
    id: "LAM-25-unique",
    severity: "error",
    type: lambda.permission,
    limit: "a statementId that no other permission of the function has",
    source: "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
    fix: "Rename one of them, or leave statementId out: Pulumi then makes one up.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const named = graph.ofType(lambda.permission).map((permission) => ({
        permission,
        fn: graph.function(permission, "function"),
        statementId: textAt(permission.values, "statementId"),
        qualifier: textAt(permission.values, "qualifier"),
      }));
      return named.flatMap(({ permission, fn, statementId, qualifier }, index): StackProblem[] =>
        fn !== undefined &&
        statementId !== undefined &&
        named
          .slice(0, index)
          .some(
            (other) =>
              other.fn === fn && other.statementId === statementId && other.qualifier === qualifier,
          )
          ? [{ urn: permission.urn, argument: "statementId", found: statementId }]
          : [],
      );
    },
  },
  {
    id: "LAM-26",
    severity: "error",
    type: lambda.permission,
    limit: "permissions or one whole resource policy; the policy overwrites permissions",
    source: `${GUIDE}/access-control-resource-based.html`,
    fix: "Move the permission's statement into the lambda.ResourcePolicy, or remove that.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const owners = resources
        .filter(({ type }) => /^aws:lambda\/resourcePolicy:/.test(type))
        .flatMap((policy) =>
          Object.keys(policy.propertyDependencies).flatMap(
            (argument) => graph.function(policy, argument) ?? [],
          ),
        );
      return graph
        .ofType(lambda.permission)
        .map((permission) => ({ permission, fn: graph.function(permission, "function") }))
        .filter(({ fn }) => fn !== undefined && owners.includes(fn))
        .map(({ permission, fn }) => ({
          urn: permission.urn,
          argument: "function",
          found: `${fn?.name ?? ""} has a resource policy`,
        }));
    },
  },
];

function tooSlow(
  graph: Graph,
  integration: StackResource,
  argument: string,
  most: number,
  kind: string,
) {
  const fn = graph.function(integration, argument);
  const milliseconds = numberAt(integration.values, "timeoutMilliseconds", most);
  if (fn === undefined || milliseconds === undefined) return [];
  return slow(fn, milliseconds / 1000, `what the ${kind} waits`);
}

/** What the load balancer waits; its default where it can't be told which one it is. */
function idleTimeout(graph: Graph, attachment: StackResource): number | undefined {
  const group = graph.one(attachment, "targetGroupArn", lb.targetGroup);
  const balancer = group && balancerOf(graph, group);
  return balancer === undefined
    ? DEFAULT_IDLE_TIMEOUT
    : numberAt(balancer.values, "idleTimeout", DEFAULT_IDLE_TIMEOUT);
}

function slow(fn: StackResource, seconds: number, whose: string): StackProblem[] {
  const found = callerWaits(fn);
  return found !== undefined && found > seconds
    ? [{ urn: fn.urn, argument: "timeout", found, limit: `at most ${seconds} seconds, ${whose}` }]
    : [];
}

/** Functions that a distribution reaches by their URLs, with what it waits for them. */
function edgeFunctions(
  graph: Graph,
  distribution: StackResource,
): { fn: StackResource; wait: number }[] {
  const urls = graph.candidates(distribution, "origins", lambda.functionUrl);
  const custom = valuesAt(distribution.values, "origins.*")
    .map(({ value }) => value)
    .filter(isRecord)
    .filter((origin) => !isAbsent(origin, "customOriginConfig"));
  const waits = custom.map((origin) =>
    numberAt(origin, "customOriginConfig.originReadTimeout", DEFAULT_ORIGIN_READ_TIMEOUT),
  );
  // Which origin is which function's can't be told while names are unknown: take the most patient.
  const wait = waits.includes(undefined)
    ? originReadTimeout.max
    : Math.max(DEFAULT_ORIGIN_READ_TIMEOUT, ...waits.map((seconds) => seconds ?? 0));
  return urls.flatMap((url) => {
    const fn = graph.function(url, "functionName");
    return fn === undefined ? [] : [{ fn, wait }];
  });
}
