/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "SEC-API-authorization",
    resource: "web-api-get-photos-{photoId}",
    reason: "As the list of the gallery's photos, one of them is everyone's.",
    stacks: ["full"],
  },
];
