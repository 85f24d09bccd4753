/** Settings of the partner feature. */
import * as z from "zod";

export const partnerSettings = z.strictObject({
  labUrl: z.url({ protocol: /^https$/ }).meta({ description: "Where the print lab takes orders." }),
});
