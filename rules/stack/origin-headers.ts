/** What a distribution sends to its origins, and which of them let nobody in without it. */
import { apigateway } from "../base/types/apigateway";
import { apigatewayv2 } from "../base/types/apigatewayv2";
import { lb } from "../base/types/lb";
import { wafv2 } from "../base/types/wafv2";
import { unknown, type Plain, type StackResource } from "../base/rule";
import { isRecord, jsonAt, listOf, textAt, valueAt, valuesAt } from "../base/values";
import type { Graph } from "./graph";
import { listeners, loadBalancers, oneOf } from "./load-balancers";

/** Header fields that a REST API's resource policy can ask for, by their condition keys. */
const POLICY_KEYS: Readonly<Record<string, string>> = {
  referer: "aws:referer",
  "user-agent": "aws:useragent",
};

/** Names of the headers that a distribution adds for its origins, in lower case. */
export function headersSentBy({ values }: StackResource): ReadonlySet<string> {
  const places = ["origins.*.customHeaders.*.name"];
  const names = places.flatMap((place) => valuesAt(values, place).map(({ value }) => value));
  return new Set(names.flatMap((name) => (typeof name === "string" ? name.toLowerCase() : [])));
}

/** True where every request that a load balancer hands on must have one of the headers. */
export function balancerAsksFor(
  graph: Graph,
  balancer: StackResource,
  sent: ReadonlySet<string>,
): boolean {
  if (aclAsksFor(graph, balancer, sent)) return true;
  const own = listeners
    .flatMap((type) => [...graph.ofType(type)])
    .filter((each) => oneOf(graph, each, "loadBalancerArn", loadBalancers) === balancer);
  const rules = [lb.listenerRule, lb.albListenerRule]
    .flatMap((type) => [...graph.ofType(type)])
    .filter((each) => {
      const listener = oneOf(graph, each, "listenerArn", listeners);
      return listener !== undefined && own.includes(listener);
    });
  const open = [
    ...own.filter((listener) => handsOn(listener, "defaultActions")),
    ...rules.filter((rule) => handsOn(rule, "actions") && !ruleAsksFor(rule, sent)),
  ];
  return own.length > 0 && open.length === 0;
}

/** True where every route of an API, or its web ACL or policy, asks for one of the headers. */
export function apiAsksFor(graph: Graph, api: StackResource, sent: ReadonlySet<string>): boolean {
  const isRest = api.type === apigateway.restApi;
  const argument = isRest ? "restApi" : "apiId";
  const isOf = (part: StackResource) => graph.one(part, argument, api.type) === api;
  if (isRest) {
    const stages = graph.ofType(apigateway.restStage).filter(isOf);
    const isFiltered = (stage: StackResource) => aclAsksFor(graph, stage, sent);
    if (stages.length > 0 && stages.every(isFiltered)) return true;
    const policies = graph.ofType(apigateway.restApiPolicy).filter((policy) => {
      return graph.one(policy, "restApiId", apigateway.restApi) === api;
    });
    if ([api, ...policies].some((each) => policyAsksFor(each, sent))) return true;
  }
  const routes = graph.ofType(isRest ? apigateway.restMethod : apigatewayv2.httpRoute).filter(isOf);
  return routes.length > 0 && routes.every((route) => authorizerAsksFor(graph, route, sent));
}

function handsOn({ values }: StackResource, argument: string): boolean {
  return valuesAt(values, `${argument}.*.type`).some(({ value }) => value === "forward");
}

function ruleAsksFor({ values }: StackResource, sent: ReadonlySet<string>): boolean {
  return valuesAt(values, "conditions.*.httpHeader.httpHeaderName").some(
    ({ value }) => typeof value === "string" && isOneOf(value, sent),
  );
}

function authorizerAsksFor(graph: Graph, route: StackResource, sent: ReadonlySet<string>): boolean {
  const kind =
    route.type === apigateway.restMethod ? apigateway.restAuthorizer : apigatewayv2.httpAuthorizer;
  const authorizer = graph.one(route, "authorizerId", kind);
  const asks = ["REQUEST", "TOKEN"];
  if (!authorizer || !asks.includes(textAt(authorizer.values, kindArgument(kind)) ?? "")) {
    return false;
  }
  const { values } = authorizer;
  const sources = [
    ...valuesAt(values, "identitySources.*").map(({ value }) => value),
    ...(textAt(values, "identitySource") ?? "").split(","),
  ];
  return sources.some(
    (source) => typeof source === "string" && isOneOf(source.trim().split(".header.")[1], sent),
  );
}

function kindArgument(kind: string): string {
  return kind === apigateway.restAuthorizer ? "type" : "authorizerType";
}

function aclAsksFor(graph: Graph, host: StackResource, sent: ReadonlySet<string>): boolean {
  return graph.ofType(wafv2.webAclAssociation).some((association) => {
    if (graph.one(association, "resourceArn", host.type) !== host) return false;
    const acl = graph.one(association, "webAclArn", wafv2.webAcl);
    if (!acl) return false;
    const listed = valuesAt(acl.values, "rules.*").map(({ value }) => value);
    const rules: readonly Plain[] = [...listed, jsonAt(acl.values, "ruleJson")];
    return rules.some((rule) => looksAt(rule, sent));
  });
}

/** True where a statement anywhere below looks at one of the headers. */
function looksAt(value: Plain, sent: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return listOf(value).some((each) => looksAt(each, sent));
  if (!isRecord(value)) return false;
  const names = ["singleHeader.name", "SingleHeader.Name"].map((place) => textAt(value, place));
  const isHeader = names.some((name) => isOneOf(name, sent));
  return isHeader || Object.values(value).some((each) => looksAt(each, sent));
}

function policyAsksFor({ values }: StackResource, sent: ReadonlySet<string>): boolean {
  const policy = valueAt(values, "policy");
  if (policy === unknown) return false;
  const text = (typeof policy === "string" ? policy : JSON.stringify(policy ?? "")).toLowerCase();
  return Object.entries(POLICY_KEYS).some(([name, key]) => sent.has(name) && text.includes(key));
}

function isOneOf(name: string | undefined, sent: ReadonlySet<string>): boolean {
  return name !== undefined && sent.has(name.toLowerCase());
}
