/** AWS's answers to what is there already. */
import assert from "node:assert/strict";
import {
  collisions,
  displacedBy,
  LiveResource,
  refusalToCreate,
  refusalToDelete,
} from "../../../cloud-model/conflicts";

let count = 0;

function live(type: string, values: LiveResource["values"], region = "eu-west-1"): LiveResource {
  count += 1;
  return { type, id: `id-${count}`, region, values };
}

const codeOf = (candidate: LiveResource, ...others: LiveResource[]) =>
  refusalToCreate(candidate, others)?.code;

const same = (type: string, values: LiveResource["values"]) =>
  [live(type, values), live(type, values)] as const;

describe("conflicts", () => {
  const twice: [code: string, type: string, values: LiveResource["values"]][] = [
    ["BucketAlreadyOwnedByYou", "aws:s3/bucket:Bucket", { bucket: "b" }],
    ["EntityAlreadyExists", "aws:iam/role:Role", { name: "r" }],
    ["ResourceConflictException", "aws:lambda/function:Function", { name: "f" }],
    ["ResourceInUseException", "aws:dynamodb/table:Table", { name: "t" }],
    [
      "RouteAlreadyExists",
      "aws:ec2/route:Route",
      { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" },
    ],
    [
      "RouteAlreadyExists",
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      { routeTableIds: ["rtb-1"], serviceName: "com.amazonaws.eu-west-1.s3" },
    ],
    [
      "Resource.AlreadyAssociated",
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      { subnetId: "subnet-1", routeTableId: "rtb-1" },
    ],
    ["InvalidParameterValue", "aws:ec2/internetGateway:InternetGateway", { vpcId: "vpc-1" }],
    [
      "InvalidPermission.Duplicate",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      {
        securityGroupId: "sg-1",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "10.0.0.0/8",
      },
    ],
    [
      "CNAMEAlreadyExists",
      "aws:cloudfront/distribution:Distribution",
      { aliases: ["www.example.com"] },
    ],
    ["InvalidChangeBatch", "aws:route53/record:Record", { zoneId: "Z1", name: "www", type: "A" }],
    [
      "InvalidSubnet.Conflict",
      "aws:ec2/subnet:Subnet",
      { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" },
    ],
  ];
  for (const [code, type, values] of twice) {
    it(`the same ${type} twice: ${code}`, () => {
      assert.equal(codeOf(...same(type, values)), code);
      assert.equal(codeOf(live(type, values)), undefined);
    });
  }

  it("an address is worn by one thing at a time, whatever its kind", () => {
    const zonal = live("aws:ec2/natGateway:NatGateway", { allocationId: "eipalloc-1" });
    const regional = live("aws:ec2/natGateway:NatGateway", {
      availabilityZoneAddresses: [{ allocationIds: ["eipalloc-2", "eipalloc-1"] }],
    });
    const balancer = live("aws:lb/loadBalancer:LoadBalancer", {
      name: "nlb",
      subnetMappings: [{ subnetId: "subnet-1", allocationId: "eipalloc-1" }],
    });
    const instance = live("aws:ec2/eipAssociation:EipAssociation", { allocationId: "eipalloc-1" });
    for (const other of [regional, balancer, instance]) {
      assert.equal(codeOf(other, zonal), "Resource.AlreadyAssociated");
    }
    const free = live("aws:ec2/natGateway:NatGateway", { allocationId: "eipalloc-3" });
    assert.equal(codeOf(free, zonal, regional), undefined);
  });

  it("an association takes an address from another one without a word, and from nothing else", () => {
    const wears = (id: string, allocationId = "eipalloc-1") => ({
      ...live("aws:ec2/eipAssociation:EipAssociation", { allocationId }),
      id,
    });
    const [first, second, apart] = [wears("a"), wears("b"), wears("c", "eipalloc-2")];
    assert.equal(codeOf(second, first, apart), undefined);
    assert.deepEqual(displacedBy(second, [first, apart]), [first]);
    const gateway = live("aws:ec2/natGateway:NatGateway", { allocationId: "eipalloc-1" });
    assert.equal(codeOf(second, gateway), "Resource.AlreadyAssociated");
    assert.equal(codeOf(gateway, first), "Resource.AlreadyAssociated");
    assert.deepEqual(displacedBy(gateway, [first]), []);
    // Both in one program are found all the same.
    const [{ refusal, message }, ...more] = collisions([first, second, apart]);
    assert.deepEqual([refusal, more], [undefined, []]);
    assert.match(message, /the second takes the address from the first/);
  });

  it("names repeat from region to region, but not a role's or a bucket's", () => {
    const here = (type: string, values: LiveResource["values"]) => live(type, values, "eu-west-1");
    const there = (type: string, values: LiveResource["values"]) => live(type, values, "us-east-1");
    const [table, role, bucket] = [
      "aws:dynamodb/table:Table",
      "aws:iam/role:Role",
      "aws:s3/bucket:Bucket",
    ];
    assert.equal(codeOf(here(table, { name: "x" }), there(table, { name: "x" })), undefined);
    assert.equal(
      codeOf(here(role, { name: "x" }), there(role, { name: "X" })),
      "EntityAlreadyExists",
    );
    assert.equal(
      codeOf(here(bucket, { bucket: "x" }), there(bucket, { bucket: "x" })),
      "BucketAlreadyOwnedByYou",
    );
  });

  it("subnets that share addresses conflict, neighbours do not", () => {
    const subnet = (cidrBlock: string, vpcId = "vpc-1") =>
      live("aws:ec2/subnet:Subnet", { vpcId, cidrBlock });
    assert.equal(codeOf(subnet("10.0.16.0/24"), subnet("10.0.16.0/20")), "InvalidSubnet.Conflict");
    assert.equal(codeOf(subnet("10.0.32.0/20"), subnet("10.0.16.0/20")), undefined);
    assert.equal(codeOf(subnet("10.0.16.0/20"), subnet("10.0.16.0/20", "vpc-2")), undefined);
  });

  it("quotas count per region, and per role or group where AWS does; they can be raised", () => {
    const eips = (number: number, region?: string) =>
      Array.from({ length: number }, () => live("aws:ec2/eip:Eip", { domain: "vpc" }, region));
    const [sixth] = eips(1);
    assert.equal(codeOf(sixth, ...eips(5)), "AddressLimitExceeded");
    assert.equal(codeOf(sixth, ...eips(4), ...eips(3, "us-east-1")), undefined);
    assert.equal(refusalToCreate(sixth, eips(5), { AddressLimitExceeded: 6 }), undefined);

    const attached = (role: string, number: number) =>
      live("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role, policyArn: `p${number}` });
    const ten = Array.from({ length: 10 }, (_, number) => attached("worker", number));
    assert.equal(codeOf(attached("worker", 11), ...ten), "LimitExceeded");
    assert.equal(codeOf(attached("other", 11), ...ten), undefined);
  });

  it("a group of protected servers can't be deleted, but by force", () => {
    const deleted = (values: LiveResource["values"]) =>
      refusalToDelete(live("aws:autoscaling/group:Group", values), [])?.code;
    assert.equal(deleted({ protectFromScaleIn: true }), "ResourceInUse");
    assert.equal(deleted({ protectFromScaleIn: true, forceDelete: false }), "ResourceInUse");
    assert.equal(deleted({ protectFromScaleIn: true, forceDelete: true }), undefined);
    assert.equal(deleted({}), undefined);
  });

  it("what others stand in can't be deleted", () => {
    const vpc = live("aws:ec2/vpc:Vpc", {});
    const subnet = live("aws:ec2/subnet:Subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    const role = live("aws:iam/role:Role", { name: "worker" });
    const policy = live("aws:iam/rolePolicy:RolePolicy", { role: "worker" });
    const address = live("aws:ec2/eip:Eip", {});
    const nat = live("aws:ec2/natGateway:NatGateway", { allocationId: address.id });
    assert.equal(refusalToDelete(vpc, [vpc, subnet])?.code, "DependencyViolation");
    assert.equal(refusalToDelete(role, [role, policy])?.code, "DeleteConflict");
    assert.equal(refusalToDelete(address, [address, nat])?.code, "InvalidIPAddress.InUse");
    assert.equal(refusalToDelete(vpc, [vpc, role]), undefined);
    assert.equal(refusalToDelete(role, [role]), undefined);
  });
});
