/** The sides of the network's stack rules that their one case each does not show. */
import * as assert from "node:assert/strict";
import { checkStack, stackRules } from "../../../rules";
import { ec2 } from "../../../rules/base/types/ec2";
import { ecs } from "../../../rules/base/types/ecs";
import { strata } from "../../../rules/base/types/strata";
import {
  calling,
  endpoint,
  gatewayEndpoint,
  internet,
  ipv6,
  openGroup,
  reading,
  route,
  table,
  vpc,
  withNat,
  zone,
} from "./network-resources";
import { from, fromEach, stackOf, type Described } from "./stack";

const context = { today: "2026-11-23" };

/** What the rule says of the resources: whose, and what it found. */
function broken(id: string, ...resources: Described[]): unknown[] {
  const rules = stackRules.filter((rule) => rule.id === id);
  assert.equal(rules.length, 1);
  return checkStack(rules, stackOf(...resources), context).map(({ urn, found }) => [
    urn.split("::").at(-1),
    found,
  ]);
}

describe("NET-03-single: one way out for several zones", () => {
  const zones = ["a", "b"];
  const instance: Described = { type: ec2.networkInterface, name: "card", parent: "egress" };
  const throughInstance = zones.map((name) =>
    route(`out-${name}`, `private-table-${name}`, "networkInterfaceId", "card"),
  );
  const network = [vpc(), internet, ...zones.flatMap(zone), instance, ...throughInstance];
  const environment = (production: boolean): Described[] => [
    { type: strata.environment, name: "environment", args: { production } },
    { type: "strata:network:FixedEgress", name: "egress", parent: "environment" },
  ];

  it("is told of an instance, by its network interface", () => {
    assert.deepEqual(broken("NET-03-single", ...network), [["card", "a, b"]]);
  });

  it("is told where the environment is for production, and only there", () => {
    assert.deepEqual(broken("NET-03-single", ...environment(true), ...network), [["card", "a, b"]]);
    assert.deepEqual(broken("NET-03-single", ...environment(false), ...network), []);
  });

  it("is no matter of a network interface that nothing is routed to", () => {
    assert.deepEqual(broken("NET-03-single", vpc(), internet, ...zone("a"), instance), []);
  });
});

describe("NET-04: services that call out", () => {
  const service = (assignPublicIp: boolean, subnetName: string): Described => ({
    type: ecs.ecsService,
    name: "service",
    args: {
      networkConfiguration: {
        from: [subnetName, "group"],
        value: { assignPublicIp, subnets: ["subnet-id"], securityGroups: ["group-id"] },
      },
    },
  });
  const [group, rule] = openGroup;
  const stranded = [vpc(), internet, ...zone("a"), group, rule];

  it("need a way out of their subnets", () => {
    assert.deepEqual(broken("NET-04", ...stranded, service(false, "private-a")), [
      ["service", ["private-a"]],
    ]);
    assert.deepEqual(broken("NET-04", ...withNat, group, rule, service(false, "private-a")), []);
  });

  it("need a public address to leave by an internet gateway", () => {
    assert.deepEqual(broken("NET-04", ...stranded, service(false, "public-a")), [
      ["service", ["public-a"]],
    ]);
    assert.deepEqual(broken("NET-04", ...stranded, service(true, "public-a")), []);
  });
});

describe("NET-06: ways past the fixed addresses", () => {
  const instance: Described[] = [
    vpc(),
    internet,
    ...zone("a"),
    { type: ec2.networkInterface, name: "card" },
    route("out-a", "private-table-a", "networkInterfaceId", "card"),
  ];
  const interfaceEndpoint: Described[] = [
    { type: ec2.securityGroup, name: "before" },
    {
      ...endpoint("secrets", "com.amazonaws.eu-west-1.secretsmanager"),
      args: {
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.secretsmanager",
        securityGroupIds: fromEach("before"),
      },
    },
  ];
  const connected: Described = {
    type: ec2.egressRule,
    name: "to-secrets",
    args: { securityGroupId: from("group"), referencedSecurityGroupId: from("before") },
  };
  const [group, rule] = openGroup;

  it("are told of interface endpoints, where a caller has both", () => {
    const found = broken("NET-06", ...withNat, ...interfaceEndpoint, ...calling, connected);
    assert.deepEqual(found, [["secrets", "com.amazonaws.eu-west-1.secretsmanager"]]);
    assert.deepEqual(broken("NET-06", ...withNat, ...interfaceEndpoint, ...calling), []);
  });

  it("are no matter where the caller does not call the internet", () => {
    assert.deepEqual(broken("NET-06", ...withNat, gatewayEndpoint(), group, reading), []);
  });

  it("are told with an instance as with a gateway", () => {
    const s3 = [["s3", "com.amazonaws.eu-west-1.s3"]];
    const past = [gatewayEndpoint(), group, rule, reading];
    assert.deepEqual(broken("NET-06", ...instance, ...past), s3);
    assert.deepEqual(broken("NET-06-gateway", ...instance, ...past), s3);
    assert.deepEqual(broken("NET-06-ipv6", ...instance, table("t"), ipv6()), [["ipv6", "::/0"]]);
  });

  it("are no matter where there are no fixed addresses", () => {
    const network = [vpc(), internet, ...zone("a")];
    for (const id of ["NET-06", "NET-06-gateway", "NET-06-ipv6"]) {
      const found = broken(
        id,
        ...network,
        gatewayEndpoint(),
        ...calling,
        reading,
        table("t"),
        ipv6(),
      );
      assert.deepEqual(found, [], id);
    }
  });
});

describe("NET-04-protected: addresses that could be released", () => {
  const environment = (production: boolean): Described => ({
    type: strata.environment,
    name: "environment",
    args: { production },
  });
  const address: Described = { type: ec2.elasticIp, name: "address", parent: "environment" };
  const worn: Described = {
    type: ec2.addressAssociation,
    name: "worn",
    args: { allocationId: from("address") },
  };

  it("are told in production, also where an instance wears them", () => {
    const found = broken("NET-04-protected", environment(true), address, worn);
    assert.deepEqual(found, [["address", false]]);
    assert.deepEqual(broken("NET-04-protected", environment(false), address, worn), []);
  });

  it("are no matter where nothing leaves through them", () => {
    assert.deepEqual(broken("NET-04-protected", environment(true), address), []);
  });
});
