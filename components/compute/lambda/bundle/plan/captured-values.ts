// Every value that a handler's slice has taken over from the program, with the module whose source refers to it.
import { CapturedValue, ModuleSlice } from "./module-slice";
import type { Slice } from "./slice";

interface Found {
  readonly module: ModuleSlice;
  readonly captured: CapturedValue;
  /** 0 for the module's own, else the function around which it was: the same one in the next run. */
  readonly frame: number;
}

export function capturedValues(slice: Slice): Found[] {
  return [...slice.modules.values()].flatMap((module) =>
    [module, ...module.functions].flatMap(({ values }, frame) =>
      [...values.values()].map((captured) => ({ module, captured, frame })),
    ),
  );
}
