import { policy, type Cases } from "./case";

const account = "arn:aws:iam::123456789012:root";
const everyone = policy({ Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" });
const oneRole = policy({
  Principal: { AWS: account },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::a/*",
});
const logs = { Service: "logs.eu-west-1.amazonaws.com" };
const read = { Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" };
const trust = { Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
const federated = { Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/example" } };
const node = { runtime: "nodejs24.x", handler: "main.handler" };

export const policyCases: Cases = {
  "IAM-03-size-managed": {
    pass: { policy: policy({ Action: "a".repeat(6_000), Resource: "*" }) },
    fail: { policy: policy({ Action: "a".repeat(6_144), Resource: "*" }) },
  },
  "IAM-10": {
    pass: { policy: policy(read) },
    fail: { policy: policy({ ...read, Effect: "allow" }) },
  },
  "IAM-10-identity": {
    pass: { policy: policy(read) },
    fail: { policy: policy({ ...read, Principal: "*" }) },
  },
  "IAM-10-arn": {
    pass: { policy: policy(read) },
    fail: { policy: policy({ ...read, Resource: "a/*" }) },
  },
  "IAM-10-sid": {
    pass: { policy: policy({ ...read, Sid: "ReadObjects" }) },
    fail: { policy: policy({ ...read, Sid: "read-objects" }) },
  },
  "IAM-10-trust": {
    pass: { assumeRolePolicy: policy(trust) },
    fail: { assumeRolePolicy: policy({ ...trust, Resource: "*" }) },
  },
  "IAM-10-federated": {
    pass: { assumeRolePolicy: policy({ ...federated, Action: "sts:AssumeRoleWithWebIdentity" }) },
    fail: { assumeRolePolicy: policy({ ...federated, Action: "sts:AssumeRole" }) },
  },
  "IAM-10-principal": {
    pass: { policy: policy({ ...read, Principal: logs }) },
    fail: { policy: policy({ ...read, Principal: { AWS: "lambda.amazonaws.com" } }) },
  },
  "IAM-10-whom": {
    pass: { policy: policy({ ...read, Principal: logs }) },
    fail: { policy: policy(read) },
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
