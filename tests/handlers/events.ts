/** Events as AWS sends them, for handlers called as plain functions. */
import type { APIGatewayProxyEventV2, SQSRecord } from "aws-lambda";

export interface RequestParts {
  body?: unknown;
  /** Instead of `body`: sent as it is. */
  rawBody?: string;
  isBase64Encoded?: boolean;
  query?: Record<string, string>;
  path?: Record<string, string>;
  headers?: Record<string, string>;
  /** Claim `sub` of the token, as a JWT authorizer passes it on. */
  subject?: string;
}

/** A request as an HTTP API hands it over (payload format 2.0). */
export function request(parts: RequestParts = {}): APIGatewayProxyEventV2 {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/",
    rawQueryString: new URLSearchParams(parts.query).toString(),
    headers: parts.headers ?? {},
    queryStringParameters: parts.query,
    pathParameters: parts.path,
    body: parts.rawBody ?? (parts.body === undefined ? undefined : JSON.stringify(parts.body)),
    isBase64Encoded: parts.isBase64Encoded ?? false,
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "api.execute-api.eu-central-1.amazonaws.com",
      domainPrefix: "api",
      http: {
        method: "GET",
        path: "/",
        protocol: "HTTP/1.1",
        sourceIp: "203.0.113.7",
        userAgent: "test",
      },
      requestId: "request",
      routeKey: "$default",
      stage: "$default",
      time: "23/Nov/2026:12:00:00 +0000",
      timeEpoch: 1795435200000,
      ...(parts.subject !== undefined && {
        authorizer: { jwt: { claims: { sub: parts.subject }, scopes: [] } },
      }),
    },
  };
}

export function sqsRecord(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1795435200000",
      SenderId: "s3",
      ApproximateFirstReceiveTimestamp: "1795435200001",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:uploads",
    awsRegion: "eu-central-1",
  };
}

export interface UploadedObject {
  /** As it is in the notification: form-encoded. */
  key: string;
  sequencer?: string;
  size?: number;
  eventTime?: string;
  eventName?: string;
}

/** What S3 sends when objects are created. */
export function objectsCreated(...objects: UploadedObject[]): object {
  return {
    Records: objects.map((object) => ({
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "eu-central-1",
      eventTime: object.eventTime ?? "2026-11-23T12:00:00.000Z",
      eventName: object.eventName ?? "ObjectCreated:Put",
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "uploads",
        bucket: { name: "originals", arn: "arn:aws:s3:::originals" },
        object: {
          key: object.key,
          size: object.size ?? 1024,
          eTag: "d41d8cd98f00b204e9800998ecf8427e",
          sequencer: object.sequencer ?? "0055AED6DCD90281E5",
        },
      },
    })),
  };
}

/** What S3 sends once, when notifications are configured. */
export const s3TestEvent = {
  Service: "Amazon S3",
  Event: "s3:TestEvent",
  Time: "2026-11-23T12:00:00.000Z",
  Bucket: "originals",
  RequestId: "5582815E1AEA5ADF",
  HostId: "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR",
};
