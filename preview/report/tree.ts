/** The tree of a stack: layers, components in them, and what each component makes. */
import { ByUrn, inOrder, layerOf } from "./layers";
import { isProviderType } from "../engine/urns";
import { RegisteredResource, STACK_TYPE } from "../engine/registration";
import { StackPlan } from "../host/stack-plan";
import { indented, listed } from "./wrapping";

export function treeOf(plan: StackPlan): string[] {
  const all: ByUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const shown = plan.resources.filter((r) => r.type !== STACK_TYPE && !isProviderType(r.type));
  const layers = new Map(shown.map((resource) => [resource, layerOf(resource, all)]));
  return inOrder(layers.values()).flatMap((layer) => {
    const members = shown.filter((resource) => layers.get(resource) === layer);
    const resources = members.filter((resource) => resource.kind !== "component");
    const created = resources.filter((resource) => resource.kind === "custom").length;
    return resources.length > 0 ? ["", `${layer} (${created})`, ...layerLines(members, all)] : [];
  });
}

function layerLines(members: readonly RegisteredResource[], all: ByUrn): string[] {
  const byOwner = new Map<RegisteredResource | undefined, RegisteredResource[]>();
  for (const member of members) {
    const above = ownerOf(member, all);
    // A component of another layer is shown there; what it holds of this layer starts anew.
    const owner = above && members.includes(above) ? above : undefined;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), member]);
  }
  const lines = (owner: RegisteredResource | undefined, depth: number): string[] => {
    const below = byOwner.get(owner) ?? [];
    const components = below.filter((resource) => resource.kind === "component");
    const resources = below.filter((resource) => resource.kind !== "component");
    return [
      ...resourceLines(resources, depth),
      ...components.flatMap((component) => [
        indented(componentLine(component), depth * 2),
        ...lines(component, depth + 1),
      ]),
    ];
  };
  return lines(undefined, 1);
}

function componentLine(component: RegisteredResource): string {
  const [, , name] = component.type.split(":");
  return component.remote
    ? `${shortType(component.type)} ${component.name}`
    : `${name ?? component.type} ${component.name}`;
}

/** Resources of one type on one line. */
function resourceLines(resources: readonly RegisteredResource[], depth: number): string[] {
  const byType = new Map<string, string[]>();
  for (const resource of resources) {
    const type = `${shortType(resource.type)}${resource.kind === "read" ? " (existing)" : ""}`;
    byType.set(type, [...(byType.get(type) ?? []), resource.name]);
  }
  return [...byType]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, names]) => {
      const count = names.length > 1 ? ` x${names.length}` : "";
      return listed(indented(`${type}${count}  `, depth * 2), names);
    });
}

/** The nearest component above; resources that hang on other resources are their component's. */
function ownerOf(resource: RegisteredResource, all: ByUrn): RegisteredResource | undefined {
  const parent = all.get(resource.parent);
  if (!parent || parent.type === STACK_TYPE) {
    return undefined;
  }
  return parent.kind === "component" ? parent : ownerOf(parent, all);
}

/** `sqs.Queue` of `aws:sqs/queue:Queue`, `awsx.ec2.Vpc` of `awsx:ec2:Vpc`. */
function shortType(type: string): string {
  const [packageName, module = "", name = type] = type.split(":");
  const [directory] = module.split("/");
  const inPackage =
    directory === "index" || directory === packageName ? name : `${directory}.${name}`;
  return packageName === "aws" || packageName === "pulumi"
    ? inPackage
    : `${packageName}.${inPackage}`;
}
