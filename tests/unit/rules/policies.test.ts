import * as assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import {
  checkResource,
  checkStack,
  resourceRules,
  stackRules,
  unknown,
  type Inputs,
  type StackResource,
} from "../../../rules";
import { identityPolicyPlaces, resourcePolicyPlaces } from "../../../rules/base/policy-types";
import { cloudwatch } from "../../../rules/base/types/cloudwatch";
import { ec2 } from "../../../rules/base/types/ec2";
import { iam } from "../../../rules/base/types/iam";
import { kms } from "../../../rules/base/types/kms";
import { lambda } from "../../../rules/base/types/lambda";
import { s3 } from "../../../rules/base/types/s3";
import { isService, roleUsers } from "../../../rules/role-users";
import { policy } from "./cases/case";
import { fn, make, queue } from "./service-resources";
import { from, stackOf, type Described } from "./stack";
import { BUCKET, capturing, document, grants, managed, role, trust } from "./stack-policy-cases";

const context = { today: "2026-11-23" };
const aws = path.dirname(createRequire(__filename).resolve("@pulumi/aws/package.json"));
const everything = { Action: "*", Resource: "*" };

function broken(type: string, inputs: Inputs): string[] {
  return checkResource(resourceRules, type, inputs, context).map(
    ({ rule, argument }) => `${rule} ${argument}`,
  );
}

function blamed(rule: string, stack: readonly StackResource[]): string[] {
  const rules = stackRules.filter(({ id }) => id === rule);
  return checkStack(rules, stack, context).map(({ found }) => String(found));
}

describe("places of policies and roles", () => {
  it("are types and arguments of the provider", () => {
    for (const { type, path: argument } of [
      ...identityPolicyPlaces,
      ...resourcePolicyPlaces,
      ...roleUsers,
    ]) {
      const [, module = "", name = ""] = type.split(":");
      const file = path.join(aws, `${module}.js`);
      assert.ok(existsSync(file), type);
      const resource = createRequire(__filename)(file) as { [name: string]: unknown };
      assert.ok(name in resource, type);
      const text = String(resource[name]);
      assert.match(text, new RegExp(`\\["${argument.split(".")[0] ?? ""}"\\] =`), type);
    }
  });
});

describe("rules on policies", () => {
  it("find administrators in every inline policy", () => {
    const text = policy(everything);
    const places: [string, Inputs, string][] = [
      ["aws:iam/rolePolicy:RolePolicy", { policy: text }, "policy"],
      ["aws:iam/userPolicy:UserPolicy", { policy: text }, "policy"],
      ["aws:iam/groupPolicy:GroupPolicy", { policy: text }, "policy"],
      [iam.role, { inlinePolicies: [{ policy: text }] }, "inlinePolicies[0].policy"],
    ];
    for (const [type, inputs, argument] of places) {
      assert.deepEqual(broken(type, inputs), [`IAM-02 ${argument}`]);
    }
  });

  it("find all but some actions on everything", () => {
    const inputs = { policy: policy({ NotAction: "iam:*", Resource: "*" }) };
    assert.deepEqual(broken(iam.rolePolicy, inputs), ["IAM-02-service policy"]);
  });

  it("find open ports in every form of a rule", () => {
    const open = { fromPort: 22, toPort: 22, protocol: "tcp", cidrBlocks: ["0.0.0.0/0"] };
    const v6 = { fromPort: 22, toPort: 22, protocol: "tcp", ipv6CidrBlocks: ["::/0"] };
    const narrow = { ...open, cidrBlocks: ["10.0.0.0/8"] };
    const web = { ...open, fromPort: 443, toPort: 443 };
    const said = (type: string, inputs: Inputs) =>
      broken(type, inputs).filter((text) => text.startsWith("SEC-NET-ingress"));
    for (const rule of [open, v6]) {
      assert.equal(said(ec2.securityGroupRule, { ...rule, type: "ingress" }).length, 1);
      assert.deepEqual(said(ec2.securityGroup, { ingress: [web, rule] }), [
        "SEC-NET-ingress ingress[1].fromPort",
      ]);
      assert.equal(said(ec2.defaultSecurityGroup, { ingress: [rule] }).length, 1);
    }
    for (const type of ["egress", unknown] as const) {
      assert.deepEqual(said(ec2.securityGroupRule, { ...open, type }), []);
    }
    for (const rule of [narrow, web]) {
      assert.deepEqual(said(ec2.securityGroupRule, { ...rule, type: "ingress" }), []);
      assert.deepEqual(said(ec2.securityGroup, { ingress: [rule] }), []);
    }
  });

  it("know conditions that keep nobody out", () => {
    const said = (condition: object) =>
      broken(s3.bucketPolicy, {
        policy: policy({
          Principal: { AWS: ["*"] },
          Action: "s3:GetObject",
          Resource: `${BUCKET}/*`,
          Condition: condition,
        }),
      });
    assert.deepEqual(said({ Bool: { "aws:SecureTransport": "true" } }), ["SEC-S3-policy policy"]);
    assert.deepEqual(said({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }), []);
    assert.deepEqual(
      said({ Bool: { "aws:SecureTransport": "true" }, ArnLike: { "aws:SourceArn": "a" } }),
      [],
    );
  });

  it("leave a key's owner alone whose right is written in another way", () => {
    const said = (...statements: object[]) =>
      broken(kms.key, { policy: document(...statements), enableKeyRotation: true });
    const root = { AWS: "arn:aws:iam::123456789012:root" };
    const use = {
      Principal: { Service: "s3.amazonaws.com" },
      Action: "kms:Decrypt",
      Resource: "*",
    };
    assert.deepEqual(said(use, { Principal: root, Action: "kms:Put*", Resource: "*" }), []);
    assert.deepEqual(said(use, { Principal: root, NotAction: "kms:Decrypt", Resource: "*" }), []);
    assert.deepEqual(said(use, { Principal: root, Action: "kms:Decrypt", Resource: "*" }), [
      "KMS-01 policy",
    ]);
    assert.deepEqual(
      broken(kms.key, { policy: { Statement: [{ Effect: "Allow", Principal: unknown }] } }),
      [],
    );
  });
});

