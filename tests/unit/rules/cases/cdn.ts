import type { Inputs } from "../../../../rules";
import type { Cases } from "./case";

const origins = [
  { originId: "a", domainName: "a.example.com" },
  { originId: "b", domainName: "b.example.com" },
];
const group = (...members: string[]): Inputs => ({
  origins,
  originGroups: [{ originId: "both", members: members.map((originId) => ({ originId })) }],
});
const target = (...allowedMethods: string[]): Inputs => ({
  ...group("a", "b"),
  defaultCacheBehavior: { targetOriginId: "both", allowedMethods },
});
const failover = (status: number): Inputs => ({
  originGroups: [{ originId: "both", failoverCriteria: { statusCodes: [status] } }],
});
const countries = (restrictionType: string, ...locations: string[]): Inputs => ({
  restrictions: { geoRestriction: { restrictionType, locations } },
});

/** Functions at the edge, origin groups, error pages, countries. */
export const cdnCases: Cases = {
  "CF-08": { pass: { code: "a".repeat(10_240) }, fail: { code: "ä".repeat(5_121) } },
  "CF-08-runtime": {
    pass: { runtime: "cloudfront-js-2.0" },
    fail: { runtime: "cloudfront-js-1.0" },
  },
  "CF-08-store": {
    pass: { keyValueStoreAssociations: ["a"] },
    fail: { keyValueStoreAssociations: ["a", "b"] },
  },
  "CF-09": { pass: group("a", "b"), fail: group("a", "c") },
  "CF-09-methods": { pass: target("GET", "HEAD", "OPTIONS"), fail: target("GET", "HEAD", "POST") },
  "CF-09-status": { pass: failover(503), fail: failover(501) },
  "CF-10": {
    pass: { customErrorResponses: [{ errorCode: 404 }] },
    fail: { customErrorResponses: [{ errorCode: 401 }] },
  },
  "CF-10-page": {
    pass: { customErrorResponses: [{ errorCode: 404, responseCode: 200, responsePagePath: "/" }] },
    fail: { customErrorResponses: [{ errorCode: 404, responsePagePath: "/" }] },
  },
  "CF-11": { pass: countries("whitelist", "DE"), fail: countries("whitelist") },
};
