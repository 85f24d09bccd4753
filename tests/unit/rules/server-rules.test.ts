/** Rules of disks and servers on resources that no component made. */
import assert from "node:assert/strict";
import { checkResource, resourceRules, type Inputs } from "../../../rules";
import { ec2 } from "../../../rules/base/types/ec2";

/** The rules that a resource breaks, with the arguments. */
function broken(type: string, inputs: Inputs): string[] {
  return checkResource(resourceRules, type, inputs, { today: "2026-11-23" }).map(
    ({ rule, argument }) => `${rule} ${argument}`,
  );
}

const metadataOptions = { httpTokens: "required" };
const instance = (changed: Inputs) =>
  broken(ec2.instance, {
    instanceType: "t4g.small",
    metadataOptions,
    rootBlockDevice: { encrypted: true },
    ...changed,
  });
const template = (changed: Inputs) => broken(ec2.launchTemplate, { metadataOptions, ...changed });

describe("rules of servers and their disks", () => {
  it("find nothing in a server that is right, nor in one that is not known yet", () => {
    assert.deepEqual(instance({}), []);
    assert.deepEqual(template({}), []);
    const ebs = { encrypted: "true", volumeType: "gp3", volumeSize: 8, iops: 3_000 };
    assert.deepEqual(template({ blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs }] }), []);
  });

  it("find disks that are not encrypted, said or unsaid", () => {
    assert.deepEqual(instance({ rootBlockDevice: undefined }), [
      "SEC-EBS-encrypted rootBlockDevice.encrypted",
    ]);
    assert.deepEqual(
      instance({ ebsBlockDevices: [{ encrypted: true }, { deviceName: "/dev/sdg" }] }),
      ["SEC-EBS-encrypted ebsBlockDevices[1].encrypted"],
    );
    assert.deepEqual(
      template({
        blockDeviceMappings: [{ ebs: { encrypted: "false" } }, { virtualName: "ephemeral0" }],
      }),
      ["SEC-EBS-encrypted blockDeviceMappings[0].ebs.encrypted"],
    );
  });

  for (const [disk, rule] of [
    [{ volumeType: "gp3", volumeSize: 65_537 }, "EBS-01-size rootBlockDevice.volumeSize"],
    [{ volumeType: "gp3", volumeSize: 8, iops: 80_001 }, "EBS-01 rootBlockDevice.iops"],
    [{ volumeType: "io1", volumeSize: 8, iops: 64_001 }, "EBS-01 rootBlockDevice.iops"],
    [{ volumeType: "io2", volumeSize: 8 }, "EBS-01-missing rootBlockDevice.iops"],
    [{ volumeType: "gp4" }, "EBS-01-type rootBlockDevice.volumeType"],
    [{ volumeType: "gp3", throughput: 2_001 }, "EBS-01-throughput rootBlockDevice.throughput"],
    [{ volumeType: "gp2", iops: 3_000 }, "EBS-01-iops-ignored rootBlockDevice.iops"],
  ] as const) {
    it(`find ${JSON.stringify(disk)}`, () => {
      assert.deepEqual(instance({ rootBlockDevice: { encrypted: true, ...disk } }), [rule]);
    });
  }

  it("judge a template's disks by the same limits", () => {
    const ebs = { encrypted: "true", volumeType: "gp3", volumeSize: 10, iops: 5_001 };
    assert.deepEqual(template({ blockDeviceMappings: [{ ebs }] }), [
      "EBS-01 blockDeviceMappings[0].ebs.iops",
    ]);
  });

  it("know no limits of a disk whose type is the image's", () => {
    assert.deepEqual(instance({ rootBlockDevice: { encrypted: true, volumeSize: 60_000 } }), []);
  });

  it("find metadata of version 1, said or unsaid, and the second hop", () => {
    const rule = "SEC-EC2-metadata metadataOptions.httpTokens";
    assert.deepEqual(instance({ metadataOptions: undefined }), [rule]);
    assert.deepEqual(template({ metadataOptions: { httpTokens: "optional" } }), [rule]);
    assert.deepEqual(instance({ metadataOptions: { httpEndpoint: "disabled" } }), []);
    assert.deepEqual(
      template({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } }),
      ["SEC-EC2-hops metadataOptions.httpPutResponseHopLimit"],
    );
  });

  it("count user data before they are encoded", () => {
    const [most, more] = [16_384, 16_385].map((size) => "a".repeat(size));
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    assert.deepEqual(template({ userData: base64(most) }), []);
    assert.deepEqual(template({ userData: base64(more) }), ["EC2-02-user-data userData"]);
    assert.deepEqual(instance({ userDataBase64: base64(more) }), [
      "EC2-02-user-data userDataBase64",
    ]);
    assert.deepEqual(template({ userData: "#!/bin/bash" }), ["EC2-02-encoded userData"]);
  });
});
