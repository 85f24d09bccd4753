import { ec2 } from "../base/types/ec2";
import { iam } from "../base/types/iam";
import { lambda } from "../base/types/lambda";
import { mq } from "../base/types/mq";
import { secretsmanager } from "../base/types/secretsmanager";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isRecord, numberAt, textAt, valueAt, valuesAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { reaches } from "./role-grants";
import { defaultTarget } from "./routing";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/process-messages-with-mq.html";

interface Polled {
  readonly mapping: StackResource;
  readonly broker: StackResource;
}

/** Mappings of private brokers of the stack: Lambda's poller stands beside those, behind their groups. */
function polledInVpc(graph: Graph): Polled[] {
  return graph.ofType(lambda.eventSourceMapping).flatMap((mapping) => {
    const broker = graph.one(mapping, "eventSourceArn", mq.broker);
    const isPublic = broker && equals(broker.values, "publiclyAccessible", true);
    return broker === undefined || isPublic ? [] : [{ mapping, broker }];
  });
}

const isRabbit = ({ values }: StackResource) =>
  textAt(values, "engineType")?.toUpperCase() === "RABBITMQ";
/** What the poller connects to. */
const portOf = (broker: StackResource) => (isRabbit(broker) ? 5671 : 61617);
/** What it calls; the token service for ActiveMQ alone. */
const callsOf = (broker: StackResource) =>
  isRabbit(broker) ? ["lambda", "secretsmanager"] : ["lambda", "secretsmanager", "sts"];

export const stackRules: readonly StackRule[] = [
  {
    id: "MQ-01-group",
    severity: "error",
    type: lambda.eventSourceMapping,
    limit:
      "a broker whose security group lets itself in on the broker's port: Lambda's poller stands behind it",
    source: GUIDE,
    fix: "Add an ingress and an egress rule to the broker's group that refer to itself, on port 61617 for ActiveMQ or 5671 for RabbitMQ.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return polledInVpc(graph).flatMap(({ mapping, broker }): StackProblem[] => {
        const groups = graph.all(broker, "securityGroups", ec2.securityGroup) ?? [];
        const isShut = groups.length > 0 && groups.every((g) => !mayLetIn(graph, g, broker));
        return isShut
          ? [
              {
                urn: mapping.urn,
                argument: "eventSourceArn",
                found: broker.name,
                limit: `a broker whose security group lets itself in on port ${portOf(broker)}; ${groups.map(({ name }) => name).join(", ")} does not`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "MQ-01-route",
    severity: "error",
    type: lambda.eventSourceMapping,
    limit:
      "a broker in subnets from which Lambda's poller reaches Lambda and Secrets Manager, for ActiveMQ the token service too: by a NAT gateway or interface endpoints",
    source: GUIDE,
    fix: "Put the broker into subnets with a route to a NAT gateway and let its group out to HTTPS, or add interface endpoints for lambda, secretsmanager and sts.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return polledInVpc(graph).flatMap(({ mapping, broker }): StackProblem[] => {
        const missing = missingEndpoints(graph, broker);
        if (missing === undefined || missing.length === 0) return [];
        const subnets = graph.all(broker, "subnetIds", ec2.subnet) ?? [];
        const stranded = subnets.filter((subnet) => {
          const target = defaultTarget(graph, subnet);
          return target === "none" || target === "internet-gateway";
        });
        const groups = graph.all(broker, "securityGroups", ec2.securityGroup) ?? [];
        const isShut = groups.length > 0 && groups.every((group) => !mayCallOut(graph, group));
        const found =
          stranded.length > 0 ? stranded.map(({ name }) => name) : groups.map(({ name }) => name);
        return stranded.length > 0 || isShut
          ? [
              {
                urn: mapping.urn,
                argument: "eventSourceArn",
                found,
                limit: `a broker beside which Lambda's poller reaches ${missing.join(", ")}`,
              },
            ]
          : [];
      });
    },
  },
  {
    id: "MQ-01-role",
    severity: "error",
    type: lambda.eventSourceMapping,
    limit:
      "a function whose role has a statement on the broker (mq:DescribeBroker) and on the secret (secretsmanager:GetSecretValue)",
    source: GUIDE,
    fix: "Give the role mq:DescribeBroker on the broker, secretsmanager:GetSecretValue on the secret, and ec2's actions for network interfaces.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(lambda.eventSourceMapping).flatMap((mapping): StackProblem[] => {
        const broker = graph.one(mapping, "eventSourceArn", mq.broker);
        const fn = graph.function(mapping, "functionName");
        const role = fn && graph.one(fn, "role", iam.role);
        if (broker === undefined || role === undefined) return [];
        const secrets = graph.candidates(
          mapping,
          "sourceAccessConfigurations",
          secretsmanager.secret,
        );
        const missing = [broker, ...secrets].filter((one) => reaches(graph, role, one) === false);
        return missing.map(({ name }) => ({
          urn: mapping.urn,
          argument: "functionName",
          found: `${role.name}, which has no statement on ${name}`,
        }));
      });
    },
  },
];

/** False where all rules of the group are known, and none lets the group itself in on the broker's port. */
function mayLetIn(graph: Graph, group: StackResource, broker: StackResource): boolean {
  const port = portOf(broker);
  const inline = valuesAt(group.values, "ingress.*").map(({ value }) => value);
  if (valueAt(group.values, "ingress") !== undefined && inline.length === 0) return true;
  if (inline.some((rule) => !isRecord(rule) || coversPort(rule, port))) return true;
  return rulesOf(graph, group, ec2.ingressRule, "egress").some(
    (rule) => coversPort(rule.values, port) && !isForOthers(graph, rule, group),
  );
}

/** Rules of one direction that are the group's, or may be. */
function rulesOf(
  graph: Graph,
  group: StackResource,
  type: string,
  other: "ingress" | "egress",
): StackResource[] {
  const ofBoth = graph.ofType(ec2.securityGroupRule);
  const loose = ofBoth.filter(({ values }) => !equals(values, "type", other));
  return [...graph.ofType(type), ...loose].filter((rule) =>
    [undefined, group].includes(graph.one(rule, "securityGroupId", ec2.securityGroup)),
  );
}

/** True where the rule lets another security group in. */
function isForOthers(graph: Graph, rule: StackResource, group: StackResource): boolean {
  return ["referencedSecurityGroupId", "sourceSecurityGroupId"].some((argument) => {
    const other = graph.one(rule, argument, ec2.securityGroup);
    return other !== undefined && other !== group;
  });
}

function coversPort(rule: StackResource["values"], port: number): boolean {
  if (["-1", -1].some((all) => equals(rule, "ipProtocol", all) || equals(rule, "protocol", all)))
    return true;
  const [from, to] = [numberAt(rule, "fromPort"), numberAt(rule, "toPort")];
  return from === undefined || to === undefined || (from <= port && port <= to);
}

/** False where nothing of the stack lets the group out to HTTPS. */
function mayCallOut(graph: Graph, group: StackResource): boolean {
  return (
    valueAt(group.values, "egress") !== undefined ||
    rulesOf(graph, group, ec2.egressRule, "ingress").some(({ values }) => coversPort(values, 443))
  );
}

/** Services without an interface endpoint in the stack; `undefined` where that can't be told. */
function missingEndpoints(graph: Graph, broker: StackResource): string[] | undefined {
  const names = graph
    .ofType(ec2.vpcEndpoint)
    .map(({ values }) => textAt(values, "serviceName")?.split(".").at(-1));
  if (names.some((name) => name === undefined)) return undefined;
  return callsOf(broker).filter((service) => !names.includes(service));
}
