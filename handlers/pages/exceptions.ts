/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  ...["network-endpoints-s3", "network-endpoints-dynamodb"].map((resource) => ({
    rule: "NET-06",
    resource,
    reason:
      "Containers and servers reach the internet for images and packages, where nobody looks at the address; the photos' buckets and tables judge roles.",
    stacks: ["full"],
  })),
];
