import { policy, type Cases } from "./case";

const account = "arn:aws:iam::123456789012:root";
const everyone = policy({ Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" });
const oneRole = policy({
  Principal: { AWS: account },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::a/*",
});
const logs = { Service: "logs.eu-west-1.amazonaws.com" };
const node = { runtime: "nodejs24.x", handler: "main.handler" };

export const policyCases: Cases = {
  "IAM-03-size-managed": {
    pass: { policy: policy({ Action: "a".repeat(6_000), Resource: "*" }) },
    fail: { policy: policy({ Action: "a".repeat(6_144), Resource: "*" }) },
  },
  "KMS-01": {
    pass: { policy: policy({ Principal: { AWS: account }, Action: "kms:*", Resource: "*" }) },
    fail: { policy: policy({ Principal: logs, Action: "kms:*", Resource: "*" }) },
  },
  "LAM-07-file": {
    pass: { ...node, code: { files: ["main.js"] } },
    fail: { ...node, code: { files: ["index.js"] } },
  },
  "SEC-POLICY-everyone": { pass: { policy: oneRole }, fail: { policy: everyone } },
  "SEC-S3-policy": { pass: { policy: oneRole }, fail: { policy: everyone } },
};
