import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { NotificationTarget, PolicyStatement } from "../../../../components/contracts";
import { Bucket, DataLayer } from "../../../../components/data";
import { Environment, EnvironmentArgs } from "../../../../components/environment";
import { record, registered, valueOf } from "../record";

async function policyOf(build: () => unknown): Promise<PolicyStatement[]> {
  const recording = await record(build);
  const { policy } = recording.inputs<{ policy: string }>(aws.s3.BucketPolicy, "photos-policy");
  return (JSON.parse(policy) as { Statement: PolicyStatement[] }).Statement;
}

const target = (name: string): NotificationTarget => ({
  logicalName: "uploads",
  notificationKind: "queue",
  arn: pulumi.output(`arn:aws:sqs:eu-west-1:123456789012:${name}`),
  acceptFrom: () => new aws.sqs.QueuePolicy(name, { queueUrl: name, policy: "{}" }),
});

const customerManaged = (args: Partial<EnvironmentArgs> = {}) =>
  new Environment("prod", {
    region: "eu-west-1",
    account: "123456789012",
    encryption: "customer-managed",
    ...args,
  });

describe("Bucket", () => {
  it("is private, encrypted, versioned, and sends old versions to Glacier", async () => {
    const recording = await record(() => new Bucket("photos"));
    const inputs = (type: object, suffix: string) =>
      recording.inputs<Record<string, unknown>>(type, `photos-${suffix}`);
    const block = inputs(aws.s3.BucketPublicAccessBlock, "public-access-block");
    for (const argument of [
      "blockPublicAcls",
      "blockPublicPolicy",
      "ignorePublicAcls",
      "restrictPublicBuckets",
    ]) {
      assert.equal(block[argument], true, argument);
    }
    assert.deepEqual(inputs(aws.s3.BucketOwnershipControls, "ownership").rule, {
      objectOwnership: "BucketOwnerEnforced",
    });
    assert.deepEqual(inputs(aws.s3.BucketVersioning, "versioning").versioningConfiguration, {
      status: "Enabled",
    });
    assert.deepEqual(inputs(aws.s3.BucketServerSideEncryptionConfiguration, "encryption").rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
        bucketKeyEnabled: false,
      },
    ]);
    assert.deepEqual(inputs(aws.s3.BucketLifecycleConfiguration, "lifecycle").rules, [
      {
        id: "unfinished-uploads",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: "old-versions",
        status: "Enabled",
        filter: {},
        noncurrentVersionTransitions: [{ noncurrentDays: 90, storageClass: "GLACIER" }],
        noncurrentVersionExpiration: { noncurrentDays: 365 },
      },
    ]);
  });

  it("moves objects through the Glacier classes, in the order of the rules' names", async () => {
    const recording = await record(
      () =>
        new Bucket("photos", {
          lifecycle: {
            raw: { prefix: "raw/", expireAfterDays: 10, expireNoncurrentAfterDays: 5 },
            archive: {
              transitions: [
                { afterDays: 30, to: "GLACIER_IR" },
                { afterDays: 180, to: "DEEP_ARCHIVE" },
              ],
            },
          },
        }),
    );
    const { rules } = recording.inputs<{ rules: Record<string, unknown>[] }>(
      aws.s3.BucketLifecycleConfiguration,
      "photos-lifecycle",
    );
    assert.deepEqual(rules.slice(1), [
      {
        id: "archive",
        status: "Enabled",
        filter: {},
        transitions: [
          { days: 30, storageClass: "GLACIER_IR" },
          { days: 180, storageClass: "DEEP_ARCHIVE" },
        ],
      },
      {
        id: "raw",
        status: "Enabled",
        filter: { prefix: "raw/" },
        expiration: { days: 10 },
        noncurrentVersionExpiration: { noncurrentDays: 5 },
      },
    ]);
  });

  it("refuses plain text and old TLS, and adds what others need", async () => {
    const statements = await policyOf(() => {
      const bucket = new Bucket("photos");
      const Principal = { Service: "cloudfront.amazonaws.com" };
      bucket.allow({ Sid: "Reader", Effect: "Allow", Principal, Action: "s3:GetObject" });
    });
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      ["RefusePlainText", "RefuseOldTls", "Reader"],
    );
  });

  it("throws where a statement comes after composition", async () => {
    const { made } = await record(() => new Bucket("photos"));
    await registered();
    assert.throws(
      () => made.allow({ Effect: "Allow", Action: "s3:GetObject" }),
      /policy of bucket "photos" is already complete[^]*fix: add it before the first await/,
    );
  });

  it("keeps one notification document, sorted by id", async () => {
    const recording = await record(() => {
      const bucket = new Bucket("photos");
      bucket.notify("thumbnails", target("b"), { prefix: "public/", suffix: ".jpg" });
      bucket.notify("index", target("a"), { events: ["s3:ObjectRemoved:*"] });
    });
    const { queues } = recording.inputs<{ queues: unknown }>(
      aws.s3.BucketNotification,
      "photos-notification",
    );
    assert.deepEqual(queues, [
      {
        id: "index",
        events: ["s3:ObjectRemoved:*"],
        queueArn: "arn:aws:sqs:eu-west-1:123456789012:a",
      },
      {
        id: "thumbnails",
        events: ["s3:ObjectCreated:*"],
        filterPrefix: "public/",
        filterSuffix: ".jpg",
        queueArn: "arn:aws:sqs:eu-west-1:123456789012:b",
      },
    ]);
  });

  it("makes no notification document and no CORS that nobody asked for", async () => {
    const recording = await record(() => new Bucket("photos"));
    assert.equal(recording.count(aws.s3.BucketNotification), 0);
    assert.equal(recording.count(aws.s3.BucketCorsConfiguration), 0);
  });

  it("lets pages of a named origin upload", async () => {
    const recording = await record(() => {
      const bucket = new Bucket("photos");
      bucket.acceptUploadsFrom(pulumi.output("https://www.example.com"));
      bucket.acceptUploadsFrom("https://staging.example.com");
    });
    const { corsRules } = recording.inputs<{ corsRules: Record<string, unknown>[] }>(
      aws.s3.BucketCorsConfiguration,
      "photos-cors",
    );
    assert.deepEqual(corsRules[0].allowedOrigins, [
      "https://www.example.com",
      "https://staging.example.com",
    ]);
    assert.deepEqual(corsRules[0].allowedMethods, ["PUT"]);
  });

  it("refuses an origin that no browser sends", async () => {
    const refused = record(() =>
      new Bucket("photos").acceptUploadsFrom("https://www.example.com/"),
    );
    await assert.rejects(
      refused,
      /Bucket "photos": acceptUploadsFrom is "https:\/\/www\.example\.com\/"; allowed: an origin/,
    );
  });

  it("refuses a statement for everyone, which its access block would", async () => {
    const read = (more: object) => ({
      ...{ Effect: "Allow" as const, Principal: "*", Action: "s3:GetObject", Resource: "*" },
      ...more,
    });
    await assert.rejects(
      record(() => new Bucket("photos").allow(read({}))),
      /Bucket "photos": allow is "\*"; allowed: a principal, or a condition/,
    );
    await record(() => {
      const organization = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
      new Bucket("photos").allow(read({ Condition: organization }));
      const transform = { publicAccessBlock: { blockPublicPolicy: false } };
      new Bucket("open", { transform }).allow(read({}));
    });
  });

  it("empties itself on destroy only where it is disposable", async () => {
    const keep = await record(() => new Bucket("photos"));
    assert.equal(keep.inputs<aws.s3.BucketArgs>(aws.s3.Bucket, "photos").forceDestroy, false);
    const go = await record(() => new Bucket("photos", { disposable: true }));
    assert.equal(go.inputs<aws.s3.BucketArgs>(aws.s3.Bucket, "photos").forceDestroy, true);
  });

  it("grants objects under a prefix", async () => {
    const { made } = await record(() => new Bucket("photos"));
    const [statement] = made.read("thumbnails/").statements;
    assert.deepEqual(statement.Action, ["s3:GetObject"]);
    assert.match(String(await valueOf(statement.Resource)), /^arn:aws:s3:::.*\/thumbnails\/\*$/);
  });
});

