import { many, type Cases } from "./case";

const network = { loadBalancerType: "network" };
const forward = (targetGroups: object[]) => ({
  actions: [{ type: "forward", forward: { targetGroups: targetGroups as never } }],
});

export const loadBalancingCases: Cases = {
  "ELB-02": { pass: { targetType: "ip" }, fail: { targetType: "lambda" } },
  "ELB-01-certificate": {
    pass: { protocol: "HTTPS", certificateArn: "arn" },
    fail: { protocol: "HTTPS", port: 443 },
  },
  "ELB-01-plain": {
    pass: { protocol: "HTTP", port: 80 },
    fail: { protocol: "HTTP", port: 80, certificateArn: "arn" },
  },
  "ELB-01-subnets": {
    pass: { ...network, subnets: ["a"] },
    fail: { loadBalancerType: "application", subnets: ["a"] },
  },
  "ELB-01-mappings": {
    pass: { subnets: ["a", "b"] },
    fail: { subnets: ["a", "b"], subnetMappings: [{ subnetId: "a" }] },
  },
  "ELB-01-address": {
    pass: { ...network, subnetMappings: [{ subnetId: "a", allocationId: "eipalloc-1" }] },
    fail: { subnetMappings: [{ subnetId: "a", allocationId: "eipalloc-1" }] },
  },
  "ELB-01-port": { pass: { port: 80 }, fail: { targetType: "ip" } },
  "ELB-01-protocol": { pass: { protocol: "HTTP" }, fail: { targetType: "ip" } },
  "ELB-01-vpcId": { pass: { vpcId: "vpc-1" }, fail: { targetType: "instance" } },
  "ELB-01-function-port": {
    pass: { targetType: "lambda" },
    fail: { targetType: "lambda", port: 80 },
  },
  "ELB-01-function-protocol": {
    pass: { targetType: "lambda" },
    fail: { targetType: "lambda", protocol: "HTTP" },
  },
  "ELB-01-function-vpcId": {
    pass: { targetType: "lambda" },
    fail: { targetType: "lambda", vpcId: "vpc-1" },
  },
  "ELB-03-priority": { pass: { priority: 50_000 }, fail: { priority: 0 } },
  "ELB-03-values": {
    pass: { conditions: [{ pathPattern: { values: many(5) } }] },
    fail: {
      conditions: [{ pathPattern: { values: many(3) } }, { hostHeader: { values: many(3) } }],
    },
  },
  "ELB-03-groups": {
    pass: forward(many(5).map((arn) => ({ arn }))),
    fail: forward(many(6).map((arn) => ({ arn }))),
  },
  "ELB-03-weight": {
    pass: forward([{ arn: "a", weight: 999 }]),
    fail: forward([{ arn: "a", weight: 1_000 }]),
  },
  "ELB-04-idle": { pass: { idleTimeout: 4_000 }, fail: { idleTimeout: 4_001 } },
  "ELB-04-deregistration": {
    pass: { deregistrationDelay: 3_600 },
    fail: { deregistrationDelay: 3_601 },
  },
  "ELB-04-slow-start": { pass: { slowStart: 0 }, fail: { slowStart: 29 } },
  "SEC-ELB-tls": {
    pass: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" },
    fail: { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-0-2021-06" },
  },
  "SEC-ELB-tls-default": {
    pass: { protocol: "HTTP" },
    fail: { protocol: "TLS", certificateArn: "arn" },
  },
  "SEC-ELB-headers": { pass: { dropInvalidHeaderFields: true }, fail: {} },
  "SEC-ELB-group": { pass: { ...network, securityGroups: ["sg-1"] }, fail: network },
};
