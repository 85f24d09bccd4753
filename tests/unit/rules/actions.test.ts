import * as assert from "node:assert/strict";
import { actionTable } from "../../../policies/action-table";
import { actionRules, checkResource } from "../../../rules";
import { overlap } from "../../../rules/base/arn-pattern";
import { iam } from "../../../rules/base/types/iam";
import { s3 } from "../../../rules/base/types/s3";
import { policy } from "./cases/case";

const rules = actionRules(actionTable);

function said(statement: object, type: string = iam.rolePolicy): string[] {
  return checkResource(rules, type, { policy: policy(statement) }, { today: "2026-11-23" }).map(
    ({ rule, found }) => `${rule} ${String(found)}`,
  );
}

describe("names of actions", () => {
  const bucket = "arn:aws:s3:::photos";

  it("exist", () => {
    const statement = {
      Action: ["s3:GetObject", "SQS:sendmessage", "dynamodb:*", "*"],
      Resource: "*",
    };
    assert.deepEqual(said(statement), []);
    for (const action of [
      "s3:ListObjects",
      "dynamodb:GetItems",
      "s3:Fetch*",
      "nothing:Get",
      "s3",
    ]) {
      assert.deepEqual(said({ Action: action, Resource: "*" }), [`IAM-07 ${action}`]);
      assert.deepEqual(said({ NotAction: action, Resource: "*" }), [`IAM-07 ${action}`]);
    }
    assert.deepEqual(said({ Action: "s3:ListObjects", Resource: "*" }, s3.bucketPolicy), [
      "IAM-07-bucket s3:ListObjects",
    ]);
  });

  it("are corrected where it can be told what was meant", () => {
    const fixes = checkResource(
      rules,
      iam.managedPolicy,
      { policy: policy({ Action: ["s3:ListObjectsV2", "dynamodb:GetItems"], Resource: "*" }) },
      { today: "2026-11-23" },
    ).map(({ fix }) => /^Did you mean ([^?]*)/.exec(fix)?.[1]);
    assert.deepEqual(fixes, ["s3:ListBucket", "dynamodb:GetItem"]);
  });

  it("are looked for in trust policies", () => {
    const inputs = { assumeRolePolicy: policy({ Principal: "*", Action: "sts:AssumeRoles" }) };
    const found = checkResource(rules, iam.role, inputs, { today: "2026-11-23" });
    assert.deepEqual(
      found.map(({ argument }) => argument),
      ["assumeRolePolicy"],
    );
  });

  it("fit a resource of the statement", () => {
    const wrong: [string, string][] = [
      ["s3:GetObject", bucket],
      ["s3:ListBucket", `${bucket}/*`],
      ["dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/photos/index/byDay"],
      ["s3:ListAllMyBuckets", bucket],
      ["sqs:SendMessage", "arn:aws:sns:eu-west-1:123456789012:topic"],
    ];
    for (const [action, resource] of wrong) {
      assert.deepEqual(said({ Action: action, Resource: resource }), [
        `IAM-07-kind ${action} on ${resource}`,
      ]);
    }
    assert.deepEqual(said({ Action: "s3:GetObject", Resource: bucket }, s3.bucketPolicy), [
      `IAM-07-kind-bucket s3:GetObject on ${bucket}`,
    ]);
  });

  it("are right in unusual statements", () => {
    const right: object[] = [
      { Action: ["s3:GetObject", "s3:ListBucket"], Resource: [bucket, `${bucket}/*`] },
      { Action: "s3:Get*", Resource: bucket },
      { Action: "dynamodb:Query", Resource: "arn:aws:dynamodb:*:*:table/*" },
      {
        Action: "logs:PutLogEvents",
        Resource: "arn:aws:logs:eu-west-1:123456789012:log-group:/a/b:*",
      },
      { Action: "s3:GetObject", Resource: `${bucket}/\${aws:username}/*` },
      { Action: "s3:GetObject", NotResource: `${bucket}/private/*` },
      {
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:*:*:secret:a/b-??????",
      },
      { Action: "xray:PutTraceSegments", Resource: "*" },
    ];
    for (const statement of right) assert.deepEqual(said(statement), [], JSON.stringify(statement));
  });
});

describe("patterns of ARNs", () => {
  it("overlap where one ARN fits both", () => {
    const pairs: [string, string, boolean][] = [
      ["arn:*:s3:::${BucketName}", "arn:aws:s3:::a", true],
      ["arn:*:s3:::${BucketName}", "arn:aws:s3:::a/b", false],
      ["arn:*:s3:::${BucketName}", "arn:aws:s3:::*", true],
      ["${Name}:x", "a:?", true],
      ["a", "ab", false],
      ["", "*", true],
    ];
    for (const [one, other, expected] of pairs) {
      assert.equal(overlap(one, other), expected, `${one} and ${other}`);
      assert.equal(overlap(other, one), expected, `${other} and ${one}`);
    }
  });
});