describe("a handler's file", () => {
  const said = (inputs: Inputs) =>
    broken(lambda.function, inputs).filter((text) => text.startsWith("LAM-07-file"));

  it("is looked for where the runtime does", () => {
    const right: [string, string, string][] = [
      ["nodejs24.x", "src/app.handler", "src/app.mjs"],
      ["nodejs24.x", "app.handler", "app/index.js"],
      ["python3.13", "pkg.app.handler", "pkg/app.py"],
      ["python3.13", "pkg.handler", "pkg/__init__.py"],
      ["ruby3.4", "app.Module::Class.run", "app.rb"],
      ["provided.al2023", "anything", "bootstrap"],
    ];
    for (const [runtime, handler, file] of right) {
      assert.deepEqual(said({ runtime, handler, code: { files: [file] } }), [], handler);
      assert.equal(said({ runtime, handler, code: { files: ["other.txt"] } }).length, 1, handler);
    }
  });

  it("may be in a layer, and is not looked for in classes or unread archives", () => {
    const code = { files: ["other.txt"] };
    const right: Inputs[] = [
      { runtime: "nodejs24.x", handler: "/opt/wrapper.handler", code },
      { runtime: "python3.13", handler: "wrapper.handler", code, layers: ["arn:aws:lambda:layer"] },
      { runtime: "java21", handler: "com.example.Handler::run", code },
      { runtime: "nodejs24.x", handler: "index.handler", code: unknown },
      { runtime: "nodejs24.x", handler: "index.handler", code: { files: [unknown, "a"] } },
    ];
    for (const inputs of right) {
      assert.deepEqual(said(inputs), []);
    }
  });
});

describe("the service that takes a role", () => {
  const uses: [string, string, string][] = [
    ["aws:ecs/taskDefinition:TaskDefinition", "taskRoleArn", "ecs-tasks.amazonaws.com"],
    ["aws:sfn/stateMachine:StateMachine", "roleArn", "states.eu-west-1.amazonaws.com"],
    ["aws:apigateway/integration:Integration", "credentials", "apigateway.amazonaws.com"],
    ["aws:cloudwatch/eventTarget:EventTarget", "roleArn", "events.amazonaws.com"],
  ];

  for (const [type, argument, service] of uses) {
    it(`is ${service} for ${argument} of ${type}`, () => {
      const user = make(type)("user", { [argument]: from("role") });
      assert.deepEqual(blamed("IAM-08", stackOf(role(service), user)), []);
      assert.deepEqual(blamed("IAM-08", stackOf(role("ec2.amazonaws.com"), user)), [
        "role, which trusts ec2.amazonaws.com",
      ]);
    });
  }

  it("is found below an argument, by its ARN", () => {
    const schedule = make("aws:scheduler/schedule:Schedule")("schedule", {
      target: from("role", { arn: "arn:target", roleArn: "arn:role" }),
    });
    const of = (service: string) => stackOf(role(service, { arn: "arn:role" }), schedule);
    assert.deepEqual(blamed("IAM-08", of("scheduler.amazonaws.com")), []);
    assert.equal(blamed("IAM-08", of("events.amazonaws.com")).length, 1);
  });

  it("is not judged where the role is elsewhere or its policy is not known", () => {
    const use = fn("fn", { role: "arn:aws:iam::123456789012:role/elsewhere" });
    assert.deepEqual(blamed("IAM-08", stackOf(role("ec2.amazonaws.com"), use)), []);
    const hidden = make(iam.role)("role", { assumeRolePolicy: unknown });
    assert.deepEqual(blamed("IAM-08", stackOf(hidden, fn("fn", { role: from("role") }))), []);
  });

  it("may be one of several, and may be of a partition", () => {
    const several = document(
      { Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "sts:AssumeRole" },
      { Principal: { Service: ["a.amazonaws.com", "lambda.amazonaws.com"] } },
    );
    const both = make(iam.role)("role", { assumeRolePolicy: several });
    assert.deepEqual(blamed("IAM-08", stackOf(both, fn("fn", { role: from("role") }))), []);
    assert.ok(isService("ec2.amazonaws.com.cn", "ec2.amazonaws.com"));
    assert.ok(!isService("edgelambda.amazonaws.com", "lambda.amazonaws.com"));
    assert.ok(!isService("lambda.example.com", "lambda.amazonaws.com"));
  });
});

