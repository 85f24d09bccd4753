import { unknown, type Inputs, type Plain, type StackResource } from "../../../rules";

const PROJECT = "urn:pulumi:dev::strata";

/** A value that is made from another resource: not known yet, but the engine knows from which. */
export interface Made {
  readonly from: readonly string[];
  readonly value: Plain;
}

/** An Output of the resource. With `value` it is known, as in the offline preview. */
export function from(name: string, value: Plain = unknown): Made {
  return { from: [name], value };
}

/** A list of Outputs of the resources. */
export function fromEach(...names: string[]): Made {
  return { from: names, value: names.map((): Plain => unknown) };
}

/** What a resource is called, and what else there is to say about it. */
export interface Described {
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly args?: { readonly [argument: string]: Plain | Made };
}

/** The resources of a stack as the engine gives them to stack rules. Names must differ. */
export function stackOf(...described: readonly Described[]): StackResource[] {
  const urns = new Map(described.map(({ type, name }) => [name, `${PROJECT}::${type}::${name}`]));
  const urnsOf = (names: readonly string[]) => names.map((name) => urns.get(name) ?? `no ${name}`);
  return described.map(({ type, name, parent, protect = false, ignoreChanges, ...rest }) => {
    const { dependsOn = [], args = {} } = rest;
    const made = Object.entries(args).filter((entry): entry is [string, Made] => isMade(entry[1]));
    const values: Inputs = Object.fromEntries(
      Object.entries(args).map(([argument, value]): [string, Plain] => [
        argument,
        isMade(value) ? value.value : value,
      ]),
    );
    const propertyDependencies = Object.fromEntries(
      made.map(([argument, value]) => [argument, urnsOf(value.from)]),
    );
    return {
      urn: urns.get(name) ?? "",
      type,
      name,
      protect,
      ...(ignoreChanges !== undefined && { ignoreChanges }),
      ...(parent !== undefined && { parent: urns.get(parent) ?? "" }),
      values,
      dependencies: [...urnsOf(dependsOn), ...Object.values(propertyDependencies).flat()],
      propertyDependencies,
    };
  });
}

function isMade(value: Plain | Made): value is Made {
  return typeof value === "object" && value !== null && "from" in value && "value" in value;
}
