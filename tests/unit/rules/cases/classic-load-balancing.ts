import type { Inputs } from "../../../../rules";
import type { Cases } from "./case";

const listens = (listener: object, ...more: object[]): Inputs => ({
  listeners: [{ lbPort: 443, instancePort: 8080, ...listener }, ...more] as never,
});
const checks = (healthCheck: object): Inputs => ({ healthCheck: healthCheck as never });

export const classicLoadBalancingCases: Cases = {
  "CLB-01-certificate": {
    pass: listens({ lbProtocol: "https", sslCertificateId: "arn" }),
    fail: listens({ lbProtocol: "SSL" }),
  },
  "CLB-01-plain": {
    pass: listens({ lbProtocol: "HTTP" }),
    fail: listens({ lbProtocol: "HTTP", sslCertificateId: "arn" }),
  },
  "CLB-02": {
    pass: listens({ lbProtocol: "HTTPS", instanceProtocol: "HTTP" }),
    fail: listens({ lbProtocol: "HTTPS", instanceProtocol: "TCP" }),
  },
  "CLB-03": {
    pass: listens({}, { lbPort: 80 }),
    fail: listens({}, { lbPort: 443 }),
  },
  "CLB-04-target": {
    pass: checks({ target: "HTTP:80/health" }),
    fail: checks({ target: "HTTP:80" }),
  },
  "CLB-04-healthyThreshold": {
    pass: checks({ healthyThreshold: 2 }),
    fail: checks({ healthyThreshold: 1 }),
  },
  "CLB-04-unhealthyThreshold": {
    pass: checks({ unhealthyThreshold: 10 }),
    fail: checks({ unhealthyThreshold: 11 }),
  },
  "CLB-04-interval": { pass: checks({ interval: 5 }), fail: checks({ interval: 4 }) },
  "CLB-04-timeout": { pass: checks({ timeout: 60 }), fail: checks({ timeout: 61 }) },
  "CLB-04-order": {
    pass: checks({ timeout: 5, interval: 6 }),
    fail: checks({ timeout: 5, interval: 5 }),
  },
  "CLB-05": {
    pass: { subnets: ["a"] },
    fail: { subnets: ["a"], availabilityZones: ["eu-west-1a"] },
  },
  "CLB-06-idle": { pass: { idleTimeout: 4_000 }, fail: { idleTimeout: 4_001 } },
  "CLB-06-draining": {
    pass: { connectionDrainingTimeout: 3_600 },
    fail: { connectionDrainingTimeout: 0 },
  },
  "CLB-06-interval": {
    pass: { accessLogs: { bucket: "logs", interval: 60 } },
    fail: { accessLogs: { bucket: "logs", interval: 15 } },
  },
  "SEC-CLB-draining": { pass: { connectionDraining: true }, fail: {} },
  "SEC-CLB-zones": { pass: {}, fail: { crossZoneLoadBalancing: false } },
  "SEC-CLB-plain": {
    pass: { internal: true, ...listens({ lbProtocol: "HTTP" }) },
    fail: listens({ lbProtocol: "HTTP" }),
  },
  "SEC-CLB-desync": { pass: {}, fail: { desyncMitigationMode: "monitor" } },
  "SEC-CLB-group": { pass: { securityGroups: ["sg-1"] }, fail: {} },
};
