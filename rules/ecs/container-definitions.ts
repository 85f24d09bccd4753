/** The containers of a task definition, for the rules of this folder. */
import { custom } from "../base/checks";
import { ecs } from "../base/types/ecs";
import type { Inputs, Plain, Problem, ResourceRule } from "../base/rule";
import { isRecord, jsonAt, listOf } from "../base/values";

export interface Container {
  readonly path: string;
  readonly value: Inputs;
}

type Text = Parameters<typeof custom>[2];

/** Those whose JSON is known. */
export function containers(inputs: Inputs): Container[] {
  return listOf(jsonAt(inputs, "containerDefinitions")).flatMap((value, index) =>
    isRecord(value) ? [{ path: `containerDefinitions[${index}]`, value }] : [],
  );
}

/** A rule of each container. */
export function eachContainer(
  id: string,
  text: Text,
  find: (container: Container, inputs: Inputs) => readonly Problem[],
): ResourceRule {
  return custom(id, ecs.taskDefinition, text, (inputs) =>
    containers(inputs).flatMap((container) => find(container, inputs)),
  );
}

/** A rule of one member of each container: `find` gives the value that breaks it. */
export function eachMember(
  id: string,
  member: string,
  text: Text,
  find: (container: Inputs, inputs: Inputs) => Plain,
): ResourceRule {
  return eachContainer(id, text, ({ path, value }, inputs) => {
    const found = find(value, inputs);
    return found === undefined ? [] : [{ argument: `${path}.${member}`, found }];
  });
}
