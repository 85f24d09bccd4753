// The variables of scopes that a function closes over.
import type { Scope } from "./inspector";
import type { ClosedOver } from "../replay/fingerprint";

/** Innermost first, and in each scope as they are declared; without those that have no value yet. */
export const variablesIn = (scopes: readonly Scope[]): ClosedOver[] =>
  scopes.flatMap((scope, index) =>
    Object.keys(scope).flatMap((name, order) => {
      try {
        return [{ name, at: `${index}.${order}`, value: scope[name] }];
      } catch {
        return [];
      }
    }),
  );
