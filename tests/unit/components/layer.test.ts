import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { DataLayer } from "../../../components/data";
import { WebLayer } from "../../../components/web";
import { layer } from "../../../components/layer";
import { Component } from "../../../components/component";
import { VirtualNetwork } from "../../../components/contracts";
import { record } from "./record";

interface CacheArgs {
  network: VirtualNetwork;
  size?: number;
}

/** Something that stands in a VPC. */
class Cache extends Component {
  readonly given: CacheArgs;
  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:data:Cache", name, args, opts);
    this.given = args;
  }
}

class CacheLayer<Named = unknown> extends layer("data:CacheLayer", { caches: Cache })<Named> {}

describe("layer()", () => {
  it("makes a component for every key of every map, whatever the order", async () => {
    const made = (keys: string[]) =>
      record(
        () =>
          new DataLayer("data", {
            tables: Object.fromEntries(keys.map((key) => [key, { hashKey: "id" }])),
          }),
      );
    const [one, other] = [await made(["a", "b"]), await made(["b", "a"])];
    const tables = one.resources.filter(({ type }) => type === "strata:data:Table");
    assert.deepEqual(
      tables.map(({ name }) => name),
      ["data-a", "data-b"],
    );
    assert.deepEqual(other.resources, one.resources);
  });

  it("types the maps by their keys, and refuses what is misspelt", () => {
    const typesOnly = () => {
      const data = new DataLayer("data", {
        tables: { photos: { hashKey: "id", attributes: { id: "N" } } },
        buckets: { originals: {} },
      });
      data.tables.photos.read();
      data.buckets.originals.read();
      // @ts-expect-error no such table
      data.tables.links.read();
      // @ts-expect-error no such kind
      new DataLayer("data", { tabels: {} });
      // @ts-expect-error no such argument
      new DataLayer("data", { buckets: { originals: { versionin: true } } });
      // @ts-expect-error no such argument, within another
      new DataLayer("data", { tables: { a: { hashKey: "", indexes: { b: { haskKey: "" } } } } });
      const network = undefined as unknown as VirtualNetwork;
      const web = new WebLayer("web", { network, loadBalancers: { inside: { internal: true } } });
      web.loadBalancers.inside.connect();
      // @ts-expect-error no such load balancer, in a layer that also holds one of something
      web.loadBalancers.outside.connect();
      // @ts-expect-error no such argument of what a layer holds one of
      new WebLayer("web", { api: { authorizr: {} } });
    };
    assert.equal(typeof typesOnly, "function"); // what counts is that it type-checks
  });

  it("is the place of what stands in a VPC and names none", async () => {
    const [ours, theirs] = [{ cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.1.0.0/16" }].map(
      (network) => network as unknown as VirtualNetwork,
    );
    const { made } = await record(
      () => new CacheLayer("l", { network: ours, caches: { a: {}, b: { network: theirs } } }),
    );
    assert.equal(made.caches.a.given.network, ours);
    assert.equal(made.caches.b.given.network, theirs);
  });
});
