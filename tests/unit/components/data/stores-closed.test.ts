// The defaults of table C of the reference that apply to stores, and that no store is open to more than was granted.
import assert from "node:assert/strict";
import { Plan } from "../../../../preview/testing";
import { previewStores } from "./all-stores";

/** Of each resource of a type, by path of the argument: what it is to be. `*` is every entry of a list. */
type Expected = Readonly<Record<string, unknown>>;

const secure: Readonly<Record<string, Expected>> = {
  "aws:dynamodb/table:Table": {
    "pointInTimeRecovery.enabled": true,
    deletionProtectionEnabled: true,
    "serverSideEncryption.enabled": true,
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    "rule.objectOwnership": "BucketOwnerEnforced",
  },
  "aws:s3/bucketVersioning:BucketVersioning": { "versioningConfiguration.status": "Enabled" },
  "aws:efs/fileSystem:FileSystem": { encrypted: true },
  "aws:efs/backupPolicy:BackupPolicy": { "backupPolicy.status": "ENABLED" },
  "aws:ebs/volume:Volume": { encrypted: true, finalSnapshot: true },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    multiAzEnabled: true,
    automaticFailoverEnabled: true,
    transitEncryptionEnabled: true,
    transitEncryptionMode: "required",
    atRestEncryptionEnabled: true,
    snapshotRetentionLimit: 7,
    autoMinorVersionUpgrade: true,
    "userGroupIds.length": 1,
    "logDeliveryConfigurations.length": 2,
  },
  "aws:elasticache/serverlessCache:ServerlessCache": { snapshotRetentionLimit: 7 },
  "aws:elasticache/cluster:Cluster": { transitEncryptionEnabled: true, azMode: "cross-az" },
  "aws:rds/cluster:Cluster": {
    storageEncrypted: true,
    deletionProtection: true,
    backupRetentionPeriod: 7,
    copyTagsToSnapshot: true,
    iamDatabaseAuthenticationEnabled: true,
    manageMasterUserPassword: true,
    masterUsername: "administrator",
    skipFinalSnapshot: false,
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    publiclyAccessible: false,
    autoMinorVersionUpgrade: true,
    performanceInsightsEnabled: true,
    monitoringInterval: 60,
    caCertIdentifier: "rds-ca-rsa2048-g1",
  },
  "aws:rds/instance:Instance": {
    storageEncrypted: true,
    publiclyAccessible: false,
    deletionProtection: true,
    copyTagsToSnapshot: true,
    iamDatabaseAuthenticationEnabled: true,
    autoMinorVersionUpgrade: true,
    monitoringInterval: 60,
    caCertIdentifier: "rds-ca-rsa2048-g1",
  },
  "aws:rds/proxy:Proxy": { requireTls: true, debugLogging: false },
  "aws:opensearch/domain:Domain": {
    "encryptAtRest.enabled": true,
    "nodeToNodeEncryption.enabled": true,
    "domainEndpointOptions.enforceHttps": true,
    "domainEndpointOptions.tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
    "advancedSecurityOptions.enabled": true,
    "clusterConfig.zoneAwarenessEnabled": true,
    "clusterConfig.dedicatedMasterCount": 3,
    "softwareUpdateOptions.autoSoftwareUpdateEnabled": true,
    "logPublishingOptions.length": 4,
  },
  "aws:redshiftserverless/namespace:Namespace": {
    manageAdminPassword: true,
    "logExports.length": 3,
  },
  "aws:redshiftserverless/workgroup:Workgroup": {
    publiclyAccessible: false,
    enhancedVpcRouting: true,
  },
  "aws:cloudwatch/logGroup:LogGroup": { retentionInDays: 365 },
};

/** Where the customer's key goes, with the profile of that name. */
const keyed: Readonly<Record<string, string>> = {
  "aws:dynamodb/table:Table": "serverSideEncryption.kmsKeyArn",
  "aws:backup/vault:Vault": "kmsKeyArn",
  "aws:ebs/volume:Volume": "kmsKeyId",
  "aws:efs/fileSystem:FileSystem": "kmsKeyId",
  "aws:elasticache/replicationGroup:ReplicationGroup": "kmsKeyId",
  "aws:elasticache/serverlessCache:ServerlessCache": "kmsKeyId",
  "aws:opensearch/domain:Domain": "encryptAtRest.kmsKeyId",
  "aws:rds/cluster:Cluster": "kmsKeyId",
  "aws:redshiftserverless/namespace:Namespace": "kmsKeyId",
  "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
  "aws:secretsmanager/secret:Secret": "kmsKeyId",
};

