/** What AWS gives out once: found in one stack, and over the stacks of one account. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Distribution } from "../../components/cdn";
import { Bucket } from "../../components/data";
import { Certificate, Zone } from "../../components/dns";
import { Environment } from "../../components/environment";
import { Network } from "../../components/network";
import {
  Finding,
  findingsOverStacks,
  Plan,
  PreviewOptions,
  previewStack,
  Program,
} from "../../preview/testing";
import { api, certificate } from "../unit/components/cdn/origins";

const environment = (args = {}) => ({
  parent: new Environment(pulumi.getStack(), { region: "eu-west-1", production: false, ...args }),
});

async function twice(program: Program, options?: PreviewOptions): Promise<readonly Finding[]> {
  const plan = await previewStack(program, options);
  assert.deepEqual(plan.findingsOf("program-error"), []);
  return plan.findingsOf("claimed-twice");
}

/** One finding with both lines of this file, in the words of AWS. */
function assertOne(
  findings: readonly Finding[],
  argument: string,
  words: RegExp,
  places = 2,
): void {
  assert.equal(findings.length, 1, findings.map(({ message }) => message).join("\n"));
  const [{ message, fix, severity, source }] = findings;
  assert.ok(message.startsWith(`${argument} is "`), message);
  assert.match(message, words);
  const lines = [...message.matchAll(/tests\/preview\/claims\.test\.ts:(\d+)/g)];
  assert.ok(new Set(lines.map(([, line]) => line)).size >= places, message);
  assert.equal(source?.file, "tests/preview/claims.test.ts");
  assert.equal(severity, "error");
  assert.notEqual(fix, "");
}

const addressIn = (allocationId: string) => ({
  zones: ["eu-west-1a"],
  egress: { mode: "single" as const, addresses: { "eu-west-1a": { allocationId } } },
});

const sharedVpc = (privateSubnetId: string) => ({
  vpcId: "vpc-0123456789abcdef0",
  cidrBlock: "10.0.0.0/16",
  zones: {
    "eu-west-1a": {
      publicSubnetId: "subnet-0123456789abcdef0",
      privateSubnetId,
      privateRouteTableId: "rtb-0123456789abcdef0",
    },
  },
  egress: { mode: "single" as const },
});

