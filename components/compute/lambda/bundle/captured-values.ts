// Every value that a handler's slice has taken over from the program, with the module whose source refers to it.
import { CapturedValue, ModuleSlice } from "./module-slice";
import type { Slice } from "./slice";

export function capturedValues(slice: Slice): { module: ModuleSlice; captured: CapturedValue }[] {
  return [...slice.modules.values()].flatMap((module) =>
    [module, ...module.functions].flatMap((frame) =>
      [...frame.values.values()].map((captured) => ({ module, captured })),
    ),
  );
}
