/** Zones that are retired, reordered and dropped, under the real engine. */
import * as assert from "node:assert/strict";
import { Environment } from "../../components/environment";
import { egressModes, Network, NetworkArgs } from "../../components/network";
import { cliOrSkip } from "./cli";
import { answerSlowly, madeAddresses, wearers } from "./fixtures/egress-account";
import { Backend, StackLife } from "./stack-life";

const [a, b, c] = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const listed = { [a]: {}, [b]: {}, [c]: {} };

describe("zones of a network", () => {
  let backend: Backend;
  let stack: StackLife;
  let args: NetworkArgs;

  beforeEach(async function () {
    backend = await Backend.start(await cliOrSkip(this));
    answerSlowly(backend);
    const program = () => {
      const parent = new Environment("dev", { region: "eu-west-1" });
      new Network("network", { ...args, flowLogs: { destination: "none" } }, { parent });
      return Promise.resolve({});
    };
    stack = await backend.stack({ project: "zones", stack: "dev", program });
  });

  afterEach(() => backend?.stop());

  const ofType = (type: string) => backend.cloud.live.filter((resource) => resource.type === type);
  const subnets = () =>
    ofType("aws:ec2/subnet:Subnet")
      .map(({ id, values }) => `${id} ${String(values.cidrBlock)}`)
      .sort();
  const routes = () =>
    ofType("aws:ec2/route:Route")
      .map(({ name }) => name)
      .filter((name) => name.startsWith("network-egress-"))
      .sort();

  async function become(changed: Partial<NetworkArgs>) {
    args = { ...args, ...changed };
    const outcome = await stack.up();
    const again = await stack.up();
    assert.deepEqual(Object.keys(again.summary), ["same"]);
    return outcome;
  }

  for (const mode of egressModes) {
    it(`retires the first zone in one update, and takes it back, with ${mode}`, async () => {
      args = {
        zones: [a, b, c],
        egress: { mode, addresses: listed },
        interfaceEndpoints: ["sqs"],
        ipv6: true,
      };
      await stack.up();
      const before = [subnets(), madeAddresses(backend), wearers(backend), routes()];
      const { steps } = await become({ retiredZones: [a] });
      assert.deepEqual([subnets(), madeAddresses(backend)], before.slice(0, 2));
      const left = routes().filter((name) => name.includes(a));
      assert.deepEqual(left, []);
      const touched = [...steps.keys()].filter((urn) => urn.includes("awsx:ec2:Vpc$"));
      assert.deepEqual(touched, [], "what awsx made stays as it is");
      const worn = Object.values(wearers(backend));
      assert.equal(
        worn.length,
        { "per-az": 2, regional: 2, single: 1, instance: 1, none: 0 }[mode],
      );
      assert.ok(!worn.includes(`network-egress-gateway-${a}`));
      const [endpoint] = ofType("aws:ec2/vpcEndpoint:VpcEndpoint").filter(
        ({ values }) => values.vpcEndpointType === "Interface",
      );
      assert.equal((endpoint.values.subnetIds as string[]).length, 2);
      await become({ retiredZones: [] });
      assert.deepEqual([subnets(), madeAddresses(backend), wearers(backend), routes()], before);
    });
  }

  it("does not release the address of a retired zone that is not listed: the update is refused", async () => {
    args = { zones: [a, b], egress: { mode: "per-az" } };
    await stack.up();
    args = { ...args, retiredZones: [a] };
    const refused = await stack.failure(() => stack.preview());
    assert.match(refused, /network-egress-addresses-eu-west-1a.*cannot be deleted/);
    await become({ egress: { mode: "per-az", addresses: { [a]: {}, [b]: {} } } });
  });

  for (const [what, zones] of [
    ["reordered", [b, a, c]],
    ["dropped from the front", [b, c]],
  ] as const) {
    it(`says what AWS says of zones that are ${what}, and goes on once the zone is retired`, async () => {
      args = { zones: [a, b, c], egress: { mode: "per-az", addresses: listed } };
      await stack.up();
      const before = subnets();
      args = { ...args, zones };
      const refused = await stack.failure(() => stack.up());
      assert.match(refused, /InvalidSubnet\.Conflict/);
      await become({ zones: [a, b, c], retiredZones: [a] });
      assert.deepEqual(subnets(), before);
    });
  }

  it("drops the last zone in one update", async () => {
    args = { zones: [a, b, c], egress: { mode: "per-az", addresses: listed } };
    await stack.up();
    await become({ zones: [a, b] });
    assert.equal(subnets().length, 6);
  });
});
