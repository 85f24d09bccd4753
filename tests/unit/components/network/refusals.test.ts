import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import {
  AddressArgs,
  AddressInventory,
  ExistingNetworkArgs,
  ExistingZone,
  FixedEgress,
  FixedEgressArgs,
  Network,
  NetworkArgs,
} from "../../../../components/network";
import { record, refusal } from "../record";

const region = "eu-west-1";

const inEnvironment = (args: Partial<NetworkArgs>) => () =>
  new Network(
    "network",
    { zones: ["eu-west-1a"], ...args },
    { parent: new Environment("test", { region }) },
  );

async function assertRefused(build: () => unknown, ...parts: (string | RegExp)[]): Promise<void> {
  const message = await refusal(build);
  for (const part of parts) {
    assert.ok(
      typeof part === "string" ? message.includes(part) : part.test(message),
      `${String(part)} is missing in: ${message}`,
    );
  }
}

describe("addresses that are refused", () => {
  const inventory = (addresses: Record<string, AddressArgs>) => () =>
    new AddressInventory("partner", { addresses });

  for (const allocationId of [
    "",
    "eip-0123456789abcdef0",
    "eipalloc-1",
    "eipalloc-0123456789ABCDEF0",
  ]) {
    it(`allocation id ${JSON.stringify(allocationId)}`, () =>
      assertRefused(
        inventory({ "eu-west-1a": { allocationId } }),
        `AddressInventory "partner": addresses.eu-west-1a.allocationId is ${JSON.stringify(allocationId)}; allowed: eipalloc- and 8 or 17 hexadecimal digits`,
        "fix: list them with: aws ec2 describe-addresses",
      ));
  }

  for (const publicIpv4Pool of ["", "amazon", "ipv4pool-coip-0123456789abcdef0"]) {
    it(`pool ${JSON.stringify(publicIpv4Pool)}`, () =>
      assertRefused(
        inventory({ "eu-west-1a": { publicIpv4Pool } }),
        `addresses.eu-west-1a.publicIpv4Pool is ${JSON.stringify(publicIpv4Pool)}; allowed: ipv4pool-ec2- and`,
        "fix: list them with: aws ec2 describe-public-ipv4-pools",
      ));
  }

  for (const key of ["", "a", "eu-west-1", "eu-west1a", "euw1-az1"]) {
    it(`key ${JSON.stringify(key)}`, () =>
      assertRefused(
        inventory({ [key]: {} }),
        `addresses is ${JSON.stringify(key)}; allowed: names of availability zones as keys, such as eu-west-1a`,
        "describe-availability-zones",
      ));
  }

  it("of another region than the environment's, or than the zones'", async () => {
    const egress = { mode: "single", addresses: { "eu-west-1a": {}, "us-east-1a": {} } } as const;
    const both = ['addresses is ["us-east-1a"]; allowed: zones of eu-west-1', "fix: "] as const;
    await assertRefused(inEnvironment({ egress }), ...both);
    await assertRefused(() => new Network("network", { zones: ["eu-west-1a"], egress }), ...both);
  });

  it("but not spare ones, nor ids of the older, shorter form", async () => {
    const addresses = { "eu-west-1a": { allocationId: "eipalloc-0a1b2c3d" }, "eu-west-1c": {} };
    await record(inEnvironment({ egress: { mode: "single", addresses } }));
  });
});

describe("zones that are refused", () => {
  it("of another region than the environment's", () =>
    assertRefused(
      inEnvironment({ zones: ["eu-west-1a", "eu-west-2b"] }),
      'Network "network": zones is ["eu-west-2b"]; allowed: zones of eu-west-1, the environment\'s region, such as eu-west-1a',
      "fix: name zones of that region",
    ));

  it("of two regions, where the environment's is not known", () =>
    assertRefused(
      () => new Network("network", { zones: ["eu-west-1a", "us-east-1a"] }),
      'zones is ["us-east-1a"]; allowed: zones of one region; the first is of eu-west-1',
    ));

  it("none, or one twice, for an egress of its own", async () => {
    const egress = (...names: string[]) => {
      const zones = names.map((name) => ({
        name,
        publicSubnetId: "subnet-1",
        privateRouteTableId: name,
      }));
      const args: FixedEgressArgs = {
        mode: "per-az",
        vpcId: "vpc-1",
        vpcCidrBlock: "10.0.0.0/16",
        zones,
      };
      return () => new FixedEgress("egress", args);
    };
    await assertRefused(egress(), 'FixedEgress "egress": zones is []; allowed: at least one');
    await assertRefused(
      egress("eu-west-1a", "eu-west-1a"),
      /zones is .*different names of availability zones/,
    );
    await assertRefused(egress("eu-west-1"), /zones is \["eu-west-1"\]/);
  });
});

describe("ranges that are refused", () => {
  for (const cidrBlock of ["010.0.0.0/16", "10.0.0.00/16", "10.0.0.0/016"]) {
    it(`with leading zeros, which some read as octal: ${cidrBlock}`, () =>
      assertRefused(
        inEnvironment({ cidrBlock }),
        `cidrBlock is "${cidrBlock}"; allowed: an IPv4 range`,
      ));
  }
});

