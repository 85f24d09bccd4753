import type { Cases } from "./case";

export const healthCheckCases: Cases = {
  "ELB-07-protocol": {
    pass: { protocol: "TCP", healthCheck: { protocol: "TCP" } },
    fail: { protocol: "HTTP", healthCheck: { protocol: "TCP" } },
  },
  "ELB-07-path": {
    pass: { protocol: "TCP", healthCheck: { protocol: "HTTP", path: "/" } },
    fail: { protocol: "TCP", healthCheck: { protocol: "TCP", path: "/" } },
  },
  "ELB-07-matcher": {
    pass: { protocol: "TCP", healthCheck: { protocol: "HTTP", matcher: "200" } },
    fail: { protocol: "TCP", healthCheck: { protocol: "TCP", matcher: "200" } },
  },
  "ELB-07-codes": {
    pass: { protocol: "HTTP", healthCheck: { matcher: "200-299,404" } },
    fail: { protocol: "HTTP", healthCheck: { matcher: "2xx" } },
  },
  "ELB-07-timeout": {
    pass: { healthCheck: { timeout: 29 } },
    fail: { healthCheck: { timeout: 10, interval: 10 } },
  },
  "ELB-07-interval": {
    pass: { healthCheck: { interval: 5 } },
    fail: { healthCheck: { interval: 4 } },
  },
};
