/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  "labs-put-orders-{orderId}",
  "labs-get-orders",
].map((resource) => ({
  rule: "SEC-API-authorization",
  resource,
  reason:
    "Labs have keys of a usage plan, and the API's web ACL lets in what comes by the CDN alone.",
  stacks: ["full"],
}));
