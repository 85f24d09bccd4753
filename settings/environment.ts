/** Settings of the environment: where the stack stands and how careful it is. */
import * as z from "zod";
import {
  accountPattern,
  encryptionProfiles,
  keyPurposes,
  rolePattern,
} from "../components/base/environment-facts";
import { onceThings, stackNamePattern } from "../components/base/once-per-account";
import { regionPattern } from "../components/base/region";
import { regionsAsOf } from "../rules/base/regions";
import { allowedTagValue, isTagValue } from "../rules/tags";
import { logRetentionDays } from "../rules/logs";
import { defaultAccountConcurrency, leastAccountConcurrency } from "../rules/stack/concurrency";

export const environmentSettings = z.strictObject({
  region: z
    .string()
    .meta({ description: "AWS region for everything but what must stand in us-east-1." }),
  account: z.string().regex(accountPattern, "twelve digits, in quotes").optional().meta({
    description: "The only AWS account this stack may touch. Default: that of the credentials.",
  }),
  profile: z.string().min(1).optional().meta({
    description:
      "Profile in ~/.aws whose credentials are used. Default: those of the process that runs Pulumi.",
  }),
  role: z
    .strictObject({
      arn: z.string().regex(rolePattern, "the ARN of an IAM role"),
      externalId: z.string().min(2).optional().meta({
        description: "What the role's trust policy asks for.",
      }),
    })
    .optional()
    .meta({ description: "A role to take on with these credentials. Default: none." }),
  production: z.boolean().meta({
    description: "True where losing data or capacity would hurt: turns on deletion protection.",
  }),
  newerRegions: z
    .record(
      z.string().regex(regionPattern, "a region's name, such as eu-west-9"),
      z.array(z.string().regex(/^[a-z]$/, "a zone's letter, such as a")).min(1),
    )
    .optional()
    .meta({
      description: `Letters of the zones of regions that are newer than Strata's list of ${regionsAsOf}, by region.`,
    }),
  accountConcurrency: z
    .number()
    .int()
    .min(leastAccountConcurrency)
    .optional()
    .meta({
      description: `Runs of functions that the account allows at once in the region, less what its other stacks set aside. Default: ${defaultAccountConcurrency.toLocaleString("en-US")}; new accounts have ${leastAccountConcurrency}.`,
    }),
  costCentre: z
    .string()
    .min(1)
    .refine(isTagValue, allowedTagValue)
    .optional()
    .meta({ description: "Value of the CostCentre tag." }),
  logRetentionDays: z
    .literal([...logRetentionDays])
    .meta({ description: "Days that logs are kept; one of the values CloudWatch Logs allows." }),
  encryption: z
    .union([
      z.enum(encryptionProfiles),
      z.strictObject({
        profile: z.enum(encryptionProfiles),
        keepKeys: z.array(z.enum(keyPurposes)).optional().meta({
          description: "Purposes whose keys stay after the profile customer-managed was left.",
        }),
      }),
    ])
    .meta({
      description: "Who holds the keys that encrypt data at rest; see docs/encryption.md.",
    }),
  oncePerAccount: z
    .partialRecord(
      z.enum(onceThings),
      z.string().regex(stackNamePattern, "the name of a stack of this project"),
    )
    .optional()
    .meta({
      description:
        "The stack that makes each thing which exists once an account or region; see docs/claims.md. Default: it is there already.",
    }),
});
