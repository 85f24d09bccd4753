import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mocks } from "../../../cloud-model";

const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply(resolve));

describe("mocks", () => {
  const registered: string[] = [];

  before(() =>
    pulumi.runtime.setMocks(
      mocks({
        outputs: { "aws:ssm/parameter:Parameter": { version: 7 } },
        calls: { "aws:ec2/getAmi:getAmi": { id: "ami-1" } },
        onResource: ({ type, name }) => registered.push(`${type} ${name}`),
      }),
      "strata",
      "test",
    ),
  );

  it("answer with values in AWS's form, from the resource's provider", async () => {
    const provider = new aws.Provider("there", {
      region: "eu-central-1",
      allowedAccountIds: ["123456789012"],
    });
    const queue = new aws.sqs.Queue("jobs", {}, { provider });
    assert.match(await valueOf(queue.arn), /^arn:aws:sqs:eu-central-1:123456789012:jobs-/);
    const bucket = new aws.s3.Bucket("photos");
    assert.match(
      await valueOf(bucket.bucketRegionalDomainName),
      /\.s3\.eu-west-1\.amazonaws\.com$/,
    );
    assert.equal(await valueOf(bucket.id), await valueOf(bucket.bucket));
  });

  it("answer data sources", async () => {
    const { names } = await aws.getAvailabilityZones();
    assert.deepEqual(names, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.equal((await aws.ec2.getAmi({ owners: ["amazon"] })).id, "ami-1");
  });

  it("give the outputs of remote components, and tell of their children", async () => {
    const vpc = new awsx.ec2.Vpc("net", { subnetStrategy: "Auto", cidrBlock: "10.1.0.0/16" });
    assert.match(await valueOf(vpc.vpcId), /^vpc-[0-9a-f]{17}$/);
    assert.equal((await valueOf(vpc.privateSubnetIds)).length, 3);
    assert.equal(await valueOf(vpc.vpc.cidrBlock), "10.1.0.0/16");
    assert.ok(registered.includes("aws:ec2/subnet:Subnet net-private-3"));
  });

  it("let a test give outputs itself", async () => {
    const parameter = new aws.ssm.Parameter("size", { type: "String", value: "1" });
    assert.equal(await valueOf(parameter.version), 7);
  });
});
