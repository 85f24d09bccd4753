import { range } from "./checks";
import { types } from "./resource-types";
import type { ResourceRule } from "./rule";

export const secretsRules: readonly ResourceRule[] = [
  range(
    "SM-01",
    types.secret,
    "recoveryWindowInDays",
    { min: 7, max: 30, also: [0], unit: "days" },
    {
      source:
        "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html",
      fix: "Take 7 to 30 days, or 0 to delete the secret at once.",
    },
  ),
];
