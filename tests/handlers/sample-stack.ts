// The sample application as its full stack deploys it, with the servers of this machine in the place of AWS: functions
// have the code, variables and timeout of the plan, and what they use has the names and keys of the plan.
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import type { PlannedResource } from "../../preview/testing";
import { previewShipped } from "../stacks/shipped-stacks";
import { newerNode } from "./newer-node";
import { BundleRun, LocalService, runBundle } from "./runtime-api";

const functionType = "aws:lambda/function:Function";

interface FunctionInputs {
  code: { assets: Record<string, { text: string }> };
  environment: { variables: Record<string, string> };
  timeout: number;
}

/** The function with this name, and what it was planned with. */
export async function sampleFunction(name: string): Promise<{ arn: string } & FunctionInputs> {
  const { inputs, outputs } = (await previewShipped("full")).get(functionType, name);
  return { ...(inputs as unknown as FunctionInputs), arn: String(outputs.arn) };
}

/** The names of all functions of the sample application. */
export async function sampleFunctions(): Promise<string[]> {
  return (await previewShipped("full")).find(functionType).map(({ name }) => name);
}

/**
 * Runs a function of the sample application with one event after the other in one process.
 *
 * @param instead Addresses in the function's variables that stand for others here, such as the
 *   print-lab's.
 */
export async function runSample(
  name: string,
  environment: Record<string, string>,
  events: readonly unknown[],
  instead: Record<string, string> = {},
): Promise<BundleRun> {
  const { code, environment: planned, timeout } = await sampleFunction(name);
  const variables = { ...planned.variables };
  for (const [from, to] of Object.entries(instead)) {
    const holding = Object.keys(variables).filter((variable) => variables[variable].includes(from));
    // Left as it is, the address would be called for real.
    assert.notEqual(holding.length, 0, `No variable of ${name} holds ${from}.`);
    for (const variable of holding) variables[variable] = variables[variable].replaceAll(from, to);
  }
  return runBundle(
    { js: code.assets["index.mjs"].text, map: code.assets["index.mjs.map"].text },
    { ...variables, ...environment },
    events,
    // The functions are built for a later Node.js than the project's floor.
    { node: newerNode(), timeout },
  );
}

/** A resource of the plan. */
export async function planned(type: string, name: string): Promise<PlannedResource> {
  return (await previewShipped("full")).get(type, name);
}

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

export const dynamoDbClient = ({ endpoint, region }: LocalService) =>
  new DynamoDBClient({ endpoint, region, credentials });

export const s3Client = ({ endpoint, region }: LocalService) =>
  new S3Client({ endpoint, region, credentials, forcePathStyle: true });

/** Makes the table of photos and gives its name. */
export async function createPhotoTable(client: DynamoDBClient): Promise<string> {
  const { inputs, outputs } = await planned("aws:dynamodb/table:Table", "data-photos");
  const { attributes, hashKey, rangeKey } = inputs as unknown as {
    attributes: { name: string; type: "S" | "N" | "B" }[];
    hashKey: string;
    rangeKey: string;
  };
  await client.send(
    new CreateTableCommand({
      TableName: String(outputs.name),
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attributes.map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      KeySchema: [
        { AttributeName: hashKey, KeyType: "HASH" },
        { AttributeName: rangeKey, KeyType: "RANGE" },
      ],
    }),
  );
  return String(outputs.name);
}

/** Makes the bucket of originals and gives its name. */
export async function createOriginals(client: S3Client): Promise<string> {
  const { outputs } = await planned("aws:s3/bucket:Bucket", "data-originals");
  await client.send(new CreateBucketCommand({ Bucket: String(outputs.bucket) }));
  return String(outputs.bucket);
}
