import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { PolicyStatement } from "../../../../components/contracts";
import { Search, SearchArgs } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { record, valueOf } from "../record";
import { network } from "./network-under-test";

const make = (args: Partial<SearchArgs> = {}, production = true) =>
  record(() => {
    const place = { region: "eu-west-1", account: "123456789012" };
    const parent = new Environment("stack", { ...place, production });
    return new Search("search", { network, ...args }, { parent });
  });
const domainOf = async (args: Partial<SearchArgs> = {}, production = true) =>
  (await make(args, production)).inputs<aws.opensearch.DomainArgs>(aws.opensearch.Domain, "search");

describe("Search", () => {
  it("is encrypted everywhere, in the VPC, with fine-grained access and every log", async () => {
    const domain = await domainOf();
    assert.deepEqual(domain.encryptAtRest, { enabled: true });
    assert.deepEqual(domain.nodeToNodeEncryption, { enabled: true });
    assert.deepEqual(domain.domainEndpointOptions, {
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
    });
    const security = domain.advancedSecurityOptions as unknown as Record<string, unknown>;
    assert.deepEqual([security.enabled, security.internalUserDatabaseEnabled], [true, false]);
    assert.deepEqual((domain.vpcOptions as { subnetIds: string[] }).subnetIds, [
      "subnet-isolated-a",
      "subnet-isolated-b",
    ]);
    assert.deepEqual(
      (domain.logPublishingOptions as { logType: string }[]).map(({ logType }) => logType).sort(),
      ["AUDIT_LOGS", "ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"],
    );
  });

  it("stands in every zone with masters of its own in production, on one small node elsewhere", async () => {
    assert.deepEqual((await domainOf()).clusterConfig, {
      instanceType: "m7g.large.search",
      instanceCount: 2,
      zoneAwarenessEnabled: true,
      zoneAwarenessConfig: { availabilityZoneCount: 2 },
      dedicatedMasterEnabled: true,
      dedicatedMasterType: "m7g.large.search",
      dedicatedMasterCount: 3,
    });
    const small = await domainOf({}, false);
    assert.deepEqual(small.clusterConfig, {
      instanceType: "t3.small.search",
      instanceCount: 1,
      zoneAwarenessEnabled: false,
      dedicatedMasterEnabled: false,
    });
    assert.deepEqual(small.autoTuneOptions, { desiredState: "DISABLED" });
    assert.equal((small.vpcOptions as { subnetIds: string[] }).subnetIds.length, 1);
  });

  it("is used by who was granted an index, and by nobody of another account", async () => {
    const recording = await make();
    const { accessPolicies } = recording.inputs<{ accessPolicies: string }>(
      aws.opensearch.DomainPolicy,
      "search-policy",
    );
    const { Statement } = JSON.parse(accessPolicies) as { Statement: PolicyStatement[] };
    assert.deepEqual(
      Statement.map(({ Principal }) => Principal),
      [{ AWS: "123456789012" }],
    );
    const arn = await valueOf(recording.made.domainArn);
    const [get, ask] = recording.made.read("photos").statements;
    assert.deepEqual(get.Action, ["es:ESHttpGet", "es:ESHttpHead"]);
    assert.deepEqual(await valueOf(pulumi.output(get.Resource)), [
      `${arn}/photos`,
      `${arn}/photos/*`,
    ]);
    assert.deepEqual(ask.Action, ["es:ESHttpPost"]);
    assert.ok(
      ((await valueOf(pulumi.output(ask.Resource))) as string[]).every((path) =>
        /\/photos\/_(search|msearch|count|mget)$/.test(path),
      ),
    );
    const writing = recording.made.write("photos").statements.flatMap(({ Action }) => Action);
    assert.deepEqual(writing, ["es:ESHttpPost", "es:ESHttpPut"]);
    assert.equal(recording.made.read("photos").connection?.port, 443);
  });

  it("has an alarm when a quarter of a node's disk is left, while it still takes writes", async () => {
    const storage = async (args: Partial<SearchArgs>) =>
      (await make(args)).made.alarmDefinitions().find(({ name }) => name === "storage");
    const { metricName, statistic, comparison, threshold } = (await storage({})) ?? {};
    assert.deepEqual(
      [metricName, statistic, comparison, threshold],
      ["FreeStorageSpace", "Minimum", "LessThanOrEqualToThreshold", 5_120],
    );
    assert.equal((await storage({ volumeSize: 100 }))?.threshold, 25_600);
  });

  it("asks for the service-linked role, and takes its time", async () => {
    const recording = await record(() => {
      const parent = new Environment("stack", {
        region: "eu-west-1",
        account: "123456789012",
        oncePerAccount: { openSearchRole: "test", logDelivery: "test" },
      });
      return new Search("search", { network }, { parent });
    });
    assert.equal(recording.count(aws.iam.ServiceLinkedRole), 1);
    const policy = recording.resources.find(
      ({ type }) => type === "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    );
    assert.match(String(policy?.inputs.policyDocument), /"es\.amazonaws\.com"/);
  });

  it("refuses clusters that AWS would", async () => {
    const refusals: [Partial<SearchArgs>, RegExp][] = [
      [{ zoneCount: 3 }, /Search "search": zoneCount is 3; allowed: 1 to 2/],
      [{ instanceCount: 3 }, /instanceCount is 3; allowed: a multiple of 2/],
      [{ instanceType: "m7g.large" }, /OS-01/],
    ];
    for (const [args, expected] of refusals) {
      await assert.rejects(make(args), expected);
    }
    await make({ instanceCount: 4, zoneCount: 2, dedicatedMasters: false });
  });

  it("gives a domain that is there already the same methods, and makes nothing", async () => {
    const recording = await record(() =>
      Search.existing("shared", {
        domainArn: "arn:aws:es:eu-west-1:123456789012:domain/shared",
        endpoint: "vpc-shared.eu-west-1.es.amazonaws.com",
        securityGroupId: "sg-1",
      }),
    );
    assert.equal(recording.resources.length, 1);
    assert.equal(recording.made.write("photos").statements.length, 1);
  });
});
