import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { comparePlans, Plan, previewStack } from "../../preview/testing";
import { fixture } from "./command";

// eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript
const { repairSdk } = require("../../preview/host/sdk-repairs.js") as {
  repairSdk(resource: unknown, debuggable: unknown): void;
};

class Pair extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("demo:index:Pair", name, {}, opts);
    new aws.sqs.Queue(name, {}, { parent: this });
    new aws.sqs.Queue(`${name}-dead-letters`, {}, { parent: this });
    this.registerOutputs();
  }
}

const twoQueues = () =>
  previewStack(() => {
    const jobs = new aws.sqs.Queue("jobs", { delaySeconds: 3 });
    new aws.sqs.Queue("other");
    new Pair("pair");
    return { url: jobs.url, hidden: pulumi.secret(jobs.arn) };
  });

describe("previewStack", () => {
  let plan: Plan;

  before(async () => {
    plan = await twoQueues();
  });

  it("gives URNs, outputs and resources by class or type token", () => {
    plan.assertNoErrors();
    assert.ok(plan.urns.includes("urn:pulumi:test::strata::aws:sqs/queue:Queue::jobs"));
    assert.deepEqual(plan.urns, [...plan.urns].sort());
    const jobs = plan.get(aws.sqs.Queue, "jobs");
    assert.equal(jobs.inputs.delaySeconds, 3);
    assert.equal(jobs.source?.file, "tests/preview/testing.test.ts");
    assert.equal(plan.outputs.url, jobs.outputs.url);
    assert.equal(plan.outputs.hidden, "[secret]");
    assert.equal(plan.find(aws.sqs.Queue).length, 4);
    const pair = plan.get("demo:index:Pair", "pair");
    assert.deepEqual(
      plan.find(aws.sqs.Queue, pair).map(({ name }) => name),
      ["pair", "pair-dead-letters"],
    );
    assert.equal(plan.below(pair).length, 2);
    assert.equal(plan.byUrn(jobs.urn), jobs);
  });

  it("names the closest candidates for what is not there", () => {
    assert.throws(
      () => plan.get(aws.sqs.Queue, "job"),
      /No .*Queue is named 'job'\. Did you mean 'jobs'/,
    );
    assert.throws(() => plan.get(aws.sns.Topic, "jobs"), /'jobs' is aws:sqs\/queue:Queue/);
    assert.throws(() => plan.get("aws:sqs/queue:Queu", "x"), /Did you mean 'aws:sqs\/queue:Queue'/);
    assert.throws(() => plan.byUrn("urn:pulumi:test::strata::x::jobs"), /::jobs'/);
    assert.throws(() => plan.get(Pair, "pair"), /Pair has no type token/);
  });

  it("runs again and again, in the same process and at the same time", async () => {
    const [one, two] = await Promise.all([twoQueues(), twoQueues()]);
    assert.deepEqual(one.resources, plan.resources);
    assert.deepEqual(two.resources, plan.resources);
  });

  it("warns of a reference of two parts, which the CLI reads as organisation and stack", async () => {
    const referring = (name: string, organization?: string) =>
      previewStack(() => void new pulumi.StackReference(name), {
        ...{ project: "shop", organization },
        stackOutputs: { "net/prod": {}, "shop/prod": {}, prod: {} },
      });
    const [finding] = (await referring("net/prod")).findings;
    assert.equal(finding.rule, "stack-reference");
    assert.match(finding.message, /organisation 'net' and stack 'prod' of project 'shop'/);
    assert.equal(finding.source?.file, "tests/preview/testing.test.ts");
    for (const name of ["organization/net/prod", "prod"]) {
      assert.deepEqual((await referring(name)).findings, [], name);
    }
    assert.deepEqual((await referring("shop/prod", "shop")).findings, [], "the organisation's own");
  });

  it("gives configuration, secrets masked, and outputs of other stacks", async () => {
    const configured = await previewStack(
      () => {
        const config = new pulumi.Config();
        const other = new pulumi.StackReference("organization/net/prod");
        new aws.ssm.Parameter("key", { type: "SecureString", value: config.requireSecret("key") });
        return {
          size: config.requireObject<{ size: number }>("sizes").size,
          region: new pulumi.Config("aws").require("region"),
          vpc: other.requireOutput("vpcId"),
          names: [pulumi.getProject(), pulumi.getStack()],
        };
      },
      {
        stack: "prod",
        project: "shop",
        config: { sizes: { size: 3 }, key: "hunter2", "aws:region": "eu-north-1" },
        secretKeys: ["key"],
        stackOutputs: { "net/prod": { vpcId: "vpc-1" } },
      },
    );
    configured.assertNoErrors();
    assert.deepEqual(configured.outputs, {
      ...{ names: ["shop", "prod"], region: "eu-north-1", size: 3, vpc: "vpc-1" },
    });
    const parameter = configured.get(aws.ssm.Parameter, "key");
    assert.equal(parameter.inputs.value, "[secret]");
    assert.match(String(parameter.outputs.arn), /:eu-north-1:/);
  });

  it("turns what goes wrong in a program into findings", async () => {
    const thrown = await previewStack(() => {
      new aws.sqs.Queue("jobs");
      throw new pulumi.RunError("no such setting");
    });
    const [finding] = thrown.findingsOf("program-error");
    assert.equal(finding.message, "no such setting");
    assert.equal(finding.source?.file, "tests/preview/testing.test.ts");
    assert.throws(
      () => thrown.assertNoErrors(),
      /1 error\(s\):\n {2}program-error \(tests.*no such/,
    );
    const late = await previewStack(() => {
      new aws.sqs.Queue("jobs").arn.apply(() => {
        throw new Error("in an apply");
      });
    });
    assert.match(late.findings[0].message, /in an apply/);
    const twice = await previewStack(() => {
      new Pair("pair");
      new aws.sqs.Queue("pair");
      new Pair("pair");
    });
    // What a pair has within is made twice because the pair is.
    const [duplicate, ...more] = twice.findingsOf("duplicate-urn");
    assert.deepEqual(more, []);
    assert.match(duplicate.message, /::pair': made at tests.*:\d+.* and again at tests.*:\d+/);
    assert.equal(duplicate.fix, 'Give one of the two another name than "pair".');
  });

  it("ends soon when what failed is waited for, by a resource and by an output", async function () {
    this.timeout(30_000); // far less than the minute a program may take
    const plan = await previewStack(() => {
      const broken = new aws.sqs.Queue("jobs").arn.apply((): string => {
        throw new Error("in an apply");
      });
      new aws.sqs.QueuePolicy("jobs", { queueUrl: broken, policy: "{}" });
      return { broken };
    });
    const [first] = plan.findings;
    assert.equal(first.rule, "program-error");
    assert.match(first.message, /in an apply/);
  });

  it("leaves computed values unknown where that is asked for", async () => {
    let applied = false;
    const unknown = await previewStack(
      () => {
        const jobs = new aws.sqs.Queue("jobs");
        jobs.arn.apply(() => (applied = true));
        return { arn: jobs.arn };
      },
      { values: "unknown" },
    );
    assert.equal(unknown.outputs.arn, "[unknown]");
    assert.equal(applied, false);
  });

  it("runs a folder's program in a process of its own", async () => {
    const plain = await previewStack(fixture("plain"), { stack: "dev" });
    plain.assertNoErrors();
    assert.equal(plain.get(aws.dynamodb.Table, "orders").protect, true);
    const wrong = previewStack(fixture("plain"), { stack: "prod" });
    await assert.rejects(wrong, /no stack 'prod'; there are: dev/);
  });
});

describe("comparePlans", () => {
  const queue = (args: aws.sqs.QueueArgs, opts?: pulumi.CustomResourceOptions) =>
    previewStack(() => {
      new aws.sqs.Queue("jobs", args, opts);
    });
  const URN = "urn:pulumi:test::strata::aws:sqs/queue:Queue::jobs";

  it("tells same, update, replace, create and delete apart", async () => {
    const before = await queue({ delaySeconds: 1 });
    assert.deepEqual(comparePlans(before, await queue({ delaySeconds: 1 })).same, [URN]);
    const updated = comparePlans(before, await queue({ delaySeconds: 2 }));
    assert.deepEqual(updated.update[0].changed, ["delaySeconds"]);
    assert.deepEqual(updated.replace, []);
    const replaced = comparePlans(before, await queue({ delaySeconds: 2, fifoQueue: true }));
    assert.deepEqual(replaced.replace[0].replacing, ["fifoQueue"]);
    assert.deepEqual(replaced.update, []);
    const empty = await previewStack(() => undefined);
    assert.deepEqual(comparePlans(before, empty).delete, [URN]);
    assert.deepEqual(comparePlans(empty, before).create, [URN]);
  });

  it("follows aliases, those of a component to its children too", async () => {
    const before = await previewStack(() => void new Pair("old"));
    const renamed = await previewStack(() => void new Pair("new", { aliases: [{ name: "old" }] }));
    const kept = comparePlans(before, renamed);
    assert.deepEqual([kept.create, kept.delete, kept.replace], [[], [], []]);
    assert.equal(kept.moved.length, 3);
    const lost = comparePlans(before, await previewStack(() => void new Pair("new")));
    assert.equal(lost.create.length, 3);
    assert.equal(lost.delete.length, 3);
  });

  it("knows that what an alias moves keeps the values that AWS made up for it", async () => {
    const notified = (name: string, aliases: pulumi.Alias[] = []) =>
      previewStack(() => {
        const jobs = new aws.sqs.Queue(name, {}, { aliases });
        const topic = new aws.sns.Topic("topic");
        const args = { topic: topic.arn, protocol: "sqs", endpoint: jobs.arn };
        new aws.sns.TopicSubscription("jobs", args); // another endpoint replaces it
      });
    const before = await notified("old");
    const renamed = comparePlans(before, await notified("new", [{ name: "old" }]));
    assert.deepEqual([renamed.replace, renamed.update, renamed.create], [[], [], []]);
    assert.equal(comparePlans(before, await notified("new")).replace.length, 1);
  });

  it("respects ignoreChanges and replaceOnChanges", async () => {
    const before = await queue({ delaySeconds: 1 });
    const ignored = await queue({ delaySeconds: 2 }, { ignoreChanges: ["delaySeconds"] });
    assert.deepEqual(comparePlans(before, ignored).same, [URN]);
    const forced = await queue({ delaySeconds: 2 }, { replaceOnChanges: ["delaySeconds"] });
    assert.equal(comparePlans(before, forced).replace.length, 1);
  });

  it("respects ignoreChanges of a part, and sees the rest", async () => {
    const tagged = (Owner: string, Team: string, ignoreChanges: string[] = []) =>
      queue({ tags: { Owner, Team } }, { ignoreChanges });
    const before = await tagged("a", "b");
    assert.deepEqual(comparePlans(before, await tagged("c", "b", ["tags.Owner"])).same, [URN]);
    const { update } = comparePlans(before, await tagged("c", "d", ["tags.Owner"]));
    assert.deepEqual(update[0].changed, ["tags"]);
  });

  it("sees a change of a secret", async () => {
    const tagged = (value: string) => queue({ tags: { key: pulumi.secret(value) } });
    const compared = comparePlans(await tagged("a"), await tagged("b"));
    assert.deepEqual(compared.update[0].changed, ["tags"]);
  });

  it("follows a replacement through what is made from the resource", async () => {
    const network = (cidrBlock: string) =>
      previewStack(() => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock, tags: { team: "shop" } });
        const subnet = new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
        new aws.ec2.Instance("worker", {
          subnetId: subnet.id,
          ami: "ami-1",
          instanceType: "t4g.nano",
        });
        new aws.ec2.InternetGateway("out", { vpcId: vpc.id });
        new aws.ec2.SecurityGroup("group", {
          description: "x",
          tags: vpc.tags.apply((t) => ({ ...t })),
        });
      });
    const { replace, update, same } = comparePlans(
      await network("10.0.0.0/16"),
      await network("10.0.0.0/17"),
    );
    const named = (changes: { name: string; replacing: string[] }[]) =>
      changes.map(({ name, replacing }) => `${name}: ${replacing.join()}`).sort();
    assert.deepEqual(named(replace), ["a: vpcId", "main: cidrBlock", "worker: subnetId"]);
    assert.deepEqual(named(update), ["out: "], "the gateway is moved to the new network");
    assert.deepEqual(same.length, 1, "what comes from given arguments stays");
  });

  it("takes all that is made from a resource with a name of its own along", async () => {
    const table = (hashKey: string, name?: string) =>
      previewStack(() => {
        const args = { name, hashKey, attributes: [{ name: hashKey, type: "S" }] };
        const made = new aws.dynamodb.Table("photos", { ...args, billingMode: "PAY_PER_REQUEST" });
        new aws.ssm.Parameter("which", { type: "String", name: made.billingMode.apply(String) });
      });
    const own = comparePlans(await table("a", "photos"), await table("b", "photos"));
    assert.deepEqual(
      own.replace.map(({ name }) => name),
      ["photos", "which"],
      "deleted first: the engine takes every argument that depends on it to change",
    );
    const made = comparePlans(await table("a"), await table("b"));
    assert.deepEqual(
      made.replace.map(({ name }) => name),
      ["photos"],
    );
  });
});

describe("repairs of the SDK", () => {
  it("are an error where there is nothing to repair", () => {
    assert.throws(() => repairSdk({ Resource: {} }, { debuggablePromise: () => undefined }), {
      message: /seeAnonymousFrames found nothing to repair/,
    });
    assert.throws(() => repairSdk({}, {}), { message: /seeAnonymousFrames and skipPromiseStacks/ });
  });
});