const policy = (bucket: pulumi.Output<string>) => ({
  bucket,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::photos/*",
      },
    ],
  }),
});

describe("what is claimed twice in a stack", () => {
  it("an address by two networks, of two environments", async () => {
    const found = await twice(() => {
      const place = { region: "eu-west-1", account: "123456789012" };
      const [here, there] = ["one", "other"].map((name) => ({
        parent: new Environment(name, place),
      }));
      new Network("one", addressIn("eipalloc-0123456789abcdef0"), here);
      new Network("other", addressIn("eipalloc-0123456789abcdef0"), there);
    });
    assertOne(found, "allocationId", /Resource\.AlreadyAssociated/);
  });

  it("the way out of one route table, by two networks in it", async () => {
    const found = await twice(() => {
      const inside = environment();
      Network.existing("one", sharedVpc("subnet-0123456789abcdef1"), inside);
      Network.existing("other", sharedVpc("subnet-0123456789abcdef2"), inside);
    });
    assertOne(found, "destinationCidrBlock", /RouteAlreadyExists: .*rtb-0123456789abcdef0/);
  });

  it("the name that a certificate gives to two distributions", async () => {
    const found = await twice(() => {
      const inside = environment();
      new Distribution("one", { origins: { api }, defaultOrigin: "api", certificate }, inside);
      new Distribution("other", { origins: { api }, defaultOrigin: "api", certificate }, inside);
    });
    assertOne(found, "aliases", /"www\.example\.com".*CNAMEAlreadyExists/);
  });

  it("a bucket's name, also in another region", async () => {
    const found = await twice(() => {
      new aws.s3.Bucket("one", { bucket: "strata-photos" });
      new aws.s3.Bucket("other", { bucket: "strata-photos", region: "us-west-2" });
    });
    assertOne(found, "bucket", /BucketAlreadyOwnedByYou/);
  });

  for (const values of ["symbolic", "unknown"] as const) {
    it(`addresses of a VPC by two subnets, with ${values} values`, async () => {
      const program = () => {
        const { id: vpcId } = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
        new aws.ec2.Subnet("wide", { vpcId, cidrBlock: "10.0.0.0/20" });
        new aws.ec2.Subnet("within", { vpcId, cidrBlock: "10.0.8.0/24" });
        new aws.ec2.Subnet("beside", { vpcId, cidrBlock: "10.0.16.0/24" });
        const { id: elsewhere } = new aws.ec2.Vpc("elsewhere", { cidrBlock: "10.0.0.0/16" });
        new aws.ec2.Subnet("far", { vpcId: elsewhere, cidrBlock: "10.0.0.0/20" });
      };
      const found = await twice(program, { values });
      assertOne(found, "cidrBlock", /"within" at .*InvalidSubnet\.Conflict/);
    });

    it(`a component's bucket policy by a second one, with ${values} values`, async () => {
      const program = () => {
        const photos = new Bucket("photos", {}, environment());
        new aws.s3.BucketPolicy("public", policy(photos.name));
      };
      const found = await twice(program, { values });
      assertOne(found, "bucket", /takes both without a word.*written last replaces the other/);
      assert.match(found[0].fix, /allow/);
    });
  }

  it("a document as an argument and as a resource", async () => {
    const found = await twice(() => {
      const jobs = new aws.sqs.Queue("jobs", { policy: "{}" });
      new aws.sqs.QueuePolicy("jobs", { queueUrl: jobs.url, policy: "{}" });
      const topic = new aws.sns.Topic("news", { policy: "{}" });
      new aws.sns.TopicPolicy("news", { arn: topic.arn, policy: "{}" });
      const key = new aws.kms.Key("key", { policy: "{}" });
      new aws.kms.KeyPolicy("key", { keyId: key.id, policy: "{}" });
      const api = new aws.apigateway.RestApi("api", { policy: "{}" });
      new aws.apigateway.RestApiPolicy("api", { restApiId: api.id, policy: "{}" });
      const alone = new aws.sqs.Queue("alone");
      new aws.sqs.QueuePolicy("alone", { queueUrl: alone.url, policy: "{}" });
    });
    const names = found.map(({ urn }) => urn.split("::")[3]).sort();
    assert.deepEqual(names, ["api", "jobs", "key", "news"]);
  });

  it("the notifications of a bucket", async () => {
    const found = await twice(() => {
      const bucket = new aws.s3.Bucket("uploads").id;
      const [one, other] = ["one", "other"].map((name) => new aws.sqs.Queue(name).arn);
      const events = ["s3:ObjectCreated:*"];
      new aws.s3.BucketNotification("one", { bucket, queues: [{ queueArn: one, events }] });
      new aws.s3.BucketNotification("other", { bucket, queues: [{ queueArn: other, events }] });
    });
    assertOne(found, "bucket", /without a word/);
  });

  it("a record's name: twice, relative and whole, and beside a CNAME", async () => {
    const record = (name: string, args: Partial<aws.route53.RecordArgs>) => {
      const { zoneId } = zone;
      new aws.route53.Record(name, { zoneId, ttl: 60, type: "A", name: "www", ...args });
    };
    let zone: aws.route53.Zone;
    const found = async (program: () => void) =>
      twice(() => {
        zone = new aws.route53.Zone("zone", { name: "example.com" });
        program();
      });
    assertOne(
      await found(() => {
        record("one", { records: ["192.0.2.1"] });
        record("other", { name: "WWW.example.com.", records: ["192.0.2.2"] });
      }),
      "name",
      /InvalidChangeBatch/,
      1, // the line of `record`
    );
    assertOne(
      await found(() => {
        record("one", { records: ["192.0.2.1"] });
        record("other", { type: "CNAME", records: ["example.org"] });
      }),
      "name",
      /conflicting RRSet/,
      1,
    );
    const right = await found(() => {
      record("four", { records: ["192.0.2.1"] });
      record("six", { type: "AAAA", records: ["2001:db8::1"] });
      for (const [setIdentifier, weight] of [["blue", 90] as const, ["green", 10] as const]) {
        const weightedRoutingPolicies = [{ weight }];
        record(setIdentifier, { name: "app", setIdentifier, weightedRoutingPolicies });
      }
    });
    assert.deepEqual(right, []);
  });

  it("one validation record of two certificates: a warning, for both say the same", async () => {
    const plan = await previewStack(() => {
      const inside = environment({ account: "123456789012" });
      const zone = { zoneId: "Z0123456789ABCDEFGHIJ", domain: "example.com" };
      new Certificate("one", { zone: Zone.existing("zone", zone, inside) }, inside);
      new Certificate("other", { zone: Zone.existing("again", zone, inside) }, inside);
    });
    plan.assertNoErrors();
    const [{ severity, message }, ...others] = plan.findingsOf("claimed-alike");
    assert.deepEqual([severity, others.length], ["warning", 0]);
    assert.match(message, /name is "_[0-9a-f]{32}\.example\.com\.".*deleting one takes the name/);
  });

  it("nothing that isn't known, or secret, is held against another", async () => {
    const hidden = await twice(() => {
      const bucket = pulumi.secret("strata-photos");
      new aws.s3.Bucket("one", { bucket });
      new aws.s3.Bucket("other", { bucket });
    });
    assert.deepEqual(hidden, []);
    const items = () => {
      const { arn, domainValidationOptions } = new aws.acm.Certificate("certificate", {
        domainName: "example.com",
        subjectAlternativeNames: ["example.org"],
        validationMethod: "DNS",
      });
      for (const i of [0, 1]) {
        new aws.route53.Record(`validation-${i}`, {
          zoneId: "Z0123456789ABCDEFGHIJ",
          name: domainValidationOptions[i].resourceRecordName,
          type: "CNAME",
          records: [domainValidationOptions[i].resourceRecordValue],
          ttl: 300,
        });
      }
      return { arn };
    };
    for (const values of ["symbolic", "unknown"] as const) {
      assert.deepEqual(await twice(items, { values }), []);
    }
  });
});

describe("what is claimed twice over stacks", () => {
  const account = "123456789012";
  const planOf = (stack: string, args: object, program: (inside: object) => void): Promise<Plan> =>
    previewStack(() => program(environment(args)), { stack });
  const over = async (program: (inside: object) => void, ...accounts: object[]) =>
    findingsOverStacks(
      await Promise.all(accounts.map((args, i) => planOf(`stack${i + 1}`, args, program))),
    );
  const role = (inside: object) =>
    new aws.iam.Role("deployer", { name: "deployer", assumeRolePolicy: "{}" }, inside);

  it("a name of the account, with both stacks and lines", async () => {
    const [finding, ...others] = await over(role, { account }, { account });
    assert.deepEqual(others, []);
    assert.equal(finding.rule, "claimed-twice");
    assert.match(finding.urn, /^urn:pulumi:stack2::/);
    assert.match(finding.message, /claims\.test\.ts:\d+.* in stack stack1, .* in stack stack2/);
    assert.match(finding.message, /EntityAlreadyExists/);
  });

  it("not in another account; a stack without one is of an account of its own", async () => {
    assert.deepEqual(await over(role, { account }, { account: "210987654321" }), []);
    assert.deepEqual(await over(role, { account }, {}), []);
    assert.deepEqual(await over(role, {}, {}), []);
  });

  it("a bucket's name everywhere, whoever makes it", async () => {
    const bucket = (inside: object) => new aws.s3.Bucket("site", { bucket: "strata-site" }, inside);
    assert.equal((await over(bucket, { account }, {})).length, 1);
  });

  it("counts addresses over the stacks of one account, and says how many", async () => {
    const addresses = (inside: object) => {
      for (const i of [1, 2, 3]) {
        new aws.ec2.Eip(`address-${i}`, { domain: "vpc" }, inside);
      }
    };
    const [finding, ...others] = await over(addresses, { account }, { account }, {});
    assert.deepEqual(others, []);
    assert.deepEqual([finding.rule, finding.severity], ["account-quota", "info"]);
    assert.match(
      finding.message,
      /^6 Elastic IP addresses in eu-west-1 over the stacks of one account: stack1 \(3\), stack2 \(3\); an account has 5/,
    );
    assert.deepEqual(await over(addresses, { account }, { account, region: "eu-central-1" }), []);
  });

  it("what an account has once", async () => {
    const found = await over(
      (inside) => {
        new aws.iam.ServiceLinkedRole("search", { awsServiceName: "es.amazonaws.com" }, inside);
        new aws.apigateway.Account("logs", {}, inside);
      },
      { account },
      { account },
    );
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ["claimed-twice", "claimed-twice"],
    );
    for (const { fix } of found) {
      assert.match(fix, /oncePerAccount/);
    }
  });
});
