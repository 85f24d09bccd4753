/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  // The sample's gallery has no sign-in. Delete this once strata:web.authorizer names an issuer.
  {
    rule: "SEC-API-authorization",
    resource: "web-api-get-photos-{photoId}-print",
    reason:
      "The sample's gallery is everyone's. The stage's throttle bounds all callers together, and reserved concurrency (strata:web.publicConcurrency) what they take of the account.",
    stacks: ["prod", "full"],
  },
  ...["network-endpoints-s3", "network-endpoints-dynamodb"].map((resource) => ({
    rule: "NET-06",
    resource,
    reason: "The print lab alone looks at the address; the photos' bucket and tables judge roles.",
    stacks: ["full"],
  })),
];
