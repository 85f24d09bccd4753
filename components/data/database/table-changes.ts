/** The trigger that runs a function for the changes of a table. */
import type { DynamoDBStreamEvent, KinesisStreamTumblingWindowEvent } from "aws-lambda";
import { streamViewTypes } from "../../../rules/dynamodb";
import { Trigger } from "../../contracts";
import {
  ReadStream,
  readStream,
  StreamReaderArgs,
  TumblingWindow,
} from "../../wiring/stream-reader";

/** What a change tells: the keys alone, or the item as it is now, as it was, or both. */
export type StreamViewType = (typeof streamViewTypes)[number];

/** The changes of one window, with the state that the call before returned. */
export type WindowOfChanges = DynamoDBStreamEvent &
  Omit<KinesisStreamTumblingWindowEvent, "Records">;

export interface ChangesArgs extends StreamReaderArgs {
  /** Patterns of changes, in DynamoDB's own form: `{ eventName: ["INSERT"], dynamodb: { NewImage: { kind: { S: ["photo"] } } } }`. A change that fits none is passed over. Default: all. Limit: 5 patterns of 4,096 characters; numbers are texts here, so `numeric` finds nothing. */
  filters?: { readonly [field: string]: unknown }[];
}

/** @throws pulumi.RunError where the stream is off, or does not have what a filter looks at */
export function tableChanges<Event, Result>(
  stream: Omit<ReadStream, "filters"> & { view: StreamViewType | undefined },
  args: ChangesArgs & Partial<TumblingWindow>,
): Trigger<Event, Result> {
  const { view, refuse } = stream;
  const { filters = [] } = args;
  if (view === undefined) {
    throw refuse(
      "stream",
      undefined,
      `one of ${streamViewTypes.join(", ")}, because a function reads the table's changes (STR-06)`,
      `give the table stream: "NEW_AND_OLD_IMAGES"`,
    );
  }
  for (const image of ["NewImage", "OldImage"] as const) {
    const has = view === "NEW_AND_OLD_IMAGES" || view === viewOf[image];
    if (!has && filters.some(({ dynamodb }) => looksAt(dynamodb, image))) {
      throw refuse(
        "stream",
        view,
        `${viewOf[image]} or NEW_AND_OLD_IMAGES, because a filter looks at ${image} (STR-06)`,
        "let the stream hold it, or filter by eventName and Keys",
      );
    }
  }
  return readStream({ ...stream, filters }, args);
}

const viewOf = { NewImage: "NEW_IMAGE", OldImage: "OLD_IMAGE" } as const;

function looksAt(pattern: unknown, image: string): boolean {
  return typeof pattern === "object" && pattern !== null && image in pattern;
}
