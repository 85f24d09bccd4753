/** Settings of what keeps state. */
import * as z from "zod";

export const dataSettings = z.strictObject({
  disposable: z.boolean().meta({
    description:
      "True to let tables and buckets go with the stack. False: protected, and retained.",
  }),
});
