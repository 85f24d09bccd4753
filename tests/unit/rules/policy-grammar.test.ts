/** The forms that a policy's grammar has, and the mistakes that IAM answers with MalformedPolicyDocument. */
import assert from "node:assert/strict";
import { checkResource, resourceRules } from "../../../rules";

const grammar = resourceRules.filter(({ id }) => id.startsWith("IAM-10"));

const broken = (type: string, argument: string, document: unknown) =>
  checkResource(
    grammar,
    type,
    { [argument]: JSON.stringify(document) },
    { today: "2026-11-23" },
  ).map(({ rule }) => rule);
const policy = (Statement: unknown, Version = "2012-10-17") => ({ Version, Statement });
const inline = (statement: object | object[], version?: string) =>
  broken("aws:iam/rolePolicy:RolePolicy", "policy", policy(statement, version));
const trust = (statement: object) =>
  broken("aws:iam/role:Role", "assumeRolePolicy", policy(statement));
const bucket = (statement: object) =>
  broken("aws:s3/bucketPolicy:BucketPolicy", "policy", policy(statement));

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/*" };
const lambda = { Service: "lambda.amazonaws.com" };
const taken = { Effect: "Allow", Action: "sts:AssumeRole", Principal: lambda };
const saml = { Effect: "Allow", Principal: { Federated: "arn:aws:iam::1:saml-provider/a" } };

describe("the grammar of policies", () => {
  it("has words of its own: version, effect, members, operators", () => {
    assert.deepEqual(inline(read, "2024-10-17"), ["IAM-10"]);
    assert.deepEqual(inline({ ...read, Effect: "allow" }), ["IAM-10"]);
    assert.deepEqual(inline({ ...read, NotAction: "s3:PutObject" }), ["IAM-10"]);
    assert.deepEqual(inline({ ...read, Conditions: {} }), ["IAM-10"]);
    const equal = { "aws:ResourceTag/team": "photos" };
    assert.deepEqual(inline({ ...read, Condition: { StringEqual: equal } }), ["IAM-10"]);
    for (const operator of ["StringEquals", "ForAnyValue:StringLike", "ArnLikeIfExists", "Null"]) {
      assert.deepEqual(inline({ ...read, Condition: { [operator]: equal } }), [], operator);
    }
    assert.deepEqual(inline(read, "2008-10-17"), []);
  });

  it("wants a resource and no principal in what a role may do, and ARNs", () => {
    assert.deepEqual(inline({ ...read, Principal: "*" }), ["IAM-10-identity"]);
    assert.deepEqual(inline({ Effect: "Allow", Action: "s3:GetObject" }), ["IAM-10-identity"]);
    for (const Resource of ["files", "files/*", "https://sqs.eu-west-1.amazonaws.com/1/jobs"]) {
      assert.deepEqual(inline({ ...read, Resource }), ["IAM-10-arn"], Resource);
    }
    for (const Resource of ["*", "arn:aws:s3:::${aws:username}/*", ["arn:aws:s3:::*"]]) {
      assert.deepEqual(inline({ ...read, Resource }), []);
    }
    assert.deepEqual(inline({ Effect: "Deny", Action: "s3:*", NotResource: read.Resource }), []);
  });

  it("wants letters and digits in a Sid, once; of a bucket's policy S3 takes more", () => {
    assert.deepEqual(inline({ ...read, Sid: "read objects" }), ["IAM-10-sid"]);
    assert.deepEqual(inline([read, read].map((one) => ({ ...one, Sid: "Read" }))), ["IAM-10-sid"]);
    assert.deepEqual(trust({ ...taken, Sid: "for_lambda" }), ["IAM-10-sid"]);
    assert.deepEqual(bucket({ ...read, Sid: "read-objects", Principal: lambda }), []);
  });

  it("wants a principal and a call of STS in a trust policy", () => {
    assert.deepEqual(trust({ ...taken, Resource: "*" }), ["IAM-10-trust"]);
    assert.deepEqual(trust({ Effect: "Allow", Action: "sts:AssumeRole" }), ["IAM-10-trust"]);
    assert.deepEqual(trust({ ...taken, Action: "lambda:InvokeFunction" }), ["IAM-10-trust"]);
    assert.deepEqual(trust({ ...taken, Action: ["sts:AssumeRole", "sts:TagSession"] }), []);
    assert.deepEqual(trust({ ...saml, Action: "sts:AssumeRole" }), ["IAM-10-federated"]);
    assert.deepEqual(trust({ ...saml, Action: "sts:AssumeRoleWithSAML" }), []);
  });

  it("knows principals by their whole names", () => {
    assert.deepEqual(bucket(read), ["IAM-10-whom"]);
    for (const Principal of [
      { AWS: "lambda.amazonaws.com" },
      { Service: "lambda" },
      "lambda.amazonaws.com",
    ]) {
      assert.deepEqual(trust({ ...taken, Principal }), ["IAM-10-principal"]);
      assert.deepEqual(bucket({ ...read, Principal }), ["IAM-10-principal"]);
    }
    for (const Principal of [
      "*",
      { AWS: "*" },
      { AWS: "123456789012" },
      { CanonicalUser: "79a5" },
    ]) {
      assert.deepEqual(bucket({ ...read, Principal }), []);
    }
  });
});
