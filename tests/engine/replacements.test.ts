/** What a replacement takes along: the engine's own preview, and the comparison of plans. */
import * as aws from "@pulumi/aws";
import * as assert from "node:assert/strict";
import { Network } from "../../components/network";
import { comparePlans, previewStack } from "../../preview/testing";
import { cliOrSkip } from "./cli";
import { Backend } from "./stack-life";

/** Two versions of a program. */
interface Versions {
  readonly what: string;
  readonly program: (isAfter: boolean) => void;
  /** At least so many resources are replaced: less would not show that anything is followed. */
  readonly replaced: number;
}

const zones = ["eu-west-1a", "eu-west-1b"];

const versions: readonly Versions[] = [
  {
    what: "another block of addresses of a network",
    program: (isAfter) => {
      new Network("network", { zones, cidrBlock: isAfter ? "10.1.0.0/16" : "10.0.0.0/16" });
    },
    replaced: 10,
  },
  {
    what: "another key of a table, whose name is its own, and what is made from it",
    program: (isAfter) => {
      const hashKey = isAfter ? "id" : "key";
      const table = new aws.dynamodb.Table("orders", {
        ...{ name: "orders", hashKey, attributes: [{ name: hashKey, type: "S" }] },
        billingMode: "PAY_PER_REQUEST",
      });
      new aws.ssm.Parameter("table", { name: table.name, type: "String", value: table.arn });
      new aws.sqs.Queue("changes", { tags: { table: table.arn } });
    },
    replaced: 2,
  },
  {
    what: "a queue of the other kind, whose name is made up, and what is made from it",
    program: (isAfter) => {
      const queue = new aws.sqs.Queue("jobs", {
        ...{ fifoQueue: isAfter, delaySeconds: 5, tags: { team: "shop" } },
      });
      new aws.sqs.QueuePolicy("jobs", { queueUrl: queue.url, policy: policyOf(queue.arn) });
      new aws.sns.TopicSubscription("jobs", {
        ...{
          topic: "arn:aws:sns:eu-west-1:123456789012:mails",
          protocol: "sqs",
          endpoint: queue.arn,
        },
      });
      new aws.sns.Topic("team", { name: queue.tags.apply((tags) => tags?.team ?? "none") });
    },
    replaced: 3,
  },
];

const policyOf = (arn: aws.sqs.Queue["arn"]) =>
  arn.apply((Resource) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource }],
    }),
  );

describe("a replacement and what it takes along", () => {
  let backend: Backend;

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  after(() => backend?.stop());

  for (const [i, { what, program, replaced }] of versions.entries()) {
    it(`${what}: as the engine's preview says`, async () => {
      const project = "replacements";
      const stack = `version${i}`;
      let isAfter = false;
      const settings = "config:\n  aws:region: eu-west-1\n";
      const life = await backend.stack({
        ...{ project, stack, settings },
        program: async () => program(isAfter),
      });
      await life.up();
      isAfter = true;
      const engine = await life.preview();

      const options = { project, stack, config: { "aws:region": "eu-west-1" } };
      const before = await previewStack(() => program(false), options);
      const after = await previewStack(() => program(true), options);
      const compared = comparePlans(before, after);
      const of = (step: string) =>
        [...engine.steps].filter(([, done]) => done === step).map(([urn]) => urn);
      const urns = (changes: readonly { urn: string }[]) => changes.map(({ urn }) => urn).sort();
      assert.deepEqual(urns(compared.replace), of("replace").sort());
      assert.deepEqual(urns(compared.update), of("update").sort());
      assert.ok(compared.replace.length >= replaced, `${compared.replace.length} replaced`);
    });
  }
});
