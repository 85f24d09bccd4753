/** The sides of the services' stack rules that their one case each does not show. */
import * as assert from "node:assert/strict";
import { checkStack, stackRules, unknown, type Plain } from "../../../rules";
import { apigateway } from "../../../rules/base/types/apigateway";
import { apigatewayv2 } from "../../../rules/base/types/apigatewayv2";
import { cloudwatch } from "../../../rules/base/types/cloudwatch";
import { cognito } from "../../../rules/base/types/cognito";
import { iam } from "../../../rules/base/types/iam";
import { iot } from "../../../rules/base/types/iot";
import { lambda } from "../../../rules/base/types/lambda";
import { lb } from "../../../rules/base/types/lb";
import { rds } from "../../../rules/base/types/rds";
import { route53 } from "../../../rules/base/types/route53";
import { s3 } from "../../../rules/base/types/s3";
import { secretsmanager } from "../../../rules/base/types/secretsmanager";
import { ses } from "../../../rules/base/types/ses";
import { sns } from "../../../rules/base/types/sns";
import {
  allows,
  bucket,
  crossOrigin,
  distribution,
  fn,
  make,
  notified,
  openBucket,
  polls,
  queue,
  routed,
  scheduled,
  topic,
  writing,
  type Args,
} from "./service-resources";
import { from, stackOf, type Described, type Made } from "./stack";

const context = { today: "2026-11-23" };

/** Who is blamed by the rule. */
function blamed(id: string, ...resources: Described[]): string[] {
  const rules = stackRules.filter((rule) => rule.id === id);
  assert.equal(rules.length, 1);
  return checkStack(rules, stackOf(...resources), context).map(
    ({ urn }) => urn.split("::").at(-1) ?? "",
  );
}

