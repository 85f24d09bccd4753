/** A renamed component keeps its resources if it carries an alias, and loses them if it does not. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as assert from "node:assert/strict";
import { cliOrSkip } from "./cli";
import { Backend } from "./stack-life";

class Shelf extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("strata:test:Shelf", name, {}, opts);
    new aws.dynamodb.Table(
      `${name}-table`,
      {
        attributes: [{ name: "id", type: "S" }],
        hashKey: "id",
        billingMode: "PAY_PER_REQUEST",
      },
      { parent: this, protect: true },
    );
    this.registerOutputs({});
  }
}

const shelf = (name: string, aliases?: pulumi.Alias[]) => async () =>
  void new Shelf(name, { aliases });

describe("a renamed component", () => {
  let backend: Backend;

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  after(() => backend?.stop());

  it("keeps its resources by an alias; without one Pulumi would delete them", async () => {
    const settings = "config:\n  aws:region: eu-west-1\n";
    const program = shelf("orders");
    const stack = await backend.stack({ project: "shelves", stack: "dev", program, settings });
    await stack.up();
    const [table] = backend.cloud.live;

    const renamed = await stack.up({ program: shelf("purchases", [{ name: "orders" }]) });
    assert.deepEqual([...renamed.steps], []);
    assert.deepEqual(backend.cloud.live, [table]);
    const urns = (await stack.resources()).map(({ urn }) => urn);
    assert.ok(
      urns.some((urn) => urn.endsWith("::purchases-table")),
      urns.join("\n"),
    );

    const text = await stack.failure(() => stack.up({ program: shelf("sales") }));
    assert.match(text, /purchases-table" cannot be deleted/);
  });
});
