// What a slice's text says in a replay, so that the process which runs it gets at the values.
import { Frame, Unit, unitOf } from "../plan/module-slice";
import type { KeptValue } from "../replay/kept-values";

/** In the replaying process: takes functions that give the values, by the names of their roots. */
export const handedOver = "strata.lambda.replay";

export class HandOver {
  private readonly byFrame = new Map<Frame, [key: string, kept: KeptValue][]>();

  constructor(values: ReadonlyMap<string, KeptValue> = new Map()) {
    for (const [key, kept] of values) {
      this.byFrame.set(kept.frame, [...(this.byFrame.get(kept.frame) ?? []), [key, kept]]);
    }
  }

  /** The statement for the variables of a frame, where `isHere` says that they are declared in the block. */
  text(frame: Frame, isHere: (unit: Unit | undefined) => boolean = () => true): string {
    const here = (this.byFrame.get(frame) ?? []).filter(([, kept]) => isHere(unitOf(kept.declaration))); // prettier-ignore
    if (here.length === 0) return "";
    // Read when everything is loaded: a variable may get its value later.
    const members = here.map(([key, { name }]) => `${JSON.stringify(key)}: () => ${name}`);
    return `globalThis[Symbol.for(${JSON.stringify(handedOver)})]({ ${members.join(", ")} });\n`;
  }
}
