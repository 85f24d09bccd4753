// What a slice's text says in a replay, so that the process which runs it gets at the values.
import * as ts from "typescript";
import { Frame } from "../plan/plan";
import { Unit, unitOf } from "../source/declarations";

/** In the replaying process: takes functions that give the values, by the names of their roots. */
export const handedOver = "strata.lambda.replay";

/** A variable that is handed over. */
export interface Handed {
  readonly frame: Frame;
  readonly declaration: ts.Declaration;
  readonly name: string;
}

/** By the names of their roots. */
export type HandedOver = ReadonlyMap<string, Handed>;

/** The statement for the variables of a frame, where `isHere` says that they are declared in the block. */
export function handOverText(
  values: HandedOver,
  frame: Frame,
  isHere: (unit: Unit | undefined) => boolean = () => true,
): string {
  const here = [...values].filter(
    ([, each]) => each.frame === frame && isHere(unitOf(each.declaration)),
  );
  if (here.length === 0) return "";
  // Read when everything is loaded: a variable may get its value later.
  const members = here.map(([key, { name }]) => `${JSON.stringify(key)}: () => ${name}`);
  return `globalThis[Symbol.for(${JSON.stringify(handedOver)})]({ ${members.join(", ")} });\n`;
}
