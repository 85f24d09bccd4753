import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { foreignWearer } from "../../../../components/wiring/address-wearer";

const id = "eni-0123456789abcdef0";
const gateway = "nat-0123456789abcdef0";

/** What AWS says of the interface that has the address, and of the gateway behind it. */
async function wearer(
  interfaces: Readonly<Record<string, object>>,
  gateways: Readonly<Record<string, object>> = {},
  networkInterfaceId = id,
  balancers: Readonly<Record<string, object>> = {},
): Promise<string | undefined> {
  const known: Record<string, Readonly<Record<string, object>>> = {
    "aws:ec2/getNetworkInterface:getNetworkInterface": interfaces,
    "aws:ec2/getNatGateway:getNatGateway": gateways,
    "aws:lb/getLoadBalancer:getLoadBalancer": balancers,
  };
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
      call: ({ token, inputs }) => {
        const found = known[token]?.[String(inputs.id ?? inputs.name)] as object | undefined;
        if (!found) {
          throw new Error(`no matching ${token}`);
        }
        return found;
      },
    },
    "gallery",
    "prod",
  );
  return foreignWearer({ networkInterfaceId }, {});
}

const card = (tags: object) => ({ [id]: { description: "Way out", tags } });
const ofGateway = { [id]: { description: `Interface for NAT Gateway ${gateway}`, tags: {} } };

describe("foreignWearer", () => {
  it("has nothing to say of an address that is free, or whose wearer has no interface", async () => {
    assert.equal(await wearer({}, {}, ""), undefined);
  });

  it("knows what this stack wears, also where a transform took a tag away", async () => {
    for (const tags of [
      { Project: "gallery", Stack: "prod", Layer: "network" },
      { Stack: "prod" },
      { Project: "gallery" },
      { Layer: "network" }, // without an environment
    ]) {
      assert.equal(await wearer(card(tags)), undefined);
      assert.equal(await wearer(ofGateway, { [gateway]: { tags } }), undefined);
    }
  });

  it("asks a load balancer whose it is: its interfaces have no tags", async () => {
    const card = { [id]: { description: "ELB net/entrance-1a2b3c4/0123456789abcdef", tags: {} } };
    const balancer = (tags: object) => wearer(card, {}, id, { "entrance-1a2b3c4": { tags } });
    assert.equal(await balancer({ Project: "gallery", Stack: "prod" }), undefined);
    assert.equal(
      await balancer({ Project: "gallery", Stack: "staging" }),
      "load balancer entrance-1a2b3c4 (project gallery, stack staging)",
    );
  });

  it("names what another stack wears, or something that is none of ours", async () => {
    const tags = { Name: "egress-eu-west-1a", Project: "gallery", Stack: "staging" };
    assert.equal(
      await wearer(ofGateway, { [gateway]: { tags } }),
      `NAT gateway ${gateway} (egress-eu-west-1a, project gallery, stack staging)`,
    );
    assert.equal(await wearer(card({})), `network interface ${id} (Way out)`);
    assert.equal(await wearer(ofGateway, { [gateway]: { tags: {} } }), `NAT gateway ${gateway}`);
  });

  it("leaves it to AWS where it can't look the wearer up", async () => {
    assert.equal(await wearer({}), undefined);
    assert.equal(await wearer(ofGateway), undefined);
  });
});
