import * as z from "zod/mini";

/** What became of a reported photo. */
export type Decision = "keep" | "remove";

/** What somebody reported: the input of the workflow. */
export interface Report {
  caseId: string;
  /** Whose photo it is. */
  userId: string;
  photoId: string;
  reason: string;
}

/** A case as the table holds it: one item a case. */
export interface ModerationCase extends Report {
  /** With it the workflow is answered. */
  taskToken: string;
  /** ISO 8601, UTC. */
  askedAt: string;
  /** Absent until a moderator decided. */
  decision?: Decision;
}

/** Body of an answer: `{ "decision": "keep" }`. */
export const answer = z.object({
  decision: z.enum(["keep", "remove"], { error: '"keep" or "remove"' }),
});
