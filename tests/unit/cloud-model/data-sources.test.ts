import assert from "node:assert/strict";
import { CloudModel, Props } from "../../../cloud-model";

const invoke = (token: string, args: Props = {}) =>
  new CloudModel().invoke({ token, args, region: "eu-west-1", account: "123456789012" });

describe("data sources", () => {
  it("answer where and who one is", () => {
    const zones = invoke("aws:index/getAvailabilityZones:getAvailabilityZones");
    assert.equal(zones.from, "fixture");
    assert.deepEqual(zones.result.names, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.deepEqual(zones.result.zoneIds, ["euw1-az1", "euw1-az2", "euw1-az3"]);
    const identity = invoke("aws:index/getCallerIdentity:getCallerIdentity").result;
    assert.equal(identity.accountId, "123456789012");
    assert.equal(invoke("aws:index/getRegion:getRegion").result.name, "eu-west-1");
    assert.equal(invoke("aws:index/getPartition:getPartition").result.dnsSuffix, "amazonaws.com");
  });

  it("have made-up values of the right form where only AWS knows", () => {
    const { from, result } = invoke("aws:ec2/getAmi:getAmi", { mostRecent: true });
    assert.equal(from, "shape");
    assert.match(String(result.id), /^ami-[0-9a-f]{17}$/);
    const other = invoke("aws:ec2/getAmi:getAmi", { mostRecent: false });
    assert.notEqual(other.result.id, result.id);
  });

  it("have no answer for functions that no package describes", () => {
    assert.deepEqual(invoke("demo:index:nothing"), { result: {}, from: "nothing" });
  });
});

describe("aws.iam.getPolicyDocument", () => {
  const document = (args: Props) =>
    JSON.parse(
      String(invoke("aws:iam/getPolicyDocument:getPolicyDocument", args).result.json),
    ) as Props;

  it("writes statements as the provider does", () => {
    const written = document({
      statements: [
        {
          sid: "Read",
          actions: ["s3:GetObject", "s3:ListBucket"],
          resources: ["arn:aws:s3:::photos/*"],
          principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
          conditions: [
            { test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] },
          ],
        },
        {
          effect: "Deny",
          notActions: ["s3:Get*"],
          resources: ["*"],
          principals: [{ type: "*", identifiers: ["*"] }],
        },
      ],
    });
    assert.deepEqual(written, {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["s3:ListBucket", "s3:GetObject"],
          Resource: "arn:aws:s3:::photos/*",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
        { Effect: "Deny", NotAction: "s3:Get*", Resource: "*", Principal: "*" },
      ],
    });
  });

  it("adds sources and lets overrides take the place of statements with the same Sid", () => {
    const source = JSON.stringify({ Statement: [{ Sid: "A", Effect: "Allow" }, { Sid: "B" }] });
    const override = JSON.stringify({ Statement: { Sid: "A", Effect: "Deny" } });
    const written = document({
      sourcePolicyDocuments: [source],
      overridePolicyDocuments: [override],
    });
    assert.deepEqual(written.Statement, [{ Sid: "A", Effect: "Deny" }, { Sid: "B" }]);
  });
});
