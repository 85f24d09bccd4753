/** The machine-readable report: one JSON document, the same bytes in every run. */
import { maskProps } from "./masking";
import { Report, ResourceReport, StackReport } from "./plan";
import { RegisteredResource } from "../engine/registration";
import { linesOf } from "../host/source-lines";
import { StackPlan } from "../host/stack-plan";

export function jsonReport(project: string, plans: readonly StackPlan[]): string {
  const report: Report = { version: 1, project, stacks: plans.map(stackReport) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function stackReport(plan: StackPlan): StackReport {
  return {
    stack: plan.stack,
    resources: plan.resources.map((resource) => resourceReport(resource, plan)),
    outputs: maskProps(plan.outputs),
    findings: plan.findings,
    cost: null,
    fidelity: plan.fidelity,
  };
}

function resourceReport(resource: RegisteredResource, plan: StackPlan): ResourceReport {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    parent: resource.parent,
    custom: resource.kind !== "component",
    remote: resource.remote,
    provider: resource.provider,
    inputs: maskProps(resource.remoteArgs ?? resource.inputs),
    outputs: maskProps(resource.outputs),
    dependencies: resource.dependencies,
    references: plan.references.get(resource.urn) ?? [],
    ...linesOf(resource.stack),
  };
}
