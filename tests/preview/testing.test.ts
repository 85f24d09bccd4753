import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { comparePlans, Plan, previewStack } from "../../preview/testing";
import { fixture } from "./command";

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
    assert.equal(twice.findingsOf("duplicate-urn").length, 3);
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

  it("respects ignoreChanges and replaceOnChanges", async () => {
    const before = await queue({ delaySeconds: 1 });
    const ignored = await queue({ delaySeconds: 2 }, { ignoreChanges: ["delaySeconds"] });
    assert.deepEqual(comparePlans(before, ignored).same, [URN]);
    const forced = await queue({ delaySeconds: 2 }, { replaceOnChanges: ["delaySeconds"] });
    assert.equal(comparePlans(before, forced).replace.length, 1);
  });

  it("sees a change of a secret", async () => {
    const tagged = (value: string) => queue({ tags: { key: pulumi.secret(value) } });
    const compared = comparePlans(await tagged("a"), await tagged("b"));
    assert.deepEqual(compared.update[0].changed, ["tags"]);
  });
});
