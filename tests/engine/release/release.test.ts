/** A function's life with releases: the first one moves what calls it, later ones shift traffic. */
import * as assert from "node:assert/strict";
import { ReleaseArgs } from "../../../components/compute";
import { cliOrSkip } from "../cli";
import { releasedShop, Shop } from "../fixtures/released-shop";
import { Backend, Outcome, StackLife } from "../stack-life";

const release: ReleaseArgs = {
  strategy: "canary",
  percent: 10,
  minutes: 5,
  before: async (version) => {
    await version.invoke({ Records: [] });
  },
};

describe("a release in the life of a stack", () => {
  let backend: Backend;
  let stack: StackLife;
  let shop: Shop = { description: "first" };

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
    const program = async () => releasedShop(shop);
    stack = await backend.stack({ project: "strata", stack: "shop", program });
    await stack.up();
  });

  after(() => backend?.stop());

  const kinds = ({ steps }: Outcome) =>
    [...steps].map(([urn, step]) => `${step} ${urn.split("::").pop()}`).sort();

  it("the first release moves the API, the queue and the permission to the alias without a gap", async () => {
    shop = { ...shop, release };
    const { steps } = await stack.up();
    const outputs = await stack.outputs();
    const order = [...steps].map(([urn, step]) => {
      const [, , types, name] = urn.split("::");
      return `${step} ${types.split(/[$:]/).pop()} ${name}`;
    });
    const at = (step: string) => {
      assert.ok(order.includes(step), `${step} in ${order.join(", ")}`);
      return order.indexOf(step);
    };
    const alias = at("create Alias orders-live");
    const permission = at("replace Permission api-orders");
    assert.ok(alias < permission, "the alias may be called once it is there");
    assert.ok(permission < at("update Integration api-get-orders"), "and is called after that");
    at("update EventSourceMapping jobs-to-orders");
    assert.match(String(outputs.outcome), /no traffic was shifted: alias live had version/);
    assert.equal(backend.releases.count("CreateDeployment"), 0);
  });

  it("a second update changes nothing", async () => {
    assert.deepEqual([...(await stack.up()).steps], []);
  });

  it("a preview of a change starts no deployment, and shows that one comes", async () => {
    shop = { ...shop, description: "second" };
    assert.deepEqual(kinds(await stack.preview()), ["update orders", "update orders-release"]);
    assert.equal(backend.releases.count("CreateDeployment"), 0);
  });

  it("a change is shifted through CodeDeploy", async () => {
    const outcome = await stack.up();
    assert.deepEqual(kinds(outcome), ["update orders", "update orders-release"]);
    const { outcome: said } = await stack.outputs();
    assert.match(String(said), /has all traffic since deployment d-000000001/);
    assert.equal(backend.releases.count("CreateDeployment"), 1);
    assert.deepEqual([...(await stack.up()).steps], []);
  });

  it("a refresh leaves it where CodeDeploy put it, and the stack goes without a trace", async () => {
    assert.deepEqual([...(await stack.refresh()).steps], []);
    await stack.destroy();
    assert.deepEqual(
      backend.cloud.live.map(({ name }) => name),
      ["api-logs"], // the API's former log group
    );
  });
});
