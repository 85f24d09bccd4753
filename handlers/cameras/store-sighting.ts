/** Keeps what cameras saw, from MQTT messages that an IoT rule selects. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Value } from "../value";

/** What the rule hands over: topic and time are AWS's, the rest is what the camera sent. */
export const sightings =
  "SELECT *, topic(2) AS camera, timestamp() AS seenAt FROM 'cameras/+/seen'";

/** A month. */
export const keptSeconds = 30 * 24 * 60 * 60;

const sighting = z.object({
  camera: z.string().check(z.regex(/^[A-Za-z0-9:_-]{1,128}$/)),
  seenAt: z.number().check(z.int(), z.positive()),
  motion: z.number().check(z.minimum(0), z.maximum(1)),
});
export type Sighting = z.output<typeof sighting>;

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler of the rule `sightings`. A message that comes twice is one item. What is no sighting is
 * logged and let go: no second try would make it one.
 *
 * @param needs `table`: name of a table with hash key `camera` and range key `seenAt`, a number.
 * @param client Another client, in tests.
 */
export function storeSighting({ table }: { table: Value }, client?: DynamoDBDocumentClient) {
  return async (event: unknown): Promise<void> => {
    const { success, data } = z.safeParse(sighting, event);
    if (!success) {
      log("warn", "not a sighting");
      return;
    }
    const expiresAt = Math.floor(data.seenAt / 1000) + keptSeconds;
    await (client ?? documents).send(
      new PutCommand({ TableName: table.get(), Item: { ...data, expiresAt } }),
    );
    log("info", "sighting stored", { camera: data.camera, seenAt: data.seenAt });
  };
}