describe("Bucket for logs", () => {
  const build = () =>
    new Bucket("logs", { purpose: "logs" }, { parent: customerManaged({ logRetentionDays: 90 }) });

  it("is encrypted by S3's own key in every profile, and keeps logs as long as the environment says", async () => {
    const recording = await record(build);
    const { rules } = recording.inputs<{ rules: unknown[] }>(
      aws.s3.BucketServerSideEncryptionConfiguration,
      "logs-encryption",
    );
    assert.deepEqual(rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
        bucketKeyEnabled: false,
      },
    ]);
    assert.equal(recording.made.keyArn, undefined);
    const lifecycle = recording.inputs<{ rules: Record<string, unknown>[] }>(
      aws.s3.BucketLifecycleConfiguration,
      "logs-lifecycle",
    );
    assert.deepEqual(lifecycle.rules[1], {
      id: "logs",
      status: "Enabled",
      filter: {},
      expiration: { days: 90 },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
    });
    const data = await record(() => new Bucket("photos", {}, { parent: customerManaged() }));
    assert.notEqual(data.made.keyArn, undefined);
  });

  it("lets the services that write logs in, each for this account alone", async () => {
    const recording = await record(build);
    const { policy } = recording.inputs<{ policy: string }>(aws.s3.BucketPolicy, "logs-policy");
    const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement[] };
    const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
    assert.deepEqual(
      [...new Set(allowed.map(({ Principal }) => (Principal as { Service: string }).Service))],
      [
        "logdelivery.elasticloadbalancing.amazonaws.com",
        "delivery.logs.amazonaws.com",
        "logging.s3.amazonaws.com",
      ],
    );
    for (const statement of allowed) {
      assert.match(JSON.stringify(statement), /AWSLogs\/123456789012\/|"123456789012"/);
    }
    assert.deepEqual(recording.made.ready, [recording.made.nodes.policy]);
    const data = await policyOf(() => new Bucket("photos"));
    assert.equal(data.filter(({ Effect }) => Effect === "Allow").length, 0);
  });
});

describe("DataLayer", () => {
  it("makes tables and buckets for every name, typed through", async () => {
    const { made } = await record(() => {
      const data = new DataLayer("data", {
        tables: { photos: { hashKey: "userId" } },
        buckets: { originals: {} },
      });
      return [data.tables.photos.logicalName, data.buckets.originals.logicalName];
    });
    assert.deepEqual(made, ["data-photos", "data-originals"]);
  });
});
