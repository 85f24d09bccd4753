/** The engine's naming: URNs, and the URNs that an alias can mean. */
import { AliasSpec, STACK_TYPE } from "./registration";

/** What is the same for all URNs of a stack. */
export interface UrnScope {
  project: string;
  stack: string;
}

/** The parents' full type chain is part of a URN, their names are not; the root stack does not count. */
export function urnOf(scope: UrnScope, parent: string, type: string, name: string): string {
  const parentType = qualifiedType(parent);
  const chain = parentType !== "" && parentType !== STACK_TYPE ? `${parentType}$${type}` : type;
  return `urn:pulumi:${scope.stack}::${scope.project}::${chain}::${name}`;
}

/** `strata:data:Bucket$aws:s3/bucket:Bucket` of a resource in a component. */
export function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** Names may contain `::`. */
function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `aws` of `aws:s3/bucket:Bucket`. */
export function packageOf(type: string): string {
  return type.split(":")[0];
}

export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** All URNs that aliases can mean, including those that follow from the parent's aliases. */
export function aliasUrns(
  scope: UrnScope,
  resource: { name: string; type: string; parent: string },
  specs: readonly AliasSpec[],
  parentAliases: readonly string[],
): string[] {
  const { name, type, parent } = resource;
  const own = specs.map((spec) => aliasUrn(scope, resource, spec));
  const found = new Set(own);
  const parentName = nameOfUrn(parent);
  for (const parentAlias of parentAliases) {
    for (const urn of [urnOf(scope, parent, type, name), ...own]) {
      const childType = qualifiedType(urn).split("$").pop() ?? type;
      const childName = nameOfUrn(urn);
      // A child named after its parent was named after the parent's old name.
      const oldName = childName.startsWith(parentName)
        ? nameOfUrn(parentAlias) + childName.slice(parentName.length)
        : childName;
      found.add(urnOf(scope, parentAlias, childType, oldName));
    }
  }
  return [...found];
}

function aliasUrn(
  scope: UrnScope,
  resource: { name: string; type: string; parent: string },
  spec: AliasSpec,
): string {
  if (spec.urn) {
    return spec.urn;
  }
  const from = spec.noParent ? "" : spec.parent || resource.parent;
  const hasParent = from !== "" && qualifiedType(from) !== STACK_TYPE;
  const prefix = hasParent
    ? `${from.slice(0, from.indexOf("::", from.indexOf(qualifiedType(from))))}$`
    : `urn:pulumi:${spec.stack || scope.stack}::${spec.project || scope.project}::`;
  return `${prefix}${spec.type || resource.type}::${spec.name || resource.name}`;
}
