/** Settings of what keeps state. */
import * as z from "zod";
import { regionPattern } from "../components/base/region";

export const dataSettings = z.strictObject({
  disposable: z.boolean().meta({
    description: "True to let what keeps state go with the stack. False: protected, and retained.",
  }),
  copiesRegion: z
    .string()
    .regex(regionPattern, "a region's name, such as eu-central-1")
    .optional()
    .meta({
      description:
        "Another region, for a second copy of photos and nightly backups of what has the tag Backup. Default: none are made.",
    }),
});
