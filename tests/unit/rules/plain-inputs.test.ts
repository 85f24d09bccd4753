import * as assert from "node:assert/strict";
import { asset } from "@pulumi/pulumi";
import { plainInputs } from "../../../rules/base/plain-inputs";
import { withoutSecrets } from "../../../policies/secret-values";
import { unknown } from "../../../rules";
import { secret, unknownText } from "../policies/running-pack";

/** What `@pulumi/policy` wraps properties in; it has no type of its own. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { unknownCheckingProxy } = require("@pulumi/policy/proxy") as {
  unknownCheckingProxy(properties: object): Record<string, unknown>;
};

describe("plainInputs", () => {
  it("keeps what is known and marks what is not", () => {
    const properties = unknownCheckingProxy({
      text: "a",
      number: 0,
      nothing: null,
      missing: undefined,
      later: unknownText,
      list: ["a", unknownText, { deep: unknownText }],
      __defaults: ["text"],
    });
    assert.deepEqual(plainInputs(properties), {
      text: "a",
      number: 0,
      nothing: null,
      later: unknown,
      list: ["a", unknown, { deep: unknown }],
    });
  });

  it("does not look into assets and archives", () => {
    const properties = unknownCheckingProxy({
      code: new asset.AssetArchive({ "index.mjs": new asset.StringAsset("export {}") }),
    });
    assert.deepEqual(plainInputs(properties), { code: unknown });
  });

  it("lets every other error through", () => {
    const properties = Object.defineProperty({}, "broken", {
      enumerable: true,
      get: () => {
        throw new Error("not about unknown values");
      },
    });
    assert.throws(() => plainInputs(properties), /not about unknown values/);
  });
});

describe("withoutSecrets", () => {
  it("replaces secrets wherever they are", () => {
    const value = { open: "a", list: [secret("b")], deep: { secret: secret({ password: "c" }) } };
    assert.deepEqual(withoutSecrets(value), {
      open: "a",
      list: [unknownText],
      deep: { secret: unknownText },
    });
  });
});
