/** What only one resource can have at a time, type by type. */
import { accountClaims } from "./account";
import { documentClaims } from "./documents";
import { edgeClaims } from "./edge";
import type { ClaimFact, ClaimTable } from "./fact";
import { nameClaims } from "./names";
import { networkClaims } from "./network";
import { writtenOverClaims } from "./written-over";

export type { ClaimFact, ClaimTable, KeyPart } from "./fact";

/** Rows of one type may stand in several tables. */
const claimTables: readonly ClaimTable[] = [
  nameClaims,
  networkClaims,
  edgeClaims,
  documentClaims,
  accountClaims,
  writtenOverClaims,
];

export function claimFacts(type: string): readonly ClaimFact[] {
  return claimTables.flatMap((table) => table[type] ?? []);
}
