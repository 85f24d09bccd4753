/** Settings of the partner feature. */
import * as z from "zod";

export const partnerSettings = z.strictObject({
  labUrl: z.url({ protocol: /^https$/ }).meta({ description: "Where the print lab takes orders." }),
  broker: z.boolean().optional().meta({
    description:
      "True for orders that wait in a message broker (Amazon MQ) while the lab is out of reach; paid by the hour. Default: false.",
  }),
});
