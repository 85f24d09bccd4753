/** Counts the clicks of the stream by day and page, each once. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type {
  KinesisStreamBatchResponse,
  KinesisStreamEvent,
  KinesisStreamRecord,
} from "aws-lambda";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Value } from "../value";
import { click } from "./click";

const streamed = z.extend(click, { at: z.iso.datetime() });

/** What one shard counted of a day: an item of the table, with an attribute for each page. */
interface Counted {
  day: string;
  shard: string;
  /** How far the shard has been counted for this day. */
  sequenceNumber: string;
  [page: `/${string}`]: number;
}

/** One click that is to be counted. */
interface Counting {
  day: string;
  page: string;
  sequenceNumber: string;
}

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler of the stream. Kinesis hands a batch over again where the answer got lost, and cuts it
 * otherwise: counts and the mark how far they go are therefore one write, and what is not beyond the mark
 * has been counted. Records of a shard come in their order, which is what the mark relies on.
 *
 * What is no click is logged and left out: no second try would make it one.
 *
 * @param needs `counts`: name of a table with hash key `day` and range key `shard`.
 * @param client Another client, in tests.
 */
export function countClicks({ counts }: { counts: Value }, client?: DynamoDBDocumentClient) {
  return async ({ Records }: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const [shard] = Records[0].eventID.split(":");
    const found = Records.flatMap((record) => countingOf(record) ?? []);
    for (const day of new Set(found.map((counting) => counting.day))) {
      const ofDay = found.filter((counting) => counting.day === day);
      await add(ofDay, { day, shard }, counts.get(), client ?? documents);
    }
    return { batchItemFailures: [] };
  };
}

function countingOf({ kinesis }: KinesisStreamRecord): Counting | undefined {
  const { sequenceNumber, data } = kinesis;
  try {
    const text = Buffer.from(data, "base64").toString("utf8");
    const { at, page } = z.parse(streamed, JSON.parse(text));
    return { day: at.slice(0, 10), page, sequenceNumber };
  } catch {
    log("warn", "not a click", { sequenceNumber });
    return undefined;
  }
}

/** @throws Error where another call counted for the shard meanwhile: the batch comes again */
async function add(
  found: readonly Counting[],
  Key: Pick<Counted, "day" | "shard">,
  TableName: string,
  client: DynamoDBDocumentClient,
): Promise<void> {
  const read = new GetCommand({ TableName, Key, ConsistentRead: true });
  const mark = ((await client.send(read)).Item as Counted | undefined)?.sequenceNumber;
  // Too long for a number.
  const news = found.filter(
    ({ sequenceNumber }) => mark === undefined || BigInt(sequenceNumber) > BigInt(mark),
  );
  const last = news.at(-1)?.sequenceNumber;
  if (last === undefined) {
    log("info", "clicks were counted before", { ...Key, clicks: found.length });
    return;
  }
  const sums = new Map<string, number>();
  for (const { page } of news) sums.set(page, (sums.get(page) ?? 0) + 1);
  const pages = [...sums];
  await client.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: `SET sequenceNumber = :last ADD ${pages.map((_, i) => `#p${i} :n${i}`).join(", ")}`,
      ConditionExpression:
        mark === undefined ? "attribute_not_exists(sequenceNumber)" : "sequenceNumber = :mark",
      ExpressionAttributeNames: Object.fromEntries(pages.map(([page], i) => [`#p${i}`, page])),
      ExpressionAttributeValues: {
        ":last": last,
        ...(mark === undefined ? {} : { ":mark": mark }),
        ...Object.fromEntries(pages.map(([, sum], i) => [`:n${i}`, sum])),
      },
    }),
  );
  log("info", "clicks counted", { ...Key, clicks: news.length });
}
