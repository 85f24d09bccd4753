// The part of Kinesis' API that handlers use, on a free port of this machine. The SDK speaks HTTP/2 with Kinesis, as no
// local Kinesis does (docs/decisions/local-streams.md).
// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
import type { KinesisStreamEvent } from "aws-lambda";
import { once } from "node:events";
import * as http2 from "node:http2";
import { AddressInfo } from "node:net";

interface PutRecords {
  StreamName: string;
  Records: { PartitionKey: string; Data: string }[];
}

export interface StreamsService {
  /** Environment that makes the AWS SDK use it. */
  readonly environment: Record<string, string>;
  /** The records of a stream's one shard, as Lambda hands them to a function. */
  events(stream: string): KinesisStreamEvent["Records"];
  /** Takes none of so many records to come, as where a shard is written to too fast. */
  refuseNext(records: number): void;
  stop(): Promise<void>;
}

const shardId = "shardId-000000000000";
/** Real ones are as long: too long for a number. */
const firstSequence = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_898n;

export async function startStreamsService(): Promise<StreamsService> {
  const streams = new Map<string, KinesisStreamEvent["Records"]>();
  let refused = 0;

  const put = ({ StreamName, Records }: PutRecords) => {
    const records = streams.get(StreamName) ?? [];
    streams.set(StreamName, records);
    const answers = Records.map(({ PartitionKey, Data }) => {
      if (refused > 0) {
        refused -= 1;
        return { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "too fast" };
      }
      const sequenceNumber = String(firstSequence + BigInt(records.length));
      records.push({
        eventID: `${shardId}:${sequenceNumber}`,
        eventName: "aws:kinesis:record",
        eventSource: "aws:kinesis",
        eventSourceARN: `arn:aws:kinesis:eu-central-1:123456789012:stream/${StreamName}`,
        eventVersion: "1.0",
        awsRegion: "eu-central-1",
        invokeIdentityArn: "arn:aws:iam::123456789012:role/reader",
        kinesis: {
          data: Data,
          partitionKey: PartitionKey,
          sequenceNumber,
          approximateArrivalTimestamp: 1_795_435_200 + records.length,
          kinesisSchemaVersion: "1.0",
        },
      });
      return { SequenceNumber: sequenceNumber, ShardId: shardId };
    });
    const FailedRecordCount = answers.filter((answer) => "ErrorCode" in answer).length;
    return { FailedRecordCount, Records: answers };
  };

  const sessions = new Set<http2.ServerHttp2Session>();
  const server = http2.createServer();
  server.on("session", (session) => sessions.add(session));
  server.on("stream", (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const isPut = headers["x-amz-target"] === "Kinesis_20131202.PutRecords";
      const answer = isPut
        ? put(JSON.parse(Buffer.concat(chunks).toString("utf8")) as PutRecords)
        : { __type: "UnknownOperationException" };
      stream.respond({
        ":status": isPut ? 200 : 400,
        "content-type": "application/x-amz-json-1.1",
      });
      stream.end(JSON.stringify(answer));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      AWS_ENDPOINT_URL_KINESIS: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    },
    events: (stream) => streams.get(stream) ?? [],
    refuseNext: (records) => void (refused = records),
    async stop() {
      sessions.forEach((session) => session.destroy());
      server.close();
      await once(server, "close");
    },
  };
}
