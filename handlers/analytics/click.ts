import * as z from "zod/mini";

/** Clicks of one call: as many as a page may have collected. */
export const maximumClicks = 100;

/** What somebody looked at. No id of the visitor: it counts pages, it follows nobody. */
export const click = z.object({
  page: z
    .string({ error: "a path of at most 200 characters" })
    .check(z.regex(/^\/[\w\-./{}]{0,199}$/, { error: "a path of at most 200 characters" })),
});
export type Click = z.output<typeof click>;

export const clicks = z.object(
  {
    clicks: z
      .array(click, { error: `1 to ${maximumClicks} clicks` })
      .check(
        z.minLength(1, { error: `1 to ${maximumClicks} clicks` }),
        z.maxLength(maximumClicks, { error: `1 to ${maximumClicks} clicks` }),
      ),
  },
  { error: "an object with clicks" },
);

/** A click as the stream holds it. */
export interface StreamedClick extends Click {
  /** ISO 8601, UTC: when the function took it. */
  at: string;
}
