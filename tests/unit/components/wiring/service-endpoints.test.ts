import assert from "node:assert/strict";
import {
  actionPrefixOf,
  endpointFor,
  knownEndpoints,
  portOf,
} from "../../../../components/wiring/service-endpoints";

/** Written down from AWS's two lists, apart from the table. */
const pairs: readonly [endpoint: string, prefix: string][] = [
  ["kinesis-streams", "kinesis"],
  ["kinesis-firehose", "firehose"],
  ["monitoring", "cloudwatch"],
  ["bedrock-runtime", "bedrock"],
  ["bedrock-agent-runtime", "bedrock"],
  ["email", "ses"],
  ["email-smtp", "ses"],
  ["elasticfilesystem", "elasticfilesystem"],
  ["execute-api", "execute-api"],
  ["events", "events"],
  ["logs", "logs"],
  ["states", "states"],
  ["sync-states", "states"],
  ["ecr.api", "ecr"],
  ["ecr.dkr", "ecr"],
  ["ssm", "ssm"],
  ["ssmmessages", "ssmmessages"],
  ["ec2messages", "ec2messages"],
  ["sts", "sts"],
  ["kms", "kms"],
  ["secretsmanager", "secretsmanager"],
  ["sns", "sns"],
  ["sqs", "sqs"],
  ["lambda", "lambda"],
  ["elasticache", "elasticache"],
  ["memory-db", "memorydb"],
  ["rds-data", "rds-data"],
  ["athena", "athena"],
  ["glue", "glue"],
  ["xray", "xray"],
  ["appconfigdata", "appconfig"],
  ["sagemaker.runtime", "sagemaker"],
  ["iot.data", "iot"],
  ["git-codecommit", "codecommit"],
  ["transcribestreaming", "transcribe"],
];

describe("service endpoints", () => {
  for (const [endpoint, prefix] of pairs) {
    it(`${endpoint} takes actions of ${prefix}`, () => {
      assert.equal(actionPrefixOf(endpoint), prefix);
      assert.ok(knownEndpoints.includes(endpoint));
    });
  }

  it("are found again by the prefix of an action", () => {
    const asked = ["kinesis", "ses", "bedrock", "ecr", "sqs", "states", "sagemaker", "iot"];
    assert.deepEqual(
      asked.map((prefix) => endpointFor(prefix)),
      [
        ...["kinesis-streams", "email", "bedrock-runtime", "ecr.api"],
        ...["sqs", "states", "sagemaker.runtime", "iot.data"],
      ],
    );
    assert.equal(endpointFor("route53"), undefined);
  });

  it("are each known once, and take what their own prefix leads to", () => {
    assert.deepEqual([...new Set(knownEndpoints)], knownEndpoints);
    for (const endpoint of knownEndpoints) {
      const prefix = actionPrefixOf(endpoint);
      assert.equal(actionPrefixOf(endpointFor(prefix) ?? ""), prefix, endpoint);
    }
  });

  it("with validated cryptography take the same actions", () => {
    assert.equal(actionPrefixOf("kinesis-streams-fips"), "kinesis");
    assert.equal(actionPrefixOf("sagemaker.api-fips"), "sagemaker");
  });

  it("are called over HTTPS, but for mail and Cassandra", () => {
    assert.deepEqual(
      ["sqs", "email", "email-smtp", "cassandra"].map(portOf),
      [443, 443, 587, 9142],
    );
  });
});
