/** What policies are handed of a resource: each a proxy of its own around the same object. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { resourceInputs } from "../../../policies/resource-inputs";

const { unknownCheckingProxy } = createRequire(__filename)("@pulumi/policy/proxy") as {
  unknownCheckingProxy(properties: object): object;
};

describe("What policies are handed of a resource", () => {
  it("is read once for all of them", () => {
    const properties = { name: "orders", tags: { a: "b" } };
    const inputs = resourceInputs(unknownCheckingProxy(properties));
    assert.deepEqual(inputs, properties);
    assert.equal(resourceInputs(unknownCheckingProxy(properties)), inputs);
    assert.notEqual(resourceInputs(unknownCheckingProxy({ ...properties })), inputs);
  });
});
