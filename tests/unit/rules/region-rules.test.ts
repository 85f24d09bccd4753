import assert from "node:assert/strict";
import { checkStack, stackRules, unknown, type Plain, type StackResource } from "../../../rules";
import { acm } from "../../../rules/base/types/acm";
import { cloudfront } from "../../../rules/base/types/cloudfront";
import { make } from "./service-resources";
import { environment, provider, subnet } from "./stack-region-cases";
import { from, stackOf } from "./stack";

const context = { today: "2026-11-23" };

function said(resources: readonly StackResource[], rules = /^REG-/): string[] {
  const asked = stackRules.filter(({ id }) => rules.test(id));
  return checkStack(asked, resources, context).map(
    ({ rule, urn, argument, found }) =>
      `${rule} ${urn.split("::").at(-1)} ${argument}: ${String(found)}`,
  );
}

describe("regions and zones of raw resources", () => {
  it("blame a region that does not exist once, and not its zones", () => {
    const wrong = { region: "eu-west-7", availabilityZone: "eu-west-7a" };
    assert.deepEqual(said(stackOf(provider("eu-west-7"), subnet(wrong))), [
      "REG-01 provider region: eu-west-7",
    ]);
    assert.deepEqual(said(stackOf(provider("eu-west-1"), subnet(wrong))), [
      "REG-01 subnet region: eu-west-7",
    ]);
  });

  it("are looked for wherever an argument names them", () => {
    const group = make("aws:autoscaling/group:Group")("group", {
      region: "eu-west-1",
      availabilityZones: ["eu-west-1a", "eu-west-1z", "us-east-1a", unknown],
    });
    const nat = make("aws:ec2/natGateway:NatGateway")("nat", {
      availabilityZoneAddresses: [{ availabilityZone: "eu-west-7a" }],
    });
    const table = make("aws:dynamodb/table:Table")("table", {
      region: "eu-west-1",
      replicas: [{ regionName: "eu-west-2" }, { regionName: "eu-west-7" }],
    });
    const peering = make("aws:ec2/vpcPeeringConnection:VpcPeeringConnection")("peering", {
      peerRegion: "eu-east-1",
    });
    assert.deepEqual(said(stackOf(group, nat, table, peering)), [
      "REG-01 table replicas[1].regionName: eu-west-7",
      "REG-01 peering peerRegion: eu-east-1",
      "REG-01-zone group availabilityZones[1]: eu-west-1z",
      "REG-01-zone group availabilityZones[2]: us-east-1a",
      "REG-01-zone nat availabilityZoneAddresses[0].availabilityZone: eu-west-7a",
    ]);
    assert.deepEqual(said(stackOf(subnet({ availabilityZone: "eu-west-1" }))), [
      "REG-01-zone subnet availabilityZone: eu-west-1",
    ]);
  });

  it("are right where the list does not reach: local zones, ids, closed and newer regions", () => {
    const newer = { newerRegions: { "eu-west-9": ["a"], "eu-west-1": ["d"] } };
    const right = [
      [subnet({ region: "us-west-2", availabilityZone: "us-west-2-lax-1a" })],
      [subnet({ region: "eu-west-1", availabilityZone: "euw1-az1" })],
      [subnet({ region: "eu-west-1", availabilityZone: unknown })],
      [subnet({ region: unknown, availabilityZone: "us-east-1f" })],
      [provider("us-iso-east-1"), subnet({ availabilityZone: "us-iso-east-1a" })],
      [
        environment(newer),
        provider("eu-west-9"),
        subnet({ region: "eu-west-9", availabilityZone: "eu-west-9a" }),
      ],
      [environment(newer), subnet({ region: "eu-west-1", availabilityZone: "eu-west-1d" })],
    ];
    for (const described of right) assert.deepEqual(said(stackOf(...described)), []);
  });
});

describe("other partitions", () => {
  it("are refused beside components, of providers and of resources", () => {
    const queue = make("strata:decoupling:Queue")("jobs");
    for (const region of ["us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1"]) {
      assert.deepEqual(said(stackOf(provider(region), subnet({ region }), queue)), [
        `REG-02 provider region: ${region}`,
      ]);
      assert.deepEqual(said(stackOf(provider("eu-west-1"), subnet({ region }), queue)), [
        `REG-02 subnet region: ${region}`,
      ]);
      assert.deepEqual(said(stackOf(provider(region), subnet({ region }))), [], "raw alone");
    }
  });
});

describe("the region of a distribution's certificate", () => {
  const certified = (region: Plain, ...providers: string[]) =>
    said(
      stackOf(
        ...providers.map((home, i) => ({ ...provider(home), name: `provider-${i}` })),
        make(acm.certificate)("certificate", region === undefined ? {} : { region }),
        make(cloudfront.distribution)("cdn", {
          viewerCertificate: from("certificate", { acmCertificateArn: unknown }),
        }),
      ),
      /^CF-01-region$/,
    ).length;

  it("is its provider's where it is not known", () => {
    for (const region of [undefined, unknown] as const) {
      assert.equal(certified(region, "eu-west-1"), 1);
      assert.equal(certified(region, "us-east-1"), 0);
      assert.equal(certified(region, "eu-west-1", "us-east-1"), 0, "either may be its own");
      assert.equal(certified(region), 0);
    }
    assert.equal(certified("us-east-1", "eu-west-1"), 0);
  });
});
