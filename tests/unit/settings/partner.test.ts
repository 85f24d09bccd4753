import assert from "node:assert/strict";
import { featuresWithoutSettings } from "../../../settings/features";
import { partnerSettings } from "../../../settings/partner";

const labUrl = "https://lab.strata.dev";

describe("settings of the partner", () => {
  it("have a URL by HTTPS", () => {
    assert.deepEqual(partnerSettings.parse({ labUrl }), { labUrl });
    for (const wrong of ["http://lab.strata.dev", "lab", 1]) {
      assert.throws(() => partnerSettings.parse({ labUrl: wrong }));
    }
  });

  it("are there where the feature is, and nowhere else", () => {
    const of = (features: string[], partner?: object) =>
      featuresWithoutSettings({ features, partner }, ["partner"]).map(({ message }) => message);
    assert.deepEqual(of(["partner"]), ["settings, as partner is in features"]);
    assert.deepEqual(of([], { labUrl }), ["nothing, or partner in features, too"]);
    assert.deepEqual([...of(["partner"], { labUrl }), ...of([])], []);
  });
});
