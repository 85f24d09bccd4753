/** Where a zone is delegated from: the `parent` argument, and what a parent stack exports. */
import * as pulumi from "@pulumi/pulumi";
import { isUnder } from "../base/domain-name";

/** Route 53 hosted zone id: at most 32 characters (Route 53 API reference, ResourceId). */
export const zoneIdPattern = /^Z[A-Z0-9]{1,31}$/;

/**
 * `project/stack`. The organization is left out because it belongs to the backend and not to the
 * program: Pulumi Cloud has yours, a backend of your own the word `organization`.
 */
export const stackNamePattern = /^[^/\s]+\/[^/\s]+$/;

/** The whole name of a stack of this organization: a StackReference reads two parts as organization and stack. */
export function referenceTo(stack: string): string {
  return `${pulumi.getOrganization()}/${stack}`;
}

/** What a stack must export as `dns` so that others can hang their zones below its own. */
export interface ExportedZone {
  /** Id of the hosted zone. */
  zoneId: string;
  /** Domain of the zone. */
  domain: string;
}

/**
 * Checks what a stack exports as `dns`.
 *
 * @throws pulumi.RunError where the output is missing, malformed, or not above `domain`
 */
export function exportedZone(stack: string, domain: string, found: unknown): ExportedZone {
  const zone = (found ?? {}) as Partial<Record<keyof ExportedZone, unknown>>;
  if (typeof zone.zoneId !== "string" || typeof zone.domain !== "string") {
    throw new pulumi.RunError(
      `Zone of ${domain}: output dns of stack ${stack} is ${found === undefined ? "missing" : JSON.stringify(found)}; allowed: { zoneId, domain }, both text\n` +
        `  fix: bring the parent stack up first, and export from its index.ts: dns: { zoneId: dns.zoneId, domain: dns.domain }`,
    );
  }
  if (!isUnder(domain, zone.domain)) {
    throw new pulumi.RunError(
      `Zone of ${domain}: stack ${stack} has the zone of ${zone.domain}; allowed: a parent whose domain ours ends in\n` +
        `  fix: choose a domain such as ${domain.split(".")[0]}.${zone.domain}, or another parent`,
    );
  }
  return { zoneId: zone.zoneId, domain: zone.domain };
}