describe("LAM-25-missing: permissions of what calls functions", () => {
  /** A caller of each type, with its principal. */
  const callers: readonly [type: string, principal: string, args: Args][] = [
    [cloudwatch.eventTarget, "events.amazonaws.com", { arn: from("fn") }],
    [sns.subscription, "sns.amazonaws.com", { protocol: "lambda", endpoint: from("fn") }],
    [apigatewayv2.httpIntegration, "apigateway.amazonaws.com", { integrationUri: from("fn") }],
    [apigateway.restIntegration, "apigateway.amazonaws.com", { uri: from("fn") }],
    [apigatewayv2.httpAuthorizer, "apigateway.amazonaws.com", { authorizerUri: from("fn") }],
    [apigateway.restAuthorizer, "apigateway.amazonaws.com", { authorizerUri: from("fn") }],
    [cloudwatch.logSubscription, "logs.eu-west-1.amazonaws.com", { destinationArn: from("fn") }],
    [lb.targetGroupAttachment, "elasticloadbalancing.amazonaws.com", { targetId: from("fn") }],
    [iot.iotRule, "iot.amazonaws.com", { lambdas: fromList("fn") }],
    [cognito.userPool, "cognito-idp.amazonaws.com", { lambdaConfig: from("fn") }],
    [
      secretsmanager.secretRotation,
      "secretsmanager.amazonaws.com",
      { rotationLambdaArn: from("fn") },
    ],
    [
      cloudwatch.metricAlarm,
      "lambda.alarms.cloudwatch.amazonaws.com",
      { alarmActions: from("fn") },
    ],
    [ses.receiptRule, "ses.amazonaws.com", { lambdaActions: fromList("fn") }],
  ];

  for (const [type, principal, args] of callers) {
    it(`${type} needs ${principal}`, () => {
      const caller = make(type)("caller", args, { dependsOn: ["allow"] });
      const another = principal.startsWith("sns") ? "events.amazonaws.com" : "sns.amazonaws.com";
      assert.deepEqual(blamed("LAM-25-missing", fn("fn"), allows(principal), caller), []);
      assert.deepEqual(blamed("LAM-25-missing", fn("fn"), allows(another), caller), ["caller"]);
      assert.deepEqual(blamed("LAM-25-missing", fn("fn"), make(type)("caller", args)), ["caller"]);
    });
  }

  it("come first where AWS tries the call", () => {
    const filter = make(cloudwatch.logSubscription)("filter", { destinationArn: from("fn") });
    const logs = allows("logs.amazonaws.com");
    assert.deepEqual(blamed("LAM-25-missing", fn("fn"), logs, filter), ["filter"]);
  });

  it("are for the rule that calls, not for another one", () => {
    const other = make(cloudwatch.eventRule)("other");
    const events = allows("events.amazonaws.com", { sourceArn: from("other") });
    assert.deepEqual(blamed("LAM-25-missing", ...scheduled, other, events), ["target"]);
  });

  it("are for the alias that is called", () => {
    const alias = make(lambda.alias)("live", { functionName: from("fn"), name: "live" });
    const [, rule] = scheduled;
    const target = make(cloudwatch.eventTarget)("target", {
      rule: from("rule"),
      arn: from("live"),
    });
    const all = (args: Args): Described[] => [
      ...[fn("fn"), alias, rule, target],
      allows("events.amazonaws.com", args),
    ];
    assert.deepEqual(blamed("LAM-25-missing", ...all({})), ["target"]);
    assert.deepEqual(blamed("LAM-25-missing", ...all({ qualifier: from("live") })), []);
    assert.deepEqual(blamed("LAM-25-missing", ...all({ function: from("live") })), []);
  });

  it("are not asked for where a role calls, nothing calls, or who is allowed can't be told", () => {
    const uri = { integrationUri: from("fn") };
    const byRole = make(apigatewayv2.httpIntegration)("caller", {
      ...uri,
      credentialsArn: from("role"),
    });
    assert.deepEqual(blamed("LAM-25-missing", fn("fn"), make(iam.role)("role"), byRole), []);
    const mail = make(sns.subscription)("mail", { protocol: "email", endpoint: "a@example.com" });
    assert.deepEqual(blamed("LAM-25-missing", fn("fn"), mail), []);
    const elsewhere = make(lambda.permission)("elsewhere", { function: unknown });
    assert.deepEqual(blamed("LAM-25-missing", ...scheduled, elsewhere), []);
    const [, rule, target] = scheduled;
    const named = [make(lambda.function)("fn", { name: "list-photos" }), rule, target];
    const byText = (text: string) => make(lambda.permission)("allow", { function: text });
    assert.deepEqual(blamed("LAM-25-missing", ...named, byText("list-photos:live")), []);
    assert.deepEqual(blamed("LAM-25-missing", ...named, byText("other")), ["target"]);
    const toQueue = make(cloudwatch.eventTarget)("target", { arn: from("queue") });
    assert.deepEqual(blamed("LAM-25-missing", fn("fn"), queue("queue"), toQueue), []);
  });
});

describe("API-12: preflight requests", () => {
  it("need a route without authorization where $default or ANY takes them", () => {
    const closed = routed("$default", "AWS_IAM");
    assert.deepEqual(blamed("API-12", ...crossOrigin, closed), ["$default"]);
    assert.deepEqual(
      blamed("API-12", ...crossOrigin, closed, routed("OPTIONS /{proxy+}", "NONE")),
      [],
    );
    assert.deepEqual(
      blamed("API-12", ...crossOrigin, closed, routed("OPTIONS /{proxy+}", "AWS_IAM")),
      ["$default"],
    );
    assert.deepEqual(
      blamed("API-12", ...crossOrigin, routed("ANY /a", "JWT"), routed("OPTIONS /b", "NONE")),
      ["ANY /a"],
    );
  });

  it("are of no concern without CORS, or without authorization", () => {
    assert.deepEqual(
      blamed("API-12", make(apigatewayv2.httpApi)("api"), routed("$default", "JWT")),
      [],
    );
    assert.deepEqual(blamed("API-12", ...crossOrigin, routed("$default", "NONE")), []);
  });
});

