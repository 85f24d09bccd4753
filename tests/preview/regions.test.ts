/** Regions and zones that do not exist, and partitions that components do not know. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Queue } from "../../components/decoupling";
import { Environment } from "../../components/environment";
import { PreviewOptions, previewStack, Program } from "../../preview/testing";

async function said(program: Program, options?: PreviewOptions): Promise<string[]> {
  const plan = await previewStack(program, options);
  assert.deepEqual(plan.findingsOf("program-error"), []);
  return plan.findings
    .filter(({ rule }) => rule.startsWith("REG-"))
    .map(({ rule, urn, message }) => `${rule} ${urn.split("::")[3]} ${message.split(";")[0]}`);
}

const inside = (args = {}) => ({
  parent: new Environment("test", { region: "eu-west-1", account: "123456789012", ...args }),
});
const volume = (name: string, availabilityZone: string, opts = {}) =>
  new aws.ebs.Volume(name, { availabilityZone, size: 10, encrypted: true }, opts);

describe("regions and zones in the preview", () => {
  it("that do not exist are errors, of raw resources and of raw providers", async () => {
    const found = await said(() => {
      const here = inside();
      volume("one", "eu-west-1z", here);
      new aws.sqs.Queue("jobs", { region: "eu-west-7" }, here);
      const provider = new aws.Provider("there", { region: "eu-east-9" as aws.Region });
      volume("other", "eu-east-9a", { provider });
    });
    assert.deepEqual(found, [
      'REG-01 there region is "eu-east-9"',
      'REG-01 jobs region is "eu-west-7"',
      'REG-01-zone one availabilityZone is "eu-west-1z"',
    ]);
  });

  it("are found in the configuration, and the region alone is blamed", async () => {
    const program = () => void volume("one", "eu-west-7a");
    const [found, ...others] = await said(program, { config: { "aws:region": "eu-west-7" } });
    assert.match(found, /^REG-01 default\S* region is "eu-west-7"$/);
    assert.deepEqual(others, []);
  });

  it("that are newer are named by the environment", async () => {
    const found = await said(() => {
      const there = inside({ region: "eu-west-9", newerRegions: { "eu-west-9": ["a"] } });
      volume("one", "eu-west-9a", there);
      volume("other", "eu-west-9b", there);
    });
    assert.deepEqual(found, ['REG-01-zone other availabilityZone is "eu-west-9b"']);
  });
});

describe("other partitions in the preview", () => {
  it("are refused by the environment", async () => {
    for (const region of ["us-gov-west-1", "cn-north-1"]) {
      const plan = await previewStack(() => void inside({ region }));
      assert.match(plan.findings[0].message, /a region of the partition aws, not of China/);
    }
  });

  it("are errors beside components, by each way in", async () => {
    const region = "us-gov-west-1";
    const ways: [Program, PreviewOptions?][] = [
      [() => void new Queue("jobs"), { config: { "aws:region": region } }],
      [() => void new Queue("jobs", {}, { providers: [new aws.Provider("there", { region })] })],
      [() => void new Queue("jobs", {}, { provider: new aws.Provider("there", { region }) })],
      [() => void new Queue("jobs", { transform: { queue: { region } } }, inside())],
    ];
    for (const [program, options] of ways) {
      const found = await said(program, options);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0], /^REG-02 \S+ region is "us-gov-west-1"$/);
    }
  });

  it("are nothing to raw resources", async () => {
    const program = () => void new aws.sqs.Queue("jobs");
    assert.deepEqual(await said(program, { config: { "aws:region": "cn-north-1" } }), []);
  });
});