describe("a missing grant", () => {
  const reads = { Action: "dynamodb:Query", Resource: "arn:aws:dynamodb:*:*:table/*" };
  const writes = { Action: ["s3:*"], Resource: [BUCKET, `${BUCKET}/*`] };
  const attach = (args: Described["args"]) => make(iam.rolePolicyAttachment)("attach", args);
  const bare = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

  it("is told for each captured resource", () => {
    assert.deepEqual(blamed("IAM-09", capturing(grants(reads))), ["bucket"]);
    assert.deepEqual(blamed("IAM-09", capturing()), ["table", "bucket"]);
    assert.deepEqual(blamed("IAM-09", capturing(grants(reads, writes))), []);
  });

  it("is not missing where a policy of the stack is attached", () => {
    const stack = [
      managed("own", reads, writes),
      attach({ role: from("role"), policyArn: from("own") }),
    ];
    assert.deepEqual(blamed("IAM-09", capturing(...stack)), []);
  });

  it("is not told where the role may have more than the stack shows", () => {
    const elsewhere = attach({
      role: from("role"),
      policyArn: "arn:aws:iam::123456789012:policy/a",
    });
    assert.deepEqual(blamed("IAM-09", capturing(elsewhere)), []);
    const unread = make(iam.rolePolicy)("grants", { role: from("role"), policy: from("table") });
    assert.deepEqual(blamed("IAM-09", capturing(unread)), []);
    const logs = attach({ role: from("role"), policyArn: bare });
    assert.equal(
      blamed("IAM-09", capturing(logs)).length,
      2,
      "AWS's policy for logs grants nothing",
    );
  });

  it("is not told where the resource lets the role in", () => {
    const policies = ["table", "bucket"].map((name) =>
      make(s3.bucketPolicy)(`policy-of-${name}`, {
        bucket: from(name),
        policy: { from: ["role"], value: trust("a") },
      }),
    );
    assert.deepEqual(blamed("IAM-09", capturing(...policies)), []);
  });

  it("is not told of values that need none", () => {
    const stack = stackOf(
      queue("queue", {
        url: "https://sqs.eu-west-1.amazonaws.com/1/queue",
        arn: "arn:aws:sqs:::q",
      }),
      make(cloudwatch.logGroup)("logs", { name: "group", arn: "arn:aws:logs:::g" }),
      role("lambda.amazonaws.com"),
      fn("fn", {
        role: from("role"),
        environment: {
          from: ["queue", "logs"],
          value: {
            variables: { A: "group", B: "see https://sqs.eu-west-1.amazonaws.com/1/queue" },
          },
        },
      }),
    );
    assert.deepEqual(blamed("IAM-09", stack), []);
  });
});

describe("a secret where it can be read", () => {
  const password = make("random:index/randomPassword:RandomPassword")("password");
  const parameter = (type: string, args: Described["args"]) =>
    stackOf(password, make("aws:ssm/parameter:Parameter")("parameter", { type, ...args })).map(
      // As the provider does with every parameter.
      (resource) => ({ ...resource, secrets: ["value"] }),
    );

  it("is a password in a plain parameter, whatever became of its mark", () => {
    const made = { value: from("password") };
    assert.deepEqual(blamed("SEC-PLAIN-secret", parameter("String", made)), ["a random password"]);
    assert.deepEqual(blamed("SEC-PLAIN-secret", parameter("SecureString", made)), []);
  });

  it("is no parameter that is made from nothing secret", () => {
    assert.deepEqual(blamed("SEC-PLAIN-secret", parameter("String", { value: "open" })), []);
  });
});