describe("S3-07: public statements", () => {
  it("are refused by S3's own default where there is no block", () => {
    const [theBucket, , policy] = openBucket({});
    assert.deepEqual(blamed("S3-07", theBucket, policy), ["policy"]);
  });

  it("are public with a condition that says nothing of who", () => {
    const secure = { Bool: { "aws:SecureTransport": "true" } };
    assert.deepEqual(blamed("S3-07", ...openBucket({ blockPublicPolicy: true }, secure)), [
      "policy",
    ]);
    assert.deepEqual(blamed("S3-07", ...openBucket({ restrictPublicBuckets: true })), ["policy"]);
  });

  it("are not public where a condition says who or from where", () => {
    const narrow = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
    assert.deepEqual(blamed("S3-07", ...openBucket({ blockPublicPolicy: true }, narrow)), []);
  });
});

describe("S3-11: ACLs", () => {
  const files = make(s3.bucket)("files");
  const object = (acl?: string) =>
    make(s3.bucketObjectv2)("object", { bucket: from("files"), key: "a", ...(acl && { acl }) });
  const controls = (objectOwnership: string, bucket: Made | string = from("files")) =>
    make(s3.bucketOwnership)("controls", { bucket, rule: { objectOwnership } });

  it("of an object are refused like those of a bucket", () => {
    assert.deepEqual(blamed("S3-11", files, object("private")), ["object"]);
    assert.deepEqual(blamed("S3-11", files, controls("BucketOwnerEnforced"), object("private")), ["object"]); // prettier-ignore
  });

  it("are taken where they are on, say nothing, or where it can't be told", () => {
    assert.deepEqual(blamed("S3-11", files, controls("ObjectWriter"), object("private")), []);
    assert.deepEqual(blamed("S3-11", files, object()), []);
    assert.deepEqual(blamed("S3-11", files, object("bucket-owner-full-control")), []);
    const ofAnother = controls("ObjectWriter", "elsewhere");
    assert.deepEqual(blamed("S3-11", files, ofAnother, object("private")), []);
    assert.deepEqual(blamed("S3-11", make(s3.bucketAcl)("acl", { bucket: "elsewhere", acl: "private" })), []); // prettier-ignore
  });
});

describe("RDS-14: families of parameter groups", () => {
  const of = (family: string, args: Args) =>
    blamed(
      "RDS-14",
      make(rds.parameterGroup)("group", { family }),
      make(rds.databaseInstance)("db", { ...args, parameterGroupName: from("group") }),
    );

  it("are told by two numbers where the engine has two, and by the engine alone without a version", () => {
    assert.deepEqual(of("mysql8.4", { engine: "mysql", engineVersion: "8.4.5" }), []);
    assert.deepEqual(of("mysql8.0", { engine: "mysql", engineVersion: "8.4.5" }), ["db"]);
    assert.deepEqual(of("mariadb10.11", { engine: "mariadb" }), []);
    assert.deepEqual(of("mysql8.0", { engine: "mariadb" }), ["db"]);
    assert.deepEqual(of("postgres9.6", { engine: "postgres", engineVersion: "9.6.24" }), []);
    assert.deepEqual(of("oracle-ee-19", { engine: "oracle-ee", engineVersion: "19" }), []);
    assert.deepEqual(of("postgres16", { engine: unknown, engineVersion: "15" }), []);
  });

  it("of a cluster's instances follow the cluster's version", () => {
    const cluster = (engineVersion: string) => [
      make(rds.clusterParameterGroup)("group", { family: "aurora-postgresql16" }),
      make(rds.parameterGroup)("own", { family: "aurora-postgresql16" }),
      make(rds.databaseCluster)("cluster", {
        ...{ engine: "aurora-postgresql", engineVersion },
        dbClusterParameterGroupName: from("group"),
      }),
      make(rds.clusterInstance)("writer", {
        ...{ engine: "aurora-postgresql", clusterIdentifier: from("cluster") },
        dbParameterGroupName: from("own"),
      }),
    ];
    assert.deepEqual(blamed("RDS-14", ...cluster("16.4")), []);
    assert.deepEqual(blamed("RDS-14", ...cluster("15.8")).sort(), ["cluster", "writer"]);
  });
});

