/** Query logs of Route 53: it writes by its own principal, which a policy of CloudWatch Logs must let in. */
import { documentsAt } from "../base/policy-document";
import { cloudwatch } from "../base/types/cloudwatch";
import { route53 } from "../base/types/route53";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { isAbsent, textAt } from "../base/values";
import { graphOf, type Graph } from "./graph";

const SOURCE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html";
const SERVICE = "route53.amazonaws.com";
const LOG_REGION = "us-east-1";
const ARGUMENT = "cloudwatchLogGroupArn";
const FIX =
  'Make an aws.cloudwatch.LogResourcePolicy with region: "us-east-1" that lets route53.amazonaws.com put log events to /aws/route53/*, and name it in dependsOn of the query log.';

export const stackRules: readonly StackRule[] = [
  {
    id: "DNS-12",
    severity: "error",
    type: route53.queryLog,
    limit: "a query log that waits for the policy that lets Route 53 write: else AWS refuses it",
    source: SOURCE,
    fix: FIX,
    checkStack: (resources) =>
      logsOf(resources).flatMap(({ log, policies, graph }): StackProblem[] => {
        const waits = policies.some(({ urn }) => graph.dependsOn(log, urn));
        const [first] = policies;
        return first && !waits
          ? [{ urn: log.urn, argument: ARGUMENT, found: `not after ${first.name}` }]
          : [];
      }),
  },
  {
    id: "DNS-12-policy",
    severity: "info",
    type: route53.queryLog,
    limit:
      "a policy of CloudWatch Logs in us-east-1 that lets Route 53 write, once an account; this stack makes none",
    source: SOURCE,
    fix: FIX,
    checkStack: (resources) =>
      logsOf(resources)
        .filter(({ policies }) => policies.length === 0)
        .map(({ log }) => ({ urn: log.urn, argument: ARGUMENT, found: "no such policy" })),
  },
];

/** Each query log, and the policies of the stack that let Route 53 write. */
function logsOf(
  resources: readonly StackResource[],
): { log: StackResource; policies: readonly StackResource[]; graph: Graph }[] {
  const graph = graphOf(resources);
  const policies = graph.ofType(cloudwatch.logResourcePolicy).filter(letsIn);
  return graph.ofType(route53.queryLog).map((log) => ({ log, policies, graph }));
}

/** A policy whose text is not known yet may be the one. */
function letsIn({ values }: StackResource): boolean {
  const region = textAt(values, "region");
  if (region !== undefined && region !== LOG_REGION) return false;
  const documents = documentsAt(values, ["policyDocument"]);
  if (documents.length === 0) return !isAbsent(values, "policyDocument");
  return documents.some(({ statements }) =>
    statements.some(({ allows, services }) => allows && services.includes(SERVICE)),
  );
}
