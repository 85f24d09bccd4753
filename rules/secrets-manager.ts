import { range } from "./base/checks";
import { secretsmanager } from "./base/types/secretsmanager";
import type { ResourceRule } from "./base/rule";

export const sections = { SM: "Secrets" };

export const resourceRules: readonly ResourceRule[] = [
  range(
    "SM-01",
    secretsmanager.secret,
    "recoveryWindowInDays",
    { min: 7, max: 30, also: [0], unit: "days" },
    {
      source:
        "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html",
      fix: "Take 7 to 30 days, or 0 to delete the secret at once.",
    },
  ),
];
