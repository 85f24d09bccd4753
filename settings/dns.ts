/** Settings of the stack's domain. Left out, the stack is reached by AWS's own names. */
import * as z from "zod";
import { stackNamePattern, zoneIdPattern } from "../components/dns/parent-zone";
import { domainNamePattern } from "../components/base/domain-name";

const zoneId = z
  .string()
  .regex(zoneIdPattern, "id of a hosted zone, such as Z0123456789ABCDEFGHIJ");

export const dnsSettings = z
  .strictObject({
    domain: z
      .string()
      .regex(domainNamePattern, "a domain in lower case, such as staging.example.com")
      .meta({ description: "Domain of the stack's zone. Changing it makes a new zone." }),
    parent: z
      .union([zoneId, z.string().regex(stackNamePattern)], {
        error: "id of a hosted zone (Z...), or a stack of this organization as project/stack",
      })
      .optional()
      .meta({
        description:
          "Where the domain is delegated: the zone above it, or a stack that exports dns. Default: nowhere; set the zone's name servers at the registrar.",
      }),
    zoneId: zoneId.optional().meta({
      description:
        "A zone that exists already, such as that of a registered domain. Default: a new one.",
    }),
    queryLogs: z.boolean().optional().meta({
      description: "True for a log of what the zone is asked, in us-east-1. Default: none.",
    }),
    dnssec: z.boolean().optional().meta({
      description:
        "True to sign the zone's answers; never switch it off at once, see docs/dns.md. Default: unsigned.",
    }),
    disposable: z.boolean().optional().meta({
      description: "True to let the zone go with the stack. Default: protected, and retained.",
    }),
  })
  .refine(({ parent, zoneId }) => parent === undefined || zoneId === undefined, {
    path: ["parent"],
    error: "no parent together with zoneId: a zone that exists is delegated already",
  });
