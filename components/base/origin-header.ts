/** When a CDN may send the value of a header that its origins ask for. */
import * as pulumi from "@pulumi/pulumi";
import type { OriginHeader } from "../contracts";

/**
 * The same header, sent only once these resources know its value: a new one that the CDN sends before
 * would be refused.
 */
export function sentAfter(
  header: OriginHeader,
  resources: readonly pulumi.Resource[],
): OriginHeader {
  // URNs are known in previews too; the update waits for what they belong to.
  const known = pulumi.all(resources.map(({ urn }) => urn));
  return { ...plain(header), value: pulumi.all([header.value, known]).apply(([value]) => value) };
}

function plain({ name, value, values }: OriginHeader): OriginHeader {
  return { name, value, values };
}
