/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  ...["labs-put-orders-{orderId}", "labs-get-orders"].map((resource) => ({
    rule: "SEC-API-authorization",
    resource,
    reason:
      "Labs have keys of a usage plan, and the API's web ACL lets in what comes by the CDN alone.",
    stacks: ["full"],
  })),
  {
    rule: "NET-06",
    resource: "network-endpoints-s3",
    reason:
      "The container of syslog reaches the internet for its image, where nobody looks at the address; the photos' buckets judge roles.",
    stacks: ["full"],
  },
];
