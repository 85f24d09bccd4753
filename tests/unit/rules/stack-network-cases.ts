import {
  calling,
  endpoint,
  gateway,
  gatewayEndpoint,
  internet,
  ipv6,
  out,
  reading,
  route,
  routed,
  subnet,
  table,
  vpc,
  withNat,
  zone,
} from "./network-resources";
import { ec2 } from "../../../rules/base/types/ec2";
import type { StackResource } from "../../../rules";
import { from, stackOf, type Described } from "./stack";
import type { StackCase } from "./stack-cases";

const address = (protect: boolean): Described => ({
  type: ec2.elasticIp,
  name: "address",
  protect,
});
const wearing: Described = {
  type: ec2.natGateway,
  name: "nat",
  args: { allocationId: from("address") },
};

export const networkStackCases: { readonly [rule: string]: StackCase } = {
  "NET-01-inside": {
    pass: stackOf(vpc(), subnet("a", "10.0.240.0/20")),
    fail: stackOf(vpc(), subnet("a", "10.1.0.0/20")),
    blamed: "a",
  },
  "NET-02-endpoint": {
    pass: stackOf(vpc(), endpoint("one", "com.amazonaws.eu-west-1.sqs"), endpoint("two", "b")),
    fail: stackOf(
      vpc(),
      endpoint("one", "com.amazonaws.eu-west-1.sqs"),
      endpoint("two", "com.amazonaws.eu-west-1.sqs"),
    ),
    blamed: "two",
  },
  "NET-03": {
    pass: stackOf(vpc(), internet, ...zone("a"), gateway("public-a")),
    fail: stackOf(vpc(), internet, ...zone("a"), gateway("private-a")),
    blamed: "nat",
  },
  "NET-03-single": {
    pass: routed(["a"]),
    fail: routed(["a", "b"]),
    blamed: "nat",
  },
  "NET-03-zone": {
    pass: crossed("a", "b"),
    fail: crossed("a", "a"),
    blamed: "out-b",
  },
  "NET-04": {
    pass: stackOf(vpc(), internet, ...zone("a"), ...calling, gateway("public-a"), out("a")),
    fail: stackOf(vpc(), internet, ...zone("a"), ...calling),
    blamed: "fn",
  },
  "NET-04-protected": {
    pass: stackOf(address(true), wearing),
    fail: stackOf(address(false), wearing),
    blamed: "address",
  },
  "NET-05-zones": {
    pass: regional(["a", "b"]),
    fail: regional(["a"]),
    blamed: "nat",
  },
  "NET-06": {
    pass: stackOf(...withNat, gatewayEndpoint(), ...calling),
    fail: stackOf(...withNat, gatewayEndpoint(), ...calling, reading),
    blamed: "s3",
  },
  "NET-06-gateway": {
    pass: stackOf(vpc(), gatewayEndpoint()),
    fail: stackOf(...withNat, gatewayEndpoint()),
    blamed: "s3",
  },
  "NET-06-ipv6": {
    pass: stackOf(vpc(), table("t"), ipv6()),
    fail: stackOf(...withNat, table("t"), ipv6()),
    blamed: "ipv6",
  },
};

/** A gateway in each of two zones; where the routes of both lead. */
function crossed(ofA: string, ofB: string): StackResource[] {
  const gateways = ["a", "b"].map((name) => ({
    ...gateway(`public-${name}`),
    name: `nat-${name}`,
  }));
  const leads = (name: string, to: string) =>
    route(`out-${name}`, `private-table-${name}`, "natGatewayId", `nat-${to}`);
  const zones = ["a", "b"].flatMap(zone);
  return stackOf(vpc(), internet, ...zones, ...gateways, leads("a", ofA), leads("b", ofB));
}

/** One gateway for two zones, with addresses stated for some. */
function regional(stated: readonly string[]): StackResource[] {
  const availabilityZoneAddresses = stated.map((availabilityZone) => ({ availabilityZone }));
  const nat: Described = {
    type: ec2.natGateway,
    name: "nat",
    args: { availabilityMode: "regional", availabilityZoneAddresses },
  };
  return stackOf(vpc(), ...["a", "b"].flatMap(zone), nat, out("a"), out("b"));
}
