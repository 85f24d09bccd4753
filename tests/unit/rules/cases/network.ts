import { many, policy, type Cases } from "./case";

const regional = { availabilityMode: "regional" };
const tcp = { ipProtocol: "tcp", description: "web" };
const managed = "arn:aws:iam::aws:policy";
const everything = policy({ Action: "*", Resource: "*" });

export const networkCases: Cases = {
  "NET-01": { pass: { cidrBlock: "10.0.0.0/16" }, fail: { cidrBlock: "10.0.1.0/16" } },
  "NET-05": { pass: { ...regional, vpcId: "vpc-1" }, fail: regional },
  "NET-05-subnetId": { pass: { subnetId: "a" }, fail: { ...regional, subnetId: "a" } },
  "NET-05-allocationId": { pass: { allocationId: "a" }, fail: { ...regional, allocationId: "a" } },
  "NET-05-private": {
    pass: { connectivityType: "private" },
    fail: { ...regional, connectivityType: "private" },
  },
  "NET-05-fixed": {
    pass: { ...regional, availabilityZoneAddresses: [{ allocationIds: ["a"] }] },
    fail: regional,
  },
  "NET-05-subnet": { pass: { subnetId: "a" }, fail: {} },
  "NET-05-allocation": { pass: { connectivityType: "private" }, fail: { subnetId: "a" } },
  "NET-07": {
    pass: { secondaryAllocationIds: many(7) },
    fail: { secondaryAllocationIds: many(8) },
  },
  "NET-07-quota": {
    pass: { secondaryAllocationIds: many(1) },
    fail: { secondaryAllocationIds: many(2) },
  },
  "NET-10": { pass: { domain: "vpc" }, fail: { domain: "standard" } },
  "NET-11": { pass: { natGatewayId: "a" }, fail: { natGatewayId: "a", gatewayId: "b" } },
  "NET-12-fromPort": { pass: { fromPort: 65_535 }, fail: { fromPort: 65_536 } },
  "NET-12-toPort": { pass: { toPort: -1 }, fail: { toPort: -2 } },
  "NET-12-order": {
    pass: { ...tcp, fromPort: 80, toPort: 80 },
    fail: { ...tcp, fromPort: 81, toPort: 80 },
  },
  "NET-12-peer": { pass: { cidrIpv4: "10.0.0.0/8" }, fail: tcp },
  "NET-13-ingress": { pass: { ingress: [] }, fail: { ingress: [tcp] } },
  "NET-13-egress": { pass: {}, fail: { egress: [tcp] } },
  "SEC-NET-ingress": {
    pass: { ...tcp, cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 },
    fail: { ...tcp, cidrIpv4: "0.0.0.0/0", fromPort: 22, toPort: 22 },
  },
  "SEC-NET-description": { pass: tcp, fail: {} },
  "IAM-01": {
    pass: { policyArn: "arn:aws:iam::123456789012:policy/own" },
    fail: { policyArn: `${managed}/AmazonS3FullAccess` },
  },
  "IAM-01-managed": {
    // Of AWS Backup's role, and longer than a policy of one's own may be.
    pass: { policyArn: `${managed}/service-role/AWSBackupServiceRolePolicyForBackup` },
    fail: { policyArn: `${managed}/service-role/AWSLambdaBasicExecutionRole` },
  },
  "IAM-01-role": {
    pass: { managedPolicyArns: [] },
    fail: { managedPolicyArns: [`${managed}/AdministratorAccess`] },
  },
  "IAM-01-managed-role": {
    pass: { managedPolicyArns: [`${managed}/AdministratorAccess`] },
    fail: { managedPolicyArns: [`${managed}/ReadOnlyAccess`] },
  },
  "IAM-02": {
    pass: { policy: policy({ Action: "*", Resource: "arn" }) },
    fail: { policy: everything },
  },
  "IAM-02-service": {
    pass: { policy: policy({ Action: "s3:GetObject", Resource: "*" }) },
    fail: { policy: policy({ Action: ["s3:*"], Resource: "*" }) },
  },
  "IAM-03": { pass: { policy: everything }, fail: { policy: "{" } },
  "IAM-03-size": {
    pass: { policy: policy({ Action: "a:b", Resource: "x" }) },
    fail: { policy: policy({ Action: "a:b", Resource: many(2_000) }) },
  },
  "IAM-04": { pass: { name: "x".repeat(64) }, fail: { name: "x".repeat(65) } },
  "IAM-05": { pass: { maxSessionDuration: 3_600 }, fail: { maxSessionDuration: 3_599 } },
  "IAM-06": {
    pass: {
      assumeRolePolicy: policy({
        Principal: { Service: "a.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    },
    fail: { assumeRolePolicy: policy({ Principal: { AWS: "*" }, Action: "sts:AssumeRole" }) },
  },
};
