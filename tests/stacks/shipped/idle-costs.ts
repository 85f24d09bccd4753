/** What the docs say of the costs of a stack that nobody uses, against its plan. `npm run golden` writes the page anew. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  idleCostOf,
  idleCostsPage,
  idleCostsPagePath,
  shippedPlans,
  withIdleCost,
} from "../../../docs/idle-costs-page";
import { idleCosts } from "../../../preview/report/idle-cost";
import { previewStack } from "../../../preview/testing";
import { previewShipped, root, stacks } from "../shipped-stacks";

describe("what a stack costs while nobody uses it", () => {
  it("is what docs/idle-costs.md says", async () => {
    const page = idleCostsPage(await shippedPlans(), "eu-west-1");
    if (process.env.UPDATE_GOLDEN) {
      fs.writeFileSync(idleCostsPagePath, page);
    }
    assert.equal(fs.readFileSync(idleCostsPagePath, "utf8"), page);
  });

  const readme = path.join(root, "README.md");
  for (const stack of stacks) {
    it(`is what the README says of ${stack}, where it does`, async () => {
      const usd = idleCostOf(await previewShipped(stack), "eu-west-1");
      const page = fs.readFileSync(readme, "utf8");
      const right = withIdleCost(page, stack, usd);
      if (process.env.UPDATE_GOLDEN) fs.writeFileSync(readme, right);
      else assert.equal(page, right);
    });
  }

  it("is written into the row of its stack, to ten dollars", () => {
    const page = `| stack | idle, a month |
| ----- | ------------- |
| \`dev\` | nothing       |
| \`a\`   | about $1,660  |
`;
    const [, , dev, a] = withIdleCost(withIdleCost(page, "a", 131), "dev", 1234.5).split("\n");
    assert.deepEqual([dev, a], ["| `dev` | about $1,230  |", "| `a`   | about $130    |"]);
    assert.equal(withIdleCost(page, "a", 1655.1), page);
    assert.equal(withIdleCost(page, "mine", 1), page, "a stack of the user's own");
    assert.match(withIdleCost(page, "a", 0), /^\| `a` {3}\| nothing {7}\|$/m);
  });

  it("is known of sizes, counted by what stands", async () => {
    const plan = await previewStack(() => {
      new aws.rds.Instance("db", {
        ...{ instanceClass: "db.t4g.micro", multiAz: true, allocatedStorage: 20 },
        ...{ engine: "postgres", username: "app", manageMasterUserPassword: true },
      });
      const template = new aws.ec2.LaunchTemplate("servers", { instanceType: "t4g.small" });
      const group = { minSize: 2, maxSize: 4, availabilityZones: ["eu-west-1a"] };
      new aws.autoscaling.Group("servers", { ...group, launchTemplate: { id: template.id } });
      new aws.ec2.Instance("large", {
        ami: "ami-0123456789abcdef0",
        instanceType: "x2iedn.32xlarge",
      });
      new aws.sqs.Queue("by-use");
    });
    assert.deepEqual(idleCosts(plan.resources, "eu-west-1"), [
      { what: "GB of databases", count: 40, usd: 40 * 0.127 },
      { what: "instances of databases", count: 2, usd: 2 * 0.017 * 730 },
      { what: "secrets", count: 1, usd: 0.4 },
      { what: "servers", count: 2, usd: 2 * 0.0184 * 730 },
      { what: "servers", count: 1 },
    ]);
  });
});
