import type { Inputs } from "../../../../rules";
import type { Cases } from "./case";

const behaviour = { targetOriginId: "site", viewerProtocolPolicy: "redirect-to-https" };
const origin = { originId: "site", domainName: "site.s3.eu-west-1.amazonaws.com" };
const custom = (customOriginConfig: Inputs, rest: Inputs = {}): Inputs => ({
  origins: [{ originId: "api", domainName: "api.example.com", customOriginConfig, ...rest }],
});
const alias = { aliases: [{ name: "a", zoneId: "z", evaluateTargetHealth: true }] };
const headers = (origin: string) => ({
  corsConfig: { accessControlAllowOrigins: { items: [origin] } },
});
const cors = (allowOrigins: string[]) => ({
  corsConfiguration: { allowCredentials: true, allowOrigins },
});

export const edgeCases: Cases = {
  "API-01": { pass: { timeoutMilliseconds: 30_000 }, fail: { timeoutMilliseconds: 30_001 } },
  "API-01-rest": { pass: { timeoutMilliseconds: 29_000 }, fail: { timeoutMilliseconds: 49 } },
  "API-01-raised": { pass: { timeoutMilliseconds: 29_000 }, fail: { timeoutMilliseconds: 29_001 } },
  "API-01-stream": {
    pass: { responseTransferMode: "STREAM", timeoutMilliseconds: 900_000 },
    fail: { responseTransferMode: "STREAM", timeoutMilliseconds: 900_001 },
  },
  "API-03": { pass: { authorizationType: "JWT" }, fail: { authorizationType: "OAUTH" } },
  "API-03-authorizer": {
    pass: { authorizationType: "JWT", authorizerId: "a" },
    fail: { authorizationType: "JWT" },
  },
  "API-06": { pass: { routeKey: "GET /photos/{id}" }, fail: { routeKey: "GET photos" } },
  "API-06-target": { pass: { target: "integrations/abc" }, fail: { target: "abc" } },
  "API-07": { pass: { payloadFormatVersion: "2.0" }, fail: { payloadFormatVersion: "2" } },
  "API-08": { pass: cors(["https://example.com"]), fail: cors(["*"]) },
  "API-09": {
    pass: { domainNameConfiguration: { securityPolicy: "TLS_1_2" } },
    fail: { domainNameConfiguration: { securityPolicy: "TLS_1_0" } },
  },
  "API-09-endpoint": {
    pass: { domainNameConfiguration: { endpointType: "REGIONAL" } },
    fail: { domainNameConfiguration: { endpointType: "EDGE" } },
  },
  "API-11": {
    pass: { corsConfiguration: { allowOrigins: ["https://www.example.com", "https://*"] } },
    fail: { corsConfiguration: { allowOrigins: ["https://*.example.com"] } },
  },
  "CF-06": {
    pass: headers("https://www.example.com"),
    fail: headers("https://www.example.com/"),
  },
  "API-10": { pass: { name: "$default" }, fail: { name: "v1/beta" } },
  "SEC-API-logs": { pass: { accessLogSettings: { destinationArn: "arn" } }, fail: {} },
  "SEC-API-throttling": {
    pass: { defaultRouteSettings: { throttlingRateLimit: 100 } },
    fail: { defaultRouteSettings: {} },
  },
  "CF-01": {
    pass: { viewerCertificate: { acmCertificateArn: "arn:aws:acm:us-east-1:1:certificate/a" } },
    fail: { viewerCertificate: { acmCertificateArn: "arn:aws:acm:eu-west-1:1:certificate/a" } },
  },
  "CF-01-acl": {
    pass: { webAclId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b" },
    fail: { webAclId: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b" },
  },
  "CF-01-tls": {
    pass: { viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" } },
    fail: { viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2019" } },
  },
  "CF-01-sni": {
    pass: { viewerCertificate: { sslSupportMethod: "sni-only" } },
    fail: { viewerCertificate: { sslSupportMethod: "vip" } },
  },
  "CF-01-default": {
    pass: { viewerCertificate: { cloudfrontDefaultCertificate: true } },
    fail: { viewerCertificate: { cloudfrontDefaultCertificate: true }, aliases: ["a.example.com"] },
  },
  "CF-02": {
    pass: { origins: [origin], defaultCacheBehavior: behaviour },
    fail: {
      origins: [origin],
      defaultCacheBehavior: behaviour,
      orderedCacheBehaviors: [{ ...behaviour, targetOriginId: "api" }],
    },
  },
  "CF-02-policy": {
    pass: { defaultCacheBehavior: { cachePolicyId: "a" } },
    fail: { defaultCacheBehavior: { cachePolicyId: "a", forwardedValues: { queryString: true } } },
  },
  "CF-02-alias": { pass: { aliases: ["*.example.com"] }, fail: { aliases: ["https://a.com"] } },
  "CF-03": {
    pass: { origins: [{ ...origin, originAccessControlId: "a" }] },
    fail: { origins: [origin] },
  },
  "CF-03-website": {
    pass: { origins: [{ ...origin, originAccessControlId: "a" }] },
    fail: {
      origins: [
        { domainName: "site.s3-website-eu-west-1.amazonaws.com", originAccessControlId: "a" },
      ],
    },
  },
  "CF-04": { pass: custom({ originReadTimeout: 120 }), fail: custom({ originReadTimeout: 121 }) },
  "CF-04-keepalive": {
    pass: custom({ originKeepaliveTimeout: 1 }),
    fail: custom({ originKeepaliveTimeout: 0 }),
  },
  "CF-04-vpc": {
    pass: { origins: [{ vpcOriginConfig: { originReadTimeout: 120 } }] },
    fail: { origins: [{ vpcOriginConfig: { originReadTimeout: 121 } }] },
  },
  "CF-04-keepalive-vpc": {
    pass: { origins: [{ vpcOriginConfig: { originKeepaliveTimeout: 120 } }] },
    fail: { origins: [{ vpcOriginConfig: { originKeepaliveTimeout: 121 } }] },
  },
  "CF-04-attempts": {
    pass: custom({}, { connectionAttempts: 3 }),
    fail: custom({}, { connectionAttempts: 4 }),
  },
  "CF-04-connect": {
    pass: custom({}, { connectionTimeout: 10 }),
    fail: custom({}, { connectionTimeout: 11 }),
  },
  "CF-04-completion": {
    pass: custom({ originReadTimeout: 30 }, { responseCompletionTimeout: 30 }),
    fail: custom({ originReadTimeout: 30 }, { responseCompletionTimeout: 29 }),
  },
  "SEC-CF-https-default": {
    pass: { defaultCacheBehavior: behaviour },
    fail: { defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } },
  },
  "SEC-CF-https-ordered": {
    pass: { orderedCacheBehaviors: [behaviour] },
    fail: { orderedCacheBehaviors: [behaviour, { viewerProtocolPolicy: "allow-all" }] },
  },
  "SEC-CF-origin": {
    pass: custom({ originProtocolPolicy: "https-only" }),
    fail: custom({ originProtocolPolicy: "http-only" }),
  },
  "SEC-CF-origin-tls": {
    pass: custom({ originSslProtocols: ["TLSv1.2"] }),
    fail: custom({ originSslProtocols: ["TLSv1.2", "TLSv1"] }),
  },
  "SEC-CF-acl": { pass: { webAclId: "arn" }, fail: {} },
  "DNS-01-ttl": { pass: alias, fail: { ...alias, ttl: 300 } },
  "DNS-01-records": { pass: alias, fail: { ...alias, records: ["1.2.3.4"] } },
  "DNS-01-alias": {
    pass: alias,
    fail: { aliases: [...alias.aliases, { name: "b", zoneId: "z", evaluateTargetHealth: true }] },
  },
  "DNS-01-missing-ttl": { pass: { ttl: 300 }, fail: { records: ["1.2.3.4"] } },
  "DNS-01-missing-records": { pass: { records: ["1.2.3.4"] }, fail: { ttl: 300 } },
  "DNS-01-cname": {
    pass: { type: "CNAME", records: ["a"] },
    fail: { type: "CNAME", records: ["a", "b"] },
  },
  "DNS-01-type": { pass: { type: "AAAA" }, fail: { type: "ALIAS" } },
  "DNS-01-seconds": { pass: { ttl: 0 }, fail: { ttl: -1 } },
  "DNS-02": {
    pass: { cloudwatchLogGroupArn: "arn:aws:logs:us-east-1:1:log-group:/aws/route53/a" },
    fail: { cloudwatchLogGroupArn: "arn:aws:logs:eu-west-1:1:log-group:/aws/route53/a" },
  },
  "DNS-03": {
    pass: { setIdentifier: "a", weightedRoutingPolicies: [{ weight: 1 }] },
    fail: { weightedRoutingPolicies: [{ weight: 1 }] },
  },
  "DNS-03-policy": {
    pass: { multivalueAnswerRoutingPolicy: true },
    fail: { multivalueAnswerRoutingPolicy: true, weightedRoutingPolicies: [{ weight: 1 }] },
  },
  "DNS-04": { pass: { name: "example.com" }, fail: { name: "https://example.com" } },
  "ACM-01": { pass: { domainName: "*.example.com" }, fail: { domainName: "example.com/" } },
  "ACM-01-alternative": {
    pass: { subjectAlternativeNames: ["a.example.com"] },
    fail: { subjectAlternativeNames: ["a.example.com", "a b"] },
  },
  "ACM-02": { pass: { validationMethod: "DNS" }, fail: { validationMethod: "dns" } },
  "ACM-02-email": { pass: { validationMethod: "DNS" }, fail: { validationMethod: "EMAIL" } },
  "SEC-ACM-key": { pass: { keyAlgorithm: "RSA_2048" }, fail: { keyAlgorithm: "RSA_1024" } },
  "SEC-ACM-transparency": {
    pass: { options: { certificateTransparencyLoggingPreference: "ENABLED" } },
    fail: { options: { certificateTransparencyLoggingPreference: "DISABLED" } },
  },
};
