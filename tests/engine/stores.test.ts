/** What holds data stays where it is under the engine, too, whatever else of the stack changes. */
import * as assert from "node:assert/strict";
import type { EncryptionProfile } from "../../components/base/environment-facts";
import { DataLayer } from "../../components/data";
import { Environment } from "../../components/environment";
import { Network } from "../../components/network";
import { useStack } from "./one-stack";

/** What somebody may change of a stack that stands. */
interface Version {
  readonly costCentre?: string;
  readonly zones?: readonly string[];
  readonly encryption?: EncryptionProfile;
  readonly larger?: boolean;
  readonly layer?: string;
  readonly formerly?: string;
}

const zones = ["eu-west-1a", "eu-west-1b"];

function program(version: Version): void {
  const { costCentre, encryption = "aws-managed", larger = false, layer = "data" } = version;
  const where = { region: "eu-west-1", account: "123456789012", production: true } as const;
  const parent = new Environment("prod", { ...where, costCentre, encryption });
  const network = new Network("network", { zones: [...(version.zones ?? zones)] }, { parent });
  new DataLayer(
    layer,
    {
      network,
      tables: { photos: { hashKey: "id", expiresAt: "gone" } },
      buckets: { originals: {} },
      fileSystems: { shared: { network } },
      volumes: { disk: { zone: "eu-west-1a", size: larger ? 200 : 100 } },
      caches: { sessions: { network, nodeType: larger ? "cache.t4g.small" : "cache.t4g.micro" } },
      databases: {
        orders: { network, engine: "postgres", allocatedStorage: larger ? 50 : 20 },
      },
      clusters: {
        accounts: { network, engine: "postgres", capacity: { maximum: larger ? 8 : 4 } },
      },
      searches: { found: { network, zoneCount: 2, volumeSize: larger ? 40 : 20 } },
    },
    {
      parent,
      ...(version.formerly === undefined ? {} : { aliases: [{ name: version.formerly }] }),
    },
  );
}

const stores = [
  "dynamodb/table:Table",
  "s3/bucket:Bucket",
  "efs/fileSystem:FileSystem",
  "ebs/volume:Volume",
  "elasticache/replicationGroup:ReplicationGroup",
  "rds/instance:Instance",
  "rds/cluster:Cluster",
  "rds/clusterInstance:ClusterInstance",
  "opensearch/domain:Domain",
].map((type) => `aws:${type}`);

/** One after the other, each on top of the last. */
const changes: Readonly<Record<string, Version>> = {
  "a tag": { costCentre: "accounting" },
  "a zone more": { zones: [...zones, "eu-west-1c"] },
  "larger sizes": { larger: true },
  "keys of one's own": { encryption: "customer-managed" },
  "another name of the layer": { layer: "stores", formerly: "data" },
};

describe("stores under the engine", () => {
  let version: Version = {};

  const test = useStack("stores", "prod", () => program(version));
  before(async () => {
    await test.stack.up();
  });

  const ids = () =>
    test.backend.cloud.live
      .filter(({ type }) => stores.includes(type))
      .map(({ type, id }) => `${type} ${id}`)
      .sort();

  it("are of every kind that this test speaks of", () => {
    const kinds = new Set(ids().map((each) => each.split(" ")[0]));
    assert.deepEqual([...kinds].sort(), [...stores].sort());
  });

  for (const [what, change] of Object.entries(changes)) {
    it(`stay with ${what}`, async () => {
      const before = ids();
      version = { ...version, ...change };
      const { steps } = await test.stack.up();
      assert.ok([...steps].some(([, step]) => step !== "same"));
      const moved = [...steps].filter(
        ([urn, step]) =>
          /replace|delete/.test(step) && stores.includes(urn.split("::")[2].split("$").pop() ?? ""),
      );
      assert.deepEqual(moved, []);
      assert.deepEqual(ids(), before);
    });
  }
});
