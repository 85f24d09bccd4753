import type { Cases } from "./case";

const limited = (limit: number) => ({ rules: [{ statement: { rateBasedStatement: { limit } } }] });

export const wafCases: Cases = {
  "WAF-01": {
    pass: { scope: "CLOUDFRONT", region: "us-east-1" },
    fail: { scope: "CLOUDFRONT", region: "eu-west-1" },
  },
  "WAF-02": { pass: limited(10), fail: limited(9) },
  "WAF-03": {
    pass: { rules: [{ priority: 0 }, { priority: 1 }] },
    fail: { rules: [{ priority: 0 }, { priority: 0 }] },
  },
  "WAF-04": {
    pass: {
      resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/a/stages/live",
    },
    fail: { resourceArn: "arn:aws:cloudfront::123456789012:distribution/A" },
  },
  "WAF-04-http": {
    pass: { resourceArn: "arn:aws:apigateway:eu-west-1::/restapis/a/stages/live" },
    fail: { resourceArn: "arn:aws:apigateway:eu-west-1::/apis/a/stages/$default" },
  },
  "WAF-05": {
    pass: {
      logDestinationConfigs: ["arn:aws:logs:eu-west-1:123456789012:log-group:aws-waf-logs-a"],
    },
    fail: { logDestinationConfigs: ["arn:aws:logs:eu-west-1:123456789012:log-group:waf"] },
  },
};
