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
  publicConcurrency: z.int().min(1).optional().meta({
    description:
      "Runs at once of each function that everyone may call, set aside out of the account's 1,000. Default: no bound of its own.",
  }),
  authorizer: z
    .strictObject({
      issuer: z.url({ protocol: /^https$/ }).meta({
        description:
          "URL of who issues the tokens, as their iss says it: a Cognito user pool or any other OpenID provider.",
      }),
      audience: z.array(z.string().min(1)).min(1).meta({
        description: "Who the tokens are for (aud or client_id): one of these.",
      }),
    })
    .optional()
    .meta({
      description:
        "Who may call the API: holders of a token. Default: everyone, where a route is public in the code.",
    }),
});
