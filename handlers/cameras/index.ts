/** Cameras: what they saw, sent over MQTT, kept for a month. */
import { LambdaFunction } from "../../components/compute";
import { Table } from "../../components/data";
import { iotRule } from "../../components/decoupling";
import type { FeatureNeeds } from "..";
import { sightings, storeSighting } from "./store-sighting";

/** Joins the feature's handler to the layers. */
export function cameras({ compute, data, decoupling, environment }: FeatureNeeds): void {
  const table = new Table(
    "camera-sightings",
    {
      hashKey: "camera",
      rangeKey: "seenAt",
      attributes: { seenAt: "N" },
      expiresAt: "expiresAt",
      disposable: !environment.production,
    },
    { parent: data },
  );
  new LambdaFunction(
    "store-sighting",
    storeSighting({ table: table.name }),
    {
      on: iotRule(sightings),
      access: [table.write()],
      onFailure: decoupling.queues.failures,
    },
    { parent: compute },
  );
}
