/** Rules that the feature may break. */
import type { Exception } from "../../policies/exception";

export const exceptions: readonly Exception[] = [
  {
    rule: "NET-06",
    resource: "network-endpoints-s3",
    reason: "The print lab alone looks at the worker's address; the photos' bucket judges roles.",
    stacks: ["full"],
  },
];