const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

describe("Stores in production, under keys of one's own", function () {
  this.timeout(240_000);
  let plan: Plan;

  before(async () => {
    plan = await previewStores({ encryption: "customer-managed" });
    plan.assertNoErrors();
  });

  for (const [type, expected] of Object.entries(secure)) {
    it(`have the defaults of ${type}`, () => {
      const all = plan.find(type);
      assert.notEqual(all.length, 0);
      for (const { name, inputs } of all) {
        const found = Object.keys(expected).map((path) => [path, at(inputs, path)]);
        // A copy for reading takes its encryption from what it copies, and has no backups of its own.
        const isCopy = inputs.replicateSourceDb !== undefined;
        if (isCopy) assert.notEqual(inputs.replicateSourceDb, "");
        assert.deepEqual(Object.fromEntries(found), expected, name);
      }
    });
  }

  for (const [type, path] of Object.entries(keyed)) {
    it(`are encrypted by the key, at ${path} of ${type}`, () => {
      for (const { name, inputs } of plan.find(type)) {
        assert.match(String(at(inputs, path)), /^arn:aws:kms:[a-z0-9-]+:123456789012:key\//, name);
      }
    });
  }

  it("are protected and kept", () => {
    for (const type of [
      "aws:dynamodb/table:Table",
      "aws:s3/bucket:Bucket",
      "aws:rds/cluster:Cluster",
      "aws:opensearch/domain:Domain",
      "aws:efs/fileSystem:FileSystem",
      "aws:ebs/volume:Volume",
      "aws:elasticache/replicationGroup:ReplicationGroup",
      "aws:elasticache/serverlessCache:ServerlessCache",
      "aws:redshiftserverless/namespace:Namespace",
      "aws:backup/vault:Vault",
    ]) {
      for (const { name, protect, retainOnDelete } of plan.find(type)) {
        assert.deepEqual(
          { name, protect, retainOnDelete },
          { name, protect: true, retainOnDelete: true },
        );
      }
    }
  });

  it("let nobody in who was not granted: the proxy's way to its cluster alone", () => {
    const rules = plan.find("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    assert.deepEqual(
      rules.map(({ name }) => name).filter((name) => !name.startsWith("network")),
      ["data-accounts-to-data-accounts"],
    );
    for (const { name, inputs } of rules) {
      assert.equal(inputs.cidrIpv4 ?? inputs.cidrIpv6, undefined, name);
    }
    for (const { name, inputs } of plan.find("aws:ec2/securityGroup:SecurityGroup")) {
      assert.deepEqual([inputs.ingress ?? [], name], [[], name]);
    }
  });

  it("answer over TLS alone, and nobody outside the account", () => {
    const policies = [
      ...plan
        .find("aws:s3/bucketPolicy:BucketPolicy")
        .map(({ name, inputs }) => [name, inputs.policy]),
      ...plan
        .find("aws:efs/fileSystemPolicy:FileSystemPolicy")
        .map(({ name, inputs }) => [name, inputs.policy]),
    ];
    assert.notEqual(policies.length, 0);
    for (const [name, policy] of policies) {
      const { Statement } = JSON.parse(String(policy)) as {
        Statement: { Effect: string; Principal: unknown; Condition?: object }[];
      };
      const refusal = Statement.find(
        ({ Effect, Condition }) =>
          Effect === "Deny" && JSON.stringify(Condition).includes('"aws:SecureTransport":"false"'),
      );
      assert.ok(refusal, String(name));
      const open = Statement.filter(
        ({ Effect, Principal }) => Effect === "Allow" && JSON.stringify(Principal).includes("*"),
      );
      assert.deepEqual(open, [], String(name));
    }
    for (const parameters of [
      "aws:rds/parameterGroup:ParameterGroup",
      "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    ]) {
      for (const { name, inputs } of plan.find(parameters)) {
        const forced = (inputs.parameters as { name: string; value: string }[]).find(
          ({ name: each }) => ["rds.force_ssl", "require_secure_transport"].includes(each),
        );
        assert.match(String(forced?.value), /^(1|ON)$/, name);
      }
    }
  });

  it("break no rule, but where a rule only tells", () => {
    const loud = plan.findings.filter(({ severity }) => severity !== "info");
    assert.deepEqual(
      loud.map(({ rule, urn }) => `${rule} ${urn.split("::").pop()}`),
      [],
    );
  });
});
