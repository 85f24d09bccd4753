// What holds data stays where it is, whatever else of the stack changes.
import assert from "node:assert/strict";
import { comparePlans, Plan } from "../../../../preview/testing";
import { dataTypes, previewStores, StoreChanges } from "./all-stores";

describe("Stores", function () {
  this.timeout(240_000);
  let plain: Plan;
  let keyed: Plan;

  before(async () => {
    plain = await previewStores();
    plain.assertNoErrors();
    keyed = await previewStores({ encryption: "customer-managed" });
  });

  const three = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
  const changes: Record<string, { to: StoreChanges; from?: () => Plan }> = {
    "a tag": { to: { costCentre: "accounting" } },
    "a zone more": { to: { zones: three } },
    "larger sizes": { to: { larger: true } },
    "keys of one's own": { to: { encryption: "customer-managed" } },
    "keys of one's own that are left": {
      from: () => keyed,
      to: {
        encryption: { profile: "aws-managed", keepKeys: ["data", "logs", "messages", "secrets"] },
      },
    },
    "another name of the layer": { to: { layer: "stores", formerly: "data" } },
  };

  for (const [what, { to, from = () => plain }] of Object.entries(changes)) {
    it(`stay with ${what}`, async () => {
      const changed = await previewStores(to);
      changed.assertNoErrors();
      const { replace, mayReplace, delete: gone } = comparePlans(from(), changed);
      const lost = [...replace, ...mayReplace].map(({ type, name }) => `${type} ${name}`);
      lost.push(
        ...gone.map((urn) => `${urn.split("::")[2].split("$").pop()} ${urn.split("::")[3]}`),
      );
      assert.deepEqual(
        lost.filter((each) => dataTypes.includes(each.split(" ")[0])),
        [],
      );
    });
  }

  it("are all of the kinds that this test knows of", () => {
    const made = new Set(plain.resources.map(({ type }) => type));
    assert.deepEqual(
      dataTypes.filter((type) => !made.has(type) && type !== "aws:kms/key:Key"),
      [],
    );
  });
});