describe("DNS-05: zones of aliases", () => {
  const record = (zoneId: Plain, ...sources: string[]) =>
    make(route53.record)("record", {
      zoneId: from("zone"),
      aliases: { from: sources, value: [{ name: unknown, zoneId }] },
    });

  it("are told by what the alias is made from while nothing is known", () => {
    const all = [make(route53.zone)("zone"), distribution("cdn")];
    assert.deepEqual(blamed("DNS-05", ...all, record(unknown, "cdn", "zone")), ["record"]);
    assert.deepEqual(blamed("DNS-05", ...all, record(unknown, "cdn")), []);
    assert.deepEqual(blamed("DNS-05", ...all, record(unknown, "zone")), [], "of the zone's own");
    for (const type of [apigateway.restDomainName, lb.albLoadBalancer]) {
      const host = [make(route53.zone)("zone"), make(type)("host")];
      assert.deepEqual(blamed("DNS-05", ...host, record(unknown, "host", "zone")), ["record"]);
    }
  });
});

describe("LAM-27: functions that write into the bucket whose notifications reach them", () => {
  const BUCKET = "arn:aws:s3:::photos";
  const photos = bucket("bucket", { arn: BUCKET });
  const writes = writing("s3:PutObject", `${BUCKET}/*`);
  const events = ["s3:ObjectCreated:*"];
  const intoQueue = notified({
    queues: { from: ["queue"], value: [{ queueArn: unknown, events }] },
  });
  const intoTopic = notified({
    topics: { from: ["topic"], value: [{ topicArn: unknown, events }] },
  });
  const subscribes = (protocol: string, endpoint: string) =>
    make(sns.subscription)("subscription", {
      topic: from("topic"),
      protocol,
      endpoint: from(endpoint),
    });

  it("through a queue", () => {
    const all = [photos, queue("queue"), polls("queue"), intoQueue];
    assert.deepEqual(blamed("LAM-27", ...all, ...writes), ["fn"]);
    assert.deepEqual(blamed("LAM-27", ...all, ...writing("s3:GetObject", `${BUCKET}/*`)), []);
  });

  it("through a topic, and through a topic and a queue", () => {
    const direct = [photos, topic("topic"), intoTopic, subscribes("lambda", "fn")];
    assert.deepEqual(blamed("LAM-27", ...direct, ...writes), ["fn"]);
    const behind = [queue("queue"), polls("queue"), subscribes("sqs", "queue")];
    assert.deepEqual(blamed("LAM-27", photos, topic("topic"), intoTopic, ...behind, ...writes), [
      "fn",
    ]);
  });

  it("but not where they write elsewhere in the bucket, or hear of deletions only", () => {
    const incoming = notified({
      queues: { from: ["queue"], value: [{ queueArn: unknown, events, filterPrefix: "in/" }] },
    });
    const all = [photos, queue("queue"), polls("queue")];
    assert.deepEqual(
      blamed("LAM-27", ...all, incoming, ...writing("s3:PutObject", `${BUCKET}/out/*`)),
      [],
    );
    const deletions = notified({
      queues: { from: ["queue"], value: [{ queueArn: unknown, events: ["s3:ObjectRemoved:*"] }] },
    });
    assert.deepEqual(blamed("LAM-27", ...all, deletions, ...writes), []);
  });
});

/** A list of one block that was made from the resource. */
function fromList(name: string): Made {
  return { from: [name], value: [{ arn: unknown }] };
}

describe("LAM-28: what a load balancer waits for a function", () => {
  const behind = (seconds: number, idleTimeout?: number) => [
    fn("fn", { timeout: seconds }),
    make(lb.loadBalancer)("balancer", idleTimeout === undefined ? {} : { idleTimeout }),
    make(lb.listener)("listener", {
      loadBalancerArn: from("balancer"),
      defaultActions: from("group"),
    }),
    make(lb.targetGroup)("group"),
    make(lb.targetGroupAttachment)("attached", {
      targetGroupArn: from("group"),
      targetId: from("fn"),
    }),
  ];

  it("is its own idle timeout", () => {
    assert.deepEqual(blamed("LAM-28", ...behind(100, 120)), []);
    assert.deepEqual(blamed("LAM-28", ...behind(100, 90)), ["fn"]);
  });

  it("is a minute where it says none", () => {
    assert.deepEqual(blamed("LAM-28", ...behind(60)), []);
    assert.deepEqual(blamed("LAM-28", ...behind(61)), ["fn"]);
  });
});
