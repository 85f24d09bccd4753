/** Short links: one is made, one is followed, and a queue counts who followed it. */
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type * as pulumi from "@pulumi/pulumi";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { randomBytes } from "node:crypto";
import { LambdaFunction } from "../../components/compute";
import { Table } from "../../components/data";
import { Queue } from "../../components/decoupling";
import type { WebLayer } from "../../components/web";

/** The layers, as parents; all of `FeatureNeeds` that the feature takes. */
export interface LinksNeeds {
  readonly data: pulumi.Resource;
  readonly decoupling: pulumi.Resource;
  readonly compute: pulumi.Resource;
  readonly web: WebLayer;
  readonly settings: { readonly data: { readonly disposable: boolean } };
}

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const sqs = new SQSClient({});

/** Joins the feature's functions to the layers. */
export function links({ data, decoupling, compute, web, settings }: LinksNeeds): void {
  const { disposable } = settings.data;
  const table = new Table("links", { hashKey: "slug", disposable }, { parent: data });
  const clicks = new Queue("clicks", { consumerTimeout: 30 }, { parent: decoupling });
  const inside = { parent: compute };

  const shorten = new LambdaFunction(
    "shorten-link",
    async (event: APIGatewayProxyEventV2) => {
      const url = event.body ?? "";
      if (!/^https:\/\/\S{1,2000}$/.test(url)) {
        return { statusCode: 400, body: "Send an https URL as the body." };
      }
      const slug = randomBytes(6).toString("base64url");
      const Item = { slug, url, clicks: 0 };
      const ConditionExpression = "attribute_not_exists(slug)";
      await documents.send(
        new PutCommand({ TableName: table.name.get(), Item, ConditionExpression }),
      );
      return { statusCode: 201, body: slug };
    },
    { access: [table.write()] },
    inside,
  );
  web.api.route("POST /links", shorten, {
    authorization: web.api.checksTokens ? "jwt" : "iam",
  });

  const follow = new LambdaFunction(
    "follow-link",
    async (event: APIGatewayProxyEventV2) => {
      const slug = event.pathParameters?.slug ?? "";
      const { Item } = await documents.send(
        new GetCommand({ TableName: table.name.get(), Key: { slug } }),
      );
      if (!Item) return { statusCode: 404, body: "There is no such link." };
      await sqs.send(new SendMessageCommand({ QueueUrl: clicks.url.get(), MessageBody: slug }));
      return { statusCode: 302, headers: { location: String(Item.url) } };
    },
    { access: [table.read(), clicks.send()] },
    inside,
  );
  web.api.route("GET /links/{slug}", follow, { authorization: "none" });

  new LambdaFunction(
    "count-clicks",
    async (event) => {
      const batchItemFailures: { itemIdentifier: string }[] = [];
      for (const { body, messageId } of event.Records) {
        try {
          await documents.send(
            new UpdateCommand({
              TableName: table.name.get(),
              Key: { slug: body },
              UpdateExpression: "ADD clicks :one",
              ConditionExpression: "attribute_exists(slug)",
              ExpressionAttributeValues: { ":one": 1 },
            }),
          );
        } catch (error) {
          // A link that is gone has no clicks to count.
          if (error instanceof ConditionalCheckFailedException) continue;
          batchItemFailures.push({ itemIdentifier: messageId });
        }
      }
      return { batchItemFailures };
    },
    { on: clicks.messages(), access: [table.write()], timeout: 30 },
    inside,
  );
}
