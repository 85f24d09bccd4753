import type { Inputs } from "../../../../rules";
import type { Cases } from "./case";

const group = { managedRuleGroupStatement: { vendorName: "AWS", name: "a" } };
const acl = (rule: Inputs) => ({ rules: [rule] });
const rate = (more: Inputs) =>
  acl({ statement: { rateBasedStatement: { aggregateKeyType: "FORWARDED_IP", ...more } } });
const metric = (metricName: string) => ({ visibilityConfig: { metricName } });
const addresses = (...list: string[]) => ({ ipAddressVersion: "IPV4", addresses: list });
const action = (part: Inputs) => ({ defaultActions: [part] });
const redirect = (statusCode: string) => action({ type: "redirect", redirect: { statusCode } });
const answer = (contentType: string) =>
  action({ type: "fixed-response", fixedResponse: { contentType } });
const path = (...values: string[]) => ({ conditions: [{ pathPattern: { values } }] });
const oauth = { allowedOauthFlowsUserPoolClient: true };
const mail = { emailSendingAccount: "DEVELOPER" };
const verified = (part: Inputs) => ({ verificationMessageTemplate: part });
const search = (instanceType: string) => ({ clusterConfig: { instanceType } });

/** Values that WAF, KMS, load balancers, Cognito and OpenSearch refuse. */
export const accessCases: Cases = {
  "WAF-06": { pass: { scope: "REGIONAL" }, fail: { scope: "GLOBAL" } },
  "WAF-06-action": {
    pass: acl({ statement: group, overrideAction: { none: {} } }),
    fail: acl({ statement: group, action: { block: {} } }),
  },
  "WAF-06-metric": { pass: metric("my-acl"), fail: metric("my acl") },
  "WAF-06-metric-rule": { pass: acl(metric("rate")), fail: acl(metric("my rate")) },
  "WAF-06-addresses": { pass: addresses("203.0.113.7/32"), fail: addresses("203.0.113.7") },
  "WAF-06-forwarded": { pass: rate({ forwardedIpConfig: {} }), fail: rate({}) },
  "KMS-02": { pass: { deletionWindowInDays: 7 }, fail: { deletionWindowInDays: 5 } },
  "KMS-02-alias": { pass: { name: "alias/data" }, fail: { name: "data" } },
  "KMS-02-rotation": {
    pass: { enableKeyRotation: true },
    fail: { enableKeyRotation: true, customerMasterKeySpec: "RSA_2048" },
  },
  "ELB-08": {
    pass: action({ type: "forward", targetGroupArn: "a" }),
    fail: action({ type: "forward" }),
  },
  "ELB-08-code": { pass: redirect("HTTP_301"), fail: redirect("301") },
  "ELB-08-content": { pass: answer("text/plain"), fail: answer("text/xml") },
  "ELB-08-path": { pass: path("/api/*", "*.php"), fail: path("api/*") },
  "ELB-07-slash": {
    pass: { healthCheck: { path: "/health" } },
    fail: { healthCheck: { path: "health" } },
  },
  "COG-09-allowedOauthFlows": { pass: { ...oauth, allowedOauthFlows: ["code"] }, fail: oauth },
  "COG-09-allowedOauthScopes": { pass: { ...oauth, allowedOauthScopes: ["openid"] }, fail: oauth },
  "COG-09-scope": {
    pass: { allowedOauthScopes: ["openid", "orders/read"] },
    fail: { allowedOauthScopes: ["open_id"] },
  },
  "COG-10": {
    pass: { autoVerifiedAttributes: ["email"] },
    fail: { autoVerifiedAttributes: ["mail"] },
  },
  "COG-10-name": {
    pass: { usernameAttributes: ["email"] },
    fail: { usernameAttributes: ["username"] },
  },
  "COG-10-mail": {
    pass: { emailConfiguration: { ...mail, sourceArn: "a" } },
    fail: { emailConfiguration: mail },
  },
  "COG-10-code": {
    pass: verified({ emailMessage: "Your code is {####}" }),
    fail: verified({ emailMessage: "Your code is CODE" }),
  },
  "COG-10-code-1": {
    pass: verified({ smsMessage: "{####}" }),
    fail: verified({ smsMessage: "####" }),
  },
  "COG-10-code-2": {
    pass: { smsAuthenticationMessage: "{####}" },
    fail: { smsAuthenticationMessage: "code" },
  },
  "OS-06": { pass: { engineVersion: "OpenSearch_2.19" }, fail: { engineVersion: "2.19" } },
  "OS-06-disk": {
    pass: { ...search("t3.small.search"), ebsOptions: { ebsEnabled: true } },
    fail: search("t3.small.search"),
  },
};
