import { ec2 } from "../base/types/ec2";
import type { StackResource } from "../base/rule";
import { equals, isRecord, listOf, valueAt, valuesAt } from "../base/values";
import type { Graph } from "./graph";

const EVERYWHERE = "0.0.0.0/0";

/** True where the security group lets traffic out to everywhere. */
export function isOpen(graph: Graph, group: StackResource): boolean {
  return (
    hasInlineRule(group) ||
    rulesOut(graph, group).some(({ values }) => equals(values, "cidrIpv4", EVERYWHERE))
  );
}

function hasInlineRule({ values }: StackResource): boolean {
  return valuesAt(values, "egress.*").some(
    ({ value }) => isRecord(value) && listOf(valueAt(value, "cidrBlocks")).includes(EVERYWHERE),
  );
}

/** The rules of the group that let traffic out. */
export function rulesOut(graph: Graph, group: StackResource): StackResource[] {
  return graph
    .ofType(ec2.egressRule)
    .filter((rule) => graph.one(rule, "securityGroupId", ec2.securityGroup) === group);
}
