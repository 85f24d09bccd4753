/** Children that something waits for together. */
import * as pulumi from "@pulumi/pulumi";
import type { MakeChild } from "../component";

/** Makes children as `make` does, and remembers them in `made`. */
export function recording(make: MakeChild): { child: MakeChild; made: pulumi.Resource[] } {
  const made: pulumi.Resource[] = [];
  const child: MakeChild = (...given) => {
    const resource = make(...given);
    made.push(resource);
    return resource;
  };
  return { child, made };
}
