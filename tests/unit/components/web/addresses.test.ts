/** Addresses of load balancers and servers that change hands: what an update replaces, and what can't be done in one. */
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Instance } from "../../../../components/compute";
import { Environment } from "../../../../components/environment";
import { FixedEgress } from "../../../../components/network";
import { ElasticIp, ElasticIpArgs, Nlb } from "../../../../components/web";
import { comparePlans, Plan } from "../../../../preview/testing";
import { refusal } from "../record";
import { network, previewHere } from "./network-under-test";

const [a, b] = ["eu-west-1a", "eu-west-1b"];
const [x, y] = ["eipalloc-0aaaaaaaaaaaaaaaa", "eipalloc-0bbbbbbbbbbbbbbbb"];

const balancer = (name: string, inA: ElasticIpArgs = {}, inB: ElasticIpArgs = {}) =>
  previewHere(() => void new Nlb(name, { network: network(), addresses: { [a]: inA, [b]: inB } }));

const egress = (allocationId: string) =>
  previewHere(() => {
    network();
    new FixedEgress("out", {
      ...{ mode: "single", vpcId: "vpc-1", vpcCidrBlock: "10.0.0.0/16" },
      addresses: { [a]: { allocationId } },
      zones: [{ name: a, publicSubnetId: "subnet-1", privateRouteTableId: "rtb-1" }],
    });
  });

const server = (name: string, entrance: ElasticIpArgs) =>
  previewHere(() => {
    const elasticIp = new ElasticIp("entrance", entrance);
    new Instance(name, { network: network(), elasticIp, imageId: "ami-0123456789abcdef0" });
  });

const refused = (before: Plan, after: Plan) =>
  comparePlans(before, after).conflicts.map(({ code, urn, meets, fix }) => ({
    ...{ code, fix },
    who: [urn, meets].map((each) => each.split("::").at(-1)).join(" meets "),
  }));

describe("an address of the web layer", () => {
  it("that was brought in goes from one wearer to the next in one update", async () => {
    const [old, renamed] = [
      await balancer("old", { allocationId: x }, { allocationId: y }),
      await balancer("new", { allocationId: x }, { allocationId: y }),
    ];
    const swapped = await balancer("old", { allocationId: y }, { allocationId: x });
    for (const [before, after] of [
      [old, renamed],
      [old, swapped],
      [old, await egress(x)],
      [await egress(x), old],
    ]) {
      assert.deepEqual(refused(before, after), []);
    }
    const replaced = comparePlans(old, swapped).replace.map(({ urn }) => urn.split("::").at(-1));
    assert.ok(replaced.includes("old"), replaced.join());
  });

  it("goes with a server that has another name, and is not touched by what else changes", async () => {
    for (const entrance of [{}, { allocationId: x }]) {
      const before = await server("old", entrance);
      assert.deepEqual(refused(before, await server("new", entrance)), []);
      assert.deepEqual(comparePlans(before, await server("old", entrance)).replace, []);
    }
  });

  it("that a load balancer made can't leave with it in one update: it is named, with the steps", async () => {
    const before = await balancer("old");
    const made = before.get(aws.ec2.Eip, `old-address-${a}`).outputs.allocationId;
    const [conflict] = refused(before, await egress(String(made)));
    assert.equal(conflict.code, "Resource.AlreadyAssociated");
    assert.equal(conflict.who, `out-gateway-${a} meets old`);
    assert.match(conflict.fix, /in two updates: first let go of the address/);
  });

  it("is brought in once", async () => {
    const twice = () => {
      const parent = new Environment("dev", { region: "eu-west-1" });
      for (const name of ["one", "two"]) {
        new ElasticIp(name, { allocationId: x }, { parent });
      }
    };
    assert.match(await refusal(twice), /ElasticIp "one" of this environment has; allowed: each/);
  });
});
