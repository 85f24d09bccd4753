import assert from "node:assert/strict";
import * as z from "zod";
import { withoutInSchema } from "../../../remove/schema-text";

/** As the settings make it, with these features. */
const schemaOf = (features: readonly string[]) => {
  const items = z.array(z.enum(features));
  const config = { properties: { "strata:features": z.toJSONSchema(items) }, required: [] };
  return { properties: { config: { ...config, propertyNames: { anyOf: [] } } } };
};

describe("The JSON Schema of stack files", () => {
  for (const [gone, left] of [
    [["photos"], ["search"]],
    [["photos", "search"], []],
  ]) {
    it(`is that of the features that are left: ${left.join(", ") || "none"}`, () => {
      const text = JSON.stringify(schemaOf(["photos", "search"]));
      const edited = withoutInSchema(text, { features: gone, settings: [] });
      assert.deepEqual(JSON.parse(edited), schemaOf(left));
    });
  }
});
