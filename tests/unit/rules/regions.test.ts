import * as assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { isCommercial, isRegion, zonesOf } from "../../../rules/base/regions";

describe("regions", () => {
  it("are those of the provider, but for the closed partitions", () => {
    const known = Object.values(aws.Region).filter((region) => !/-iso|^eusc/.test(region));
    assert.deepEqual(
      known.filter((region) => !isRegion(region)),
      [],
    );
    assert.ok(known.length > 30);
  });

  it("have zones, and may get more", () => {
    assert.deepEqual(zonesOf("eu-west-1"), ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.deepEqual(zonesOf("eu-west-9"), []);
    assert.deepEqual(zonesOf("eu-west-9", { "eu-west-9": ["a"] }), ["eu-west-9a"]);
    assert.ok(!isRegion("constructor"));
  });

  it("of China, GovCloud and closed partitions have other ARNs", () => {
    const others = ["cn-north-1", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1"];
    assert.deepEqual(others.filter(isCommercial), []);
    assert.ok(["eu-west-1", "us-east-1", "ca-west-1"].every(isCommercial));
  });
});
