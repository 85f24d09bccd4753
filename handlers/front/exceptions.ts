/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "SEC-API-authorization",
    resource: "labs-put-orders-{orderId}",
    reason:
      "Labs have keys of a usage plan, and the API's web ACL lets in what comes by the CDN alone.",
    stacks: ["full"],
  },
];
