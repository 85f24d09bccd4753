import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { PolicyStatement } from "../../../../components/contracts";
import { Dax, DaxArgs, Table } from "../../../../components/data";
import { Environment, EnvironmentArgs } from "../../../../components/environment";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";
import { network } from "./network";

type Given = Partial<DaxArgs>;

function build(args: Given = {}, environment: Partial<EnvironmentArgs> = {}, name = "photo-cache") {
  const place = { region: "eu-west-1", account: "123456789012", ...environment };
  const inside = { parent: new Environment("stack", place) };
  const table = new Table("photos", { hashKey: "userId", rangeKey: "photoId" }, inside);
  return new Dax(name, { network, tables: [table], ...args }, inside);
}
const make = (...given: Parameters<typeof build>) => record(() => build(...given));
type Recorded = Awaited<ReturnType<typeof make>>;
const clusterOf = (made: Recorded, name = "photo-cache") =>
  made.inputs<aws.dax.ClusterArgs>(aws.dax.Cluster, name);

describe("Dax", () => {
  it("speaks TLS on 9111, is encrypted where it lies, and stands in the isolated subnets", async () => {
    const made = await make();
    const cluster = clusterOf(made);
    assert.equal(cluster.clusterEndpointEncryptionType, "TLS");
    assert.deepEqual(cluster.serverSideEncryption, { enabled: true });
    assert.equal(cluster.replicationFactor, 3);
    assert.equal(clusterOf(await make({}, { production: false })).replicationFactor, 1);
    const { subnetIds } = made.inputs<aws.dax.SubnetGroupArgs>(
      aws.dax.SubnetGroup,
      "photo-cache-subnets",
    );
    assert.deepEqual(subnetIds, ["subnet-isolated-a", "subnet-isolated-b"]);
    assert.equal(made.made.read().connection?.port, 9111);
    assert.match(await valueOf(made.made.endpoint), /^daxs:\/\/[a-z0-9.-]+$/);
  });

  it("has a name of at most 20 characters, whatever it is called", async () => {
    const made = await make({}, {}, "a-cache-with-a-very-long-name");
    const { clusterName } = clusterOf(made, "a-cache-with-a-very-long-name");
    assert.match(String(clusterName), /^[a-z](-?[a-z0-9])*$/);
    assert.ok(String(clusterName).length <= 20, String(clusterName));
  });

  it("has a role that reads and writes its tables alone, with their key", async () => {
    const made = await make({}, { encryption: "customer-managed" });
    const { policy } = made.inputs<{ policy: string }>(aws.iam.RolePolicy, "photo-cache-policy");
    const { Statement } = JSON.parse(policy) as { Statement: PolicyStatement[] };
    const resources = new Set(Statement.flatMap(({ Resource }) => Resource as string | string[]));
    assert.equal(resources.size, 2, "the table and the key");
    const actions = Statement.flatMap(({ Action }) => Action as string | string[]);
    assert.ok(actions.includes("dynamodb:DescribeTable"));
    assert.ok(
      !actions.includes("dynamodb:Scan") && !actions.some((action) => action.includes("*")),
    );
    const { assumeRolePolicy } = made.inputs<{ assumeRolePolicy: string }>(
      aws.iam.Role,
      "photo-cache-role",
    );
    assert.match(assumeRolePolicy, /"dax\.amazonaws\.com"/);
  });

  it("lets readers read and writers write, on this cluster", async () => {
    const { made } = await make();
    const [reads] = made.read().statements;
    const [writes] = made.write().statements;
    assert.equal(await valueOf(reads.Resource), await valueOf(made.arn));
    assert.ok((writes.Action as string[]).length > 0);
    assert.ok(
      (writes.Action as string[]).every((action) => !(reads.Action as string[]).includes(action)),
    );
  });

  it("says times in the words of its parameter group", async () => {
    const { parameters } = (await make({ ttl: { items: 60 } })).inputs<aws.dax.ParameterGroupArgs>(
      aws.dax.ParameterGroup,
      "photo-cache-parameters",
    );
    assert.deepEqual(parameters, [
      { name: "query-ttl-millis", value: "300000" },
      { name: "record-ttl-millis", value: "60000" },
    ]);
  });

  it("goes before the one that replaces it comes, because its name is its own", async () => {
    const plan = await previewStack(() => void build());
    assert.equal(plan.get("aws:dax/cluster:Cluster", "photo-cache").deleteBeforeReplace, true);
    plan.assertNoErrors();
  });

  for (const [what, args, expected] of [
    ["no tables", { tables: [] }, /tables/],
    ["twelve nodes", { nodes: 12 }, /1 to 11/],
    ["half a second", { ttl: { queries: 0.5 } }, /ttl\.queries/],
    ["a class of another service", { nodeType: "cache.t4g.micro" }, /DAX-01/],
    ["a size that DAX lacks", { nodeType: "dax.t3.large" }, /DAX-01/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(() => build(args)), expected);
    });
  }
});
