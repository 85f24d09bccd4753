/** Settings of the environment: where the stack stands and how careful it is. */
import * as z from "zod";
import { accountPattern, encryptionProfiles } from "../components/environment-facts";
import { regionPattern } from "../components/region";
import { logRetentionDays } from "../rules/logs";

export const environmentSettings = z.strictObject({
  region: z
    .string()
    .regex(regionPattern, "an AWS region such as eu-west-1")
    .meta({ description: "AWS region for everything but what must stand in us-east-1." }),
  account: z.string().regex(accountPattern, "twelve digits, in quotes").optional().meta({
    description: "The only AWS account this stack may touch. Default: that of the credentials.",
  }),
  production: z.boolean().meta({
    description: "True where losing data or capacity would hurt: turns on deletion protection.",
  }),
  costCentre: z.string().min(1).optional().meta({ description: "Value of the CostCentre tag." }),
  logRetentionDays: z
    .literal([...logRetentionDays])
    .meta({ description: "Days that logs are kept; one of the values CloudWatch Logs allows." }),
  encryption: z
    .enum(encryptionProfiles)
    .meta({ description: "Who holds the keys that encrypt data at rest." }),
});
