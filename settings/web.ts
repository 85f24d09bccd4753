/** Settings of what takes requests. */
import * as z from "zod";

export const webSettings = z.strictObject({
  throttlingRateLimit: z
    .number()
    .positive()
    .meta({ description: "Requests a second over all routes of the API, as a steady rate." }),
  throttlingBurstLimit: z
    .int()
    .positive()
    .meta({ description: "Requests at once over all routes of the API." }),
});
