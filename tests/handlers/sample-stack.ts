// The sample application as a stack with all of its features deploys it, with the servers of this machine in the place of AWS: functions
// have the code, variables and timeout of the plan, and what they use has the names and keys of the plan.
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import type { Plan, PlannedResource } from "../../preview/testing";
import {
  allFeatures,
  largest,
  previewChanged,
  previewShipped,
  settings,
} from "../stacks/shipped-stacks";
import { newerNode } from "./newer-node";
import { BundleRun, LocalService, runBundle } from "./runtime-api";

const functionType = "aws:lambda/function:Function";

interface FunctionInputs {
  code: { assets: Record<string, { text: string }> };
  environment: { variables: Record<string, string> };
  timeout: number;
}

let plan: Promise<Plan> | undefined;

/** The largest stack, with the features that it lacks and their settings from whichever stack has them. */
function sample(): Promise<Plan> {
  const { "strata:features": has } = settings.get(largest)!;
  const lacking = allFeatures.filter((name) => !has.includes(name));
  if (lacking.length === 0) return previewShipped(largest);
  const own = [...settings.values()].flatMap((each) =>
    Object.entries(each).filter(([key]) => lacking.includes(key.replace("strata:", ""))),
  );
  plan ??= previewChanged(largest, {
    ...Object.fromEntries(own),
    "strata:features": [...has, ...lacking],
  });
  return plan;
}

/** The function with this name, and what it was planned with. */
export async function sampleFunction(name: string): Promise<{ arn: string } & FunctionInputs> {
  const { inputs, outputs } = (await sample()).get(functionType, name);
  return { ...(inputs as unknown as FunctionInputs), arn: String(outputs.arn) };
}

/** All functions that features make, each with its feature. */
export async function sampleFunctions(): Promise<{ name: string; feature: string }[]> {
  return (await sample()).find(functionType).flatMap(({ name, source }) => {
    const [, feature] = /^handlers\/([\w-]+)\//.exec(source?.file ?? "") ?? [];
    return feature === undefined ? [] : [{ name, feature }];
  });
}

/**
 * Runs a function of the sample application with one event after the other in one process.
 *
 * @param instead Addresses in the function's variables that stand for others here, such as the
 *   print-lab's, or that of a queue.
 * @param ports Ports in the function's code that are others here, such as the database's.
 * @param folders Folders in the function's code that are others here, such as where a file system appears.
 * @param seconds Another timeout than the planned one, for a function that is to be stopped.
 */
export async function runSample(
  name: string,
  environment: Record<string, string>,
  events: readonly unknown[],
  instead: Record<string, string> = {},
  ports: Readonly<Record<number, number>> = {},
  folders: Readonly<Record<string, string>> = {},
  seconds?: number,
): Promise<BundleRun> {
  const { code, environment: planned, timeout } = await sampleFunction(name);
  const variables = { ...planned.variables };
  for (const [from, to] of Object.entries(instead)) {
    const holding = Object.keys(variables).filter((variable) => variables[variable].includes(from));
    // Left as it is, the address would be called for real.
    assert.notEqual(holding.length, 0, `No variable of ${name} holds ${from}.`);
    for (const variable of holding) variables[variable] = variables[variable].replaceAll(from, to);
  }
  let js = code.assets["index.mjs"].text;
  for (const [from, to] of Object.entries(ports)) {
    js = js.replaceAll(new RegExp(`\\b${from}\\b`, "g"), String(to));
  }
  for (const [from, to] of Object.entries(folders)) {
    js = js.replaceAll(from, to);
  }
  return runBundle(
    { js, map: code.assets["index.mjs.map"].text },
    { ...variables, ...environment },
    events,
    // The functions are built for a later Node.js than the project's floor.
    { node: newerNode(), timeout: seconds ?? timeout },
  );
}

/** A resource of the plan. */
export async function planned(type: string, name: string): Promise<PlannedResource> {
  return (await sample()).get(type, name);
}

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

export const dynamoDbClient = ({ endpoint, region }: LocalService) =>
  new DynamoDBClient({ endpoint, region, credentials });

export const s3Client = ({ endpoint, region }: LocalService) =>
  new S3Client({ endpoint, region, credentials, forcePathStyle: true });

/** Makes the table of photos and gives its name. */
export const createPhotoTable = (client: DynamoDBClient) => createTable(client, "data-photos");

/** Makes a table of the plan and gives its physical name. */
export async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  const { inputs, outputs } = await planned("aws:dynamodb/table:Table", name);
  const { attributes, hashKey, rangeKey } = inputs as unknown as {
    attributes: { name: string; type: "S" | "N" | "B" }[];
    hashKey: string;
    rangeKey?: string;
  };
  await client.send(
    new CreateTableCommand({
      TableName: String(outputs.name),
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attributes.map((attribute) => ({
        AttributeName: attribute.name,
        AttributeType: attribute.type,
      })),
      KeySchema: [
        { AttributeName: hashKey, KeyType: "HASH" },
        ...(rangeKey ? [{ AttributeName: rangeKey, KeyType: "RANGE" as const }] : []),
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
