import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Zone } from "../../../../components/dns";
import { exportedZone } from "../../../../components/dns/parent-zone";
import { record, refusal, valueOf } from "../record";

const domain = "staging.example.com";

describe("Zone", () => {
  it("makes a zone that outlives its stack", async () => {
    const options: pulumi.CustomResourceOptions[] = [];
    const { made, inputs, count } = await recordZone(
      () =>
        new Zone("zone", {
          domain,
          transform: { zone: (_args, opts) => void options.push(opts) },
        }),
    );
    const zone = inputs<aws.route53.ZoneArgs>(aws.route53.Zone, "zone");
    assert.equal(zone.name, domain);
    assert.equal(zone.forceDestroy, false);
    assert.deepEqual(zone.tags, { Layer: "dns" });
    assert.equal(options[0].protect, true);
    assert.equal(options[0].retainOnDelete, true);
    assert.equal((await valueOf(made.nameServers)).length, 4);
    assert.match(await valueOf(made.zoneId), /^Z/);
    assert.equal(count(aws.route53.Record), 0);
    assert.deepEqual(made.ready, []);
  });

  it("lets a disposable zone go, with the records in it", async () => {
    const options: pulumi.CustomResourceOptions[] = [];
    const { inputs } = await recordZone(
      () =>
        new Zone("zone", {
          domain,
          disposable: true,
          transform: { zone: (_args, opts) => void options.push(opts) },
        }),
    );
    assert.equal(inputs<aws.route53.ZoneArgs>(aws.route53.Zone, "zone").forceDestroy, true);
    assert.equal(options[0].protect, undefined);
  });

  it("is delegated by a zone id", async () => {
    const { made, inputs } = await recordZone(
      () => new Zone("zone", { domain, parent: "Z0123456789PARENT" }),
    );
    const delegation = inputs<aws.route53.RecordArgs>(aws.route53.Record, "zone-delegation");
    assert.equal(delegation.zoneId, "Z0123456789PARENT");
    assert.equal(delegation.name, domain);
    assert.equal(delegation.type, "NS");
    assert.equal(delegation.ttl, 3600);
    assert.deepEqual(delegation.records, await valueOf(made.nameServers));
    assert.equal(made.ready.length, 1);
  });

  it("is delegated by the zone another stack exports", async () => {
    const { inputs } = await recordZone(() => new Zone("zone", { domain, parent: "strata/prod" }), {
      dns: { zoneId: "Z0123456789PARENT", domain: "example.com" },
    });
    const reference = inputs<{ name: string }>("pulumi:pulumi:StackReference", "zone-parent");
    assert.equal(reference.name, "organization/strata/prod");
    const delegation = inputs<aws.route53.RecordArgs>(aws.route53.Record, "zone-delegation");
    assert.equal(delegation.zoneId, "Z0123456789PARENT");
  });

  it("adds to a zone that exists, and makes none", async () => {
    const { made, count } = await recordZone(() =>
      Zone.existing("zone", { zoneId: "Z0123456789EXISTS", domain }),
    );
    assert.equal(count(aws.route53.Zone), 0);
    assert.equal(await valueOf(made.zoneId), "Z0123456789EXISTS");
    assert.ok(Array.isArray(await valueOf(made.nameServers)));
  });

  it("contains its domain and what is under it", async () => {
    const { made } = await recordZone(() => new Zone("zone", { domain }));
    assert.equal(made.contains(domain), true);
    assert.equal(made.contains(`*.${domain}`), true);
    assert.equal(made.contains("example.com"), false);
    assert.equal(made.contains(`not${domain}`), false);
  });

  const refusals: [what: string, args: ConstructorParameters<typeof Zone>[1], message: RegExp][] = [
    [
      "a URL as domain",
      { domain: "https://example.com" },
      /domain is "https:\/\/example.com".*\n.*without scheme/,
    ],
    ["a domain with a final dot", { domain: "example.com." }, /domain is "example.com\."/],
    [
      "a malformed zone id",
      { domain, zoneId: "/hostedzone/Z1" },
      /zoneId is "\/hostedzone\/Z1".*\n.*without \/hostedzone\//,
    ],
    [
      "a malformed parent",
      { domain, parent: "organization/strata/prod" },
      /parent is "organization\/strata\/prod".*\n.*write it like strata\/prod/,
    ],
    [
      "a parent of a zone that exists",
      { domain, parent: "Z1", zoneId: "Z2" },
      /parent is "Z1"; allowed: no parent together with zoneId/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what}`, async () =>
      assert.match(await refusal(() => new Zone("zone", args)), message));
  }
});

describe("the zone that a stack exports", () => {
  const stack = "organization/strata/prod";

  it("is taken where our domain is under its own", () =>
    assert.deepEqual(
      exportedZone(stack, domain, { zoneId: "Z1", domain: "example.com", more: 1 }),
      {
        zoneId: "Z1",
        domain: "example.com",
      },
    ));

  for (const found of [
    undefined,
    null,
    "Z1",
    {},
    { zoneId: "Z1" },
    { zoneId: 1, domain: "example.com" },
  ]) {
    it(`is refused as ${JSON.stringify(found)}`, () =>
      assert.throws(
        () => exportedZone(stack, domain, found),
        (error: Error) =>
          pulumi.RunError.isInstance(error) &&
          /output dns of stack organization\/strata\/prod is .*\n.*bring the parent stack up first/.test(
            error.message,
          ),
      ));
  }

  for (const above of ["example.org", domain, "ample.com"]) {
    it(`is refused with domain ${above}`, () =>
      assert.throws(
        () => exportedZone(stack, domain, { zoneId: "Z1", domain: above }),
        (error: Error) =>
          pulumi.RunError.isInstance(error) && error.message.includes(`has the zone of ${above};`),
      ));
  }
});

/** Methods without `this`, so that tests can take them apart. */
async function recordZone(build: () => Zone, stackOutputs: Record<string, unknown> = {}) {
  const recording = await record(build, {
    outputs: { "pulumi:pulumi:StackReference": { outputs: stackOutputs } },
  });
  return {
    made: recording.made,
    inputs: recording.inputs.bind(recording) as typeof recording.inputs,
    count: recording.count.bind(recording),
  };
}