describe("flow logs that are refused", () => {
  for (const bucketArn of [
    "",
    "flow-logs",
    "arn:aws:s3:eu-west-1::flow-logs",
    "arn:aws:sqs:::logs",
  ]) {
    it(`to ${JSON.stringify(bucketArn)}`, () =>
      assertRefused(
        inEnvironment({ flowLogs: { destination: "s3", bucketArn } }),
        `bucketArn is ${JSON.stringify(bucketArn)}; allowed: the ARN of a bucket, such as arn:aws:s3:::flow-logs`,
        "fix: ",
      ));
  }

  it("but not to buckets of other partitions, or that are not known yet", async () => {
    for (const bucketArn of ["arn:aws-cn:s3:::flow-logs/vpc", pulumi.output("unknown")]) {
      await record(inEnvironment({ flowLogs: { destination: "s3", bucketArn } }));
    }
  });
});

describe("interface endpoints that are refused", () => {
  it("by their whole name", () =>
    assertRefused(
      inEnvironment({ interfaceEndpoints: ["com.amazonaws.eu-west-1.sqs"] }),
      'VpcEndpoints "network-endpoints": interfaces is "com.amazonaws.eu-west-1.sqs"; allowed: the last part of an endpoint\'s name',
      'fix: write "sqs"',
    ));

  for (const name of ["", "SQS", "sqs ", "sqs_", ".sqs", "sqs."]) {
    it(`with wrong characters: ${JSON.stringify(name)}`, () =>
      assertRefused(
        inEnvironment({ interfaceEndpoints: [name] }),
        `interfaces is ${JSON.stringify(name)}; allowed: the last part of an endpoint's name, of a-z, 0-9, - and .`,
        "fix: ",
      ));
  }

  it("but one that is not known here is only warned about, with what it may have been", async () => {
    const unknown = await record(inEnvironment({ interfaceEndpoints: ["secretmanager", "sqs"] }));
    assert.equal(unknown.warnings.length, 1);
    assert.match(
      unknown.warnings[0],
      /VpcEndpoints "network-endpoints": interfaces has "secretmanager", which is no endpoint that is known here; known: .*secretsmanager/,
    );
    const known = ["ecr.api", "kms-fips", "kinesis-streams"];
    assert.deepEqual((await record(inEnvironment({ interfaceEndpoints: known }))).warnings, []);
  });
});

describe("Network.existing that is refused", () => {
  const zone: ExistingZone = {
    publicSubnetId: "subnet-p",
    privateSubnetId: "subnet-a",
    privateRouteTableId: "rtb-a",
  };
  const vpc = { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.8.0.0/16" };
  const existing = (args: Partial<ExistingNetworkArgs>) => () =>
    Network.existing(
      "shared",
      { ...vpc, zones: { "eu-west-1a": zone }, ...args },
      { parent: new Environment("test", { region }) },
    );
  const egress = { mode: "single" } as const;

  it("without zones, or with names that are none", async () => {
    await assertRefused(
      existing({ zones: {} }),
      'ExistingNetwork "shared": zones is []; allowed: at least one',
    );
    await assertRefused(existing({ zones: { a: zone } }), 'zones is ["a"]', "availability zones");
    await assertRefused(existing({ zones: { "us-east-1a": zone } }), "allowed: zones of eu-west-1");
  });

  for (const cidrBlock of [
    "",
    "10.8.0.0",
    "10.8.0.1/16",
    "10.0.0.0/8",
    "10.8.0.0/29",
    "010.8.0.0/16",
  ]) {
    it(`with range ${JSON.stringify(cidrBlock)}`, () =>
      assertRefused(
        existing({ cidrBlock }),
        `cidrBlock is ${JSON.stringify(cidrBlock)}; allowed: an IPv4 range from /16 to /28`,
      ));
  }

  it("but not with a range of /28, which a VPC may have", async () => {
    await record(existing({ cidrBlock: "10.8.0.16/28" }));
  });

  for (const address of ["", "198.51.100.7/32", "198.51.100.256", "2001:db8::1", "example.com"]) {
    it(`with public address ${JSON.stringify(address)}`, () =>
      assertRefused(
        existing({ publicIps: ["198.51.100.7", address] }),
        `publicIps is ${JSON.stringify(address)}; allowed: IPv4 addresses, such as 198.51.100.7`,
      ));
  }

  it("but not with public addresses that are not known yet", async () => {
    await record(existing({ publicIps: [pulumi.output("unknown") as unknown as string] }));
    await record(existing({ publicIps: pulumi.output(["unknown"]) }));
  });

  it("with an egress and the addresses of another", () =>
    assertRefused(
      existing({ egress, publicIps: ["198.51.100.7"] }),
      'publicIps is "set"; allowed: egress or publicIps, not both',
      "fix: remove publicIps",
    ));

  it("with two zones that share a route table, where an egress makes a route in each", async () => {
    const zones = { "eu-west-1a": zone, "eu-west-1b": zone };
    await assertRefused(
      existing({ zones, egress }),
      'zones.eu-west-1b.privateRouteTableId is "rtb-a"; allowed: a route table for each zone; zone eu-west-1a has this one',
      "fix: ",
    );
    const table = { ...zone, privateRouteTableId: pulumi.output("rtb-a") };
    await assertRefused(
      existing({ zones: { "eu-west-1a": table, "eu-west-1b": table }, egress }),
      'zones.eu-west-1b.privateRouteTableId is "the same output"',
    );
    await record(existing({ zones }));
  });

  it("with endpoints by their whole names", () =>
    assertRefused(
      existing({
        interfaceEndpoints: { services: ["com.amazonaws.eu-west-1.sqs"], securityGroupId: "sg-1" },
      }),
      'interfaceEndpoints.services is "com.amazonaws.eu-west-1.sqs"',
      'fix: write "sqs"',
    ));
});
