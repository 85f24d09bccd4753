import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { AddressInventory } from "../../../../components/network";
import { record, valueOf } from "../record";

describe("AddressInventory", () => {
  it("lists the addresses in the order of the zones' names, whatever the map's", async () => {
    const allocationId = "eipalloc-0123456789abcdef0";
    const addresses = { "eu-west-1c": {}, "eu-west-1a": { allocationId }, "eu-west-1b": {} };
    const { made, ...recording } = await record(
      () => new AddressInventory("partner", { addresses }),
    );
    const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
    const byName = await Promise.all(zones.map((zone) => valueOf(made.byZone[zone].publicIp)));
    assert.deepEqual(await valueOf(made.publicIps), byName);
    assert.equal(new Set(byName).size, 3);
    const eips = recording.resources.filter(({ type }) => type === "aws:ec2/eip:Eip");
    assert.deepEqual(eips.map(({ name }) => name).sort(), [
      "partner-eu-west-1b",
      "partner-eu-west-1c",
    ]);
  });

  it("takes arguments of new addresses from a transform", async () => {
    const transform = { address: { tags: { Partner: "print-lab" } } };
    const recording = await record(
      () => new AddressInventory("partner", { addresses: { "eu-west-1a": {} }, transform }),
    );
    const { tags } = recording.inputs<aws.ec2.EipArgs>(aws.ec2.Eip, "partner-eu-west-1a");
    assert.deepEqual(tags, { Layer: "network", Name: "partner-eu-west-1a", Partner: "print-lab" });
  });
});
