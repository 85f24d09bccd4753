/**
 * What few pick, under the engine: a warehouse, a cache in front of a table, a cluster of EMR, jobs on servers. What is
 * changed in place stays, what AWS can't change makes way in the right order, and what holds data is left at the end.
 */
import * as assert from "node:assert/strict";
import { Batch, EmrCluster } from "../../components/compute";
import { Bucket, Dax, Lake, Table, Warehouse } from "../../components/data";
import { Environment } from "../../components/environment";
import { Network } from "../../components/network";
import { titles, useStack } from "./one-stack";

interface Version {
  readonly baseCapacity: number;
  readonly ttl: number;
  readonly nodeType: string;
  readonly max: number;
  readonly servers?: { readonly disk: number };
}

const first: Version = { baseCapacity: 8, ttl: 300, nodeType: "dax.t3.small", max: 4 };
const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/jobs@sha256:${"a".repeat(64)}`;

/** All of them, in one version. */
function littleUsed({ baseCapacity, ttl, nodeType, max, servers }: Version): void {
  const place = { region: "eu-west-1", account: "123456789012" };
  const inside = { parent: new Environment("e", { ...place, encryption: "customer-managed" }) };
  const network = new Network("network", { zones, egress: { mode: "single" } }, inside);
  const disposable = true;
  const clicks = new Lake("clicks", { columns: { page: "string" }, disposable }, inside);
  const loads = [clicks.load()];
  new Warehouse("reports", { network, loads, baseCapacity, egress: true }, inside);
  const photos = new Table("photos", { hashKey: "id", disposable }, inside);
  new Dax("cache", { network, tables: [photos], nodeType, ttl: { items: ttl } }, inside);
  const logs = new Bucket("logs", { purpose: "logs", disposable }, inside);
  const certificates = {
    location: "s3://certificates/emr.zip",
    access: logs.read("emr.zip"),
  };
  new EmrCluster("lab", { network, logs, certificates, max, spot: true }, inside);
  new Batch("jobs", { network, image, cpu: 1_024, memory: 2_048, servers }, inside);
}

describe("what few pick", () => {
  let version = first;

  const test = useStack("little", "dev", () => littleUsed(version));

  const changed = async (to: Partial<Version>) => {
    version = { ...version, ...to };
    return titles((await test.stack.up()).steps);
  };

  it("comes up, and stays as it is", async () => {
    const { steps } = await test.stack.up();
    assert.ok([...steps.values()].every((step) => step === "create"));
    assert.deepEqual([...(await test.stack.up()).steps], []);
    assert.deepEqual([...(await test.stack.refresh()).steps], []);
  });

  it("grows a warehouse in place", async () => {
    assert.deepEqual(await changed({ baseCapacity: 16 }), [
      "update aws:redshiftserverless/workgroup:Workgroup::reports",
    ]);
  });

  it("gives a cache other times by another group, and empties it for another class alone", async () => {
    assert.deepEqual(await changed({ ttl: 60 }), [
      "replace aws:dax/parameterGroup:ParameterGroup::cache-parameters",
      "update aws:dax/cluster:Cluster::cache",
    ]);
    // Its name is taken until the old one is gone: the stub refuses a second one as DAX does.
    const steps = await changed({ nodeType: "dax.r5.large" });
    assert.ok(steps.includes("replace aws:dax/cluster:Cluster::cache"), steps.join());
    assert.equal(live("aws:dax/cluster:Cluster").length, 1);
  });

  it("sets another bound for a cluster's nodes, which makes no other cluster", async () => {
    assert.deepEqual(await changed({ max: 8 }), [
      "replace aws:emr/managedScalingPolicy:ManagedScalingPolicy::lab-scaling",
    ]);
    assert.equal(live("aws:emr/managedScalingPolicy:ManagedScalingPolicy").length, 1);
  });

  it("moves a queue to servers before the tasks' compute environment goes, and changes servers in place", async () => {
    const steps = await changed({ servers: { disk: 30 } });
    const environment = "aws:batch/computeEnvironment:ComputeEnvironment";
    for (const step of [
      `create ${environment}::jobs-servers`,
      "update aws:batch/jobQueue:JobQueue::jobs-queue",
      `delete ${environment}::jobs-capacity`,
    ]) {
      assert.ok(steps.includes(step), `${step} in ${steps.join(", ")}`);
    }
    const larger = await changed({ servers: { disk: 60 } });
    assert.ok(
      larger.includes("update aws:ec2/launchTemplate:LaunchTemplate::jobs-server-template"),
    );
    assert.ok(
      larger.every((step) => step.startsWith("update ")),
      larger.join(),
    );
    assert.deepEqual(await changed({}), []);
  });

  it("leaves the rows of the warehouse, and nothing else but keys and addresses", async () => {
    assert.match(
      await test.stack.failure(() => test.stack.destroy()),
      /namespace:Namespace::reports/,
    );
    await test.stack.unprotectAll();
    await test.stack.destroy();
    const left = test.backend.cloud.live
      .map(({ type }) => type)
      .filter((type) => !/^aws:(kms|ec2\/eip:)/.test(type));
    assert.deepEqual(left, ["aws:redshiftserverless/namespace:Namespace"]);
  });

  function live(type: string) {
    return test.backend.cloud.live.filter((each) => each.type === type);
  }
});
