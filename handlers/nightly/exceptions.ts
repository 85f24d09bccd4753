/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "NET-06",
    resource: "network-endpoints-s3",
    reason:
      "Jobs reach the internet for images and packages, where nobody looks at the address; the photos' bucket judges roles.",
    stacks: ["full"],
  },
];
