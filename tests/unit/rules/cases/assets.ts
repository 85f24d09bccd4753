import type { Inputs } from "../../../../rules";
import type { Cases } from "./case";

const get = ["GET", "HEAD"];
const all = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const behaviour = (part: Inputs) => ({ defaultCacheBehavior: { cachePolicyId: "a", ...part } });
const origin = (part: Inputs) => ({ origins: [{ originId: "a", ...part }] });
const cacheKey = (headersConfig: Inputs) => ({
  parametersInCacheKeyAndForwardedToOrigin: { headersConfig },
});
const cors = (...allowedMethods: string[]) => ({ corsRules: [{ allowedMethods }] });
const encrypted = (sseAlgorithm: string) => ({
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId: "key" } }],
});

/** Values that CloudFront and S3 refuse. */
export const assetCases: Cases = {
  "CF-12": { pass: behaviour({}), fail: behaviour({ cachePolicyId: undefined }) },
  "CF-12-methods": {
    pass: behaviour({ allowedMethods: all }),
    fail: behaviour({ allowedMethods: [...get, "POST"] }),
  },
  "CF-12-cached": {
    pass: behaviour({ allowedMethods: all, cachedMethods: get }),
    fail: behaviour({ allowedMethods: get, cachedMethods: [...get, "OPTIONS"] }),
  },
  "CF-12-domain": {
    pass: origin({ domainName: "api.example.com" }),
    fail: origin({ domainName: "https://api.example.com" }),
  },
  "CF-12-path": { pass: origin({ originPath: "/live" }), fail: origin({ originPath: "live" }) },
  "CF-12-root": {
    pass: { defaultRootObject: "index.html" },
    fail: { defaultRootObject: "/index.html" },
  },
  "CF-12-origin": {
    pass: origin({ domainName: "files.s3.eu-west-1.amazonaws.com" }),
    fail: origin({ domainName: "web-1.eu-west-1.elb.amazonaws.com" }),
  },
  "CF-13": {
    pass: { headersConfig: { headers: { items: ["X-Trace"] } } },
    fail: { headersConfig: { headers: { items: ["Authorization"] } } },
  },
  "CF-13-cache": {
    pass: { maxTtl: 1, ...cacheKey({ headerBehavior: "whitelist" }) },
    fail: { maxTtl: 0, ...cacheKey({ headerBehavior: "whitelist" }) },
  },
  "CF-13-names": {
    pass: cacheKey({ headerBehavior: "whitelist", headers: { items: ["Origin"] } }),
    fail: cacheKey({ headerBehavior: "whitelist" }),
  },
  "S3-10": { pass: cors("GET", "PUT"), fail: cors("GET", "OPTIONS") },
  "S3-10-versioning": {
    pass: { versioningConfiguration: { status: "Enabled" } },
    fail: { versioningConfiguration: { status: "enabled" } },
  },
  "S3-10-lifecycle": {
    pass: { rules: [{ status: "Enabled" }] },
    fail: { rules: [{ status: "enabled" }] },
  },
  "S3-10-action": {
    pass: { rules: [{ expiration: { days: 30 } }] },
    fail: { rules: [{ id: "nothing", status: "Enabled" }] },
  },
  "S3-10-key": { pass: encrypted("aws:kms"), fail: encrypted("AES256") },
};
