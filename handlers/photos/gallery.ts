// The site as CloudFront serves it, before the photos feature's functions: files as they are uploaded, headers as the plan says.
import type { S3Client } from "@aws-sdk/client-s3";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { filesToUpload } from "../../components/data/assets/upload";
import type { StringAsset } from "@pulumi/pulumi/asset";
import { request } from "../../tests/handlers/events";
import * as fs from "node:fs";
import { planned, runSample } from "../../tests/handlers/sample-stack";
import type { UploadQueue } from "./upload-queue";

interface Storage {
  readonly client: S3Client;
  readonly endpoint: string;
  readonly bucket: string;
  readonly uploads: UploadQueue;
  readonly environment: Record<string, string>;
}

export interface Gallery {
  readonly url: string;
  /** Indexes what was uploaded since, as S3's notification would make it happen. */
  index(): Promise<void>;
  stop(): Promise<void>;
}

export async function startGallery(storage: Storage): Promise<Gallery> {
  const files = await siteFiles();
  const policy = (await contentSecurityPolicy()).replaceAll(
    /https:\/\/[^ ;]*data-originals[^ ;]*/g,
    storage.endpoint,
  );
  const created: string[] = [];
  const call = async (name: string, event: unknown): Promise<Answered> => {
    const { invocations } = await runSample(name, storage.environment, [event]);
    const [invocation] = invocations;
    if (!("response" in invocation)) throw new Error(JSON.stringify(invocation));
    return invocation.response as Answered;
  };

  const answer = async (asked: http.IncomingMessage): Promise<Answered> => {
    const url = new URL(asked.url ?? "/", "http://127.0.0.1");
    if (url.pathname !== "/api/photos") {
      const file = files.get(url.pathname === "/" ? "index.html" : url.pathname.slice(1));
      return file ?? { statusCode: 404, headers: {}, body: "" };
    }
    const rawBody = await bodyOf(asked);
    if (asked.method === "POST") {
      const made = await call("create-photo", request({ rawBody }));
      const { photoId } = JSON.parse(String(made.body)) as { photoId?: string };
      if (photoId) created.push(`public/${photoId}`);
      return made;
    }
    return call("list-photos", request({ query: Object.fromEntries(url.searchParams) }));
  };
  const server = http.createServer((asked, answering) => {
    answer(asked).then(
      ({ statusCode, headers, body }) => {
        answering.writeHead(statusCode, { ...headers, "content-security-policy": policy });
        answering.end(body);
      },
      (error: Error) => answering.writeHead(500).end(error.message),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async index() {
      for (const key of created.splice(0)) {
        await storage.uploads.notify(storage.client, storage.bucket, key);
      }
      await storage.uploads.deliver(
        async (event) =>
          (await runSample("index-upload", storage.environment, [event])).invocations[0],
      );
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Answered {
  statusCode: number;
  headers?: http.OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** What is uploaded of `site/`, by key. */
async function siteFiles(): Promise<ReadonlyMap<string, Answered>> {
  const folder = path.resolve(__dirname, "../../site");
  const files = filesToUpload(folder).map(async ({ key, args, isPage }) => {
    const body = isPage
      ? await (args.source as StringAsset).text
      : fs.readFileSync(path.join(folder, key));
    const headers = {
      "content-type": String(args.contentType),
      "cache-control": String(args.cacheControl),
    };
    return [String(args.key), { statusCode: 200, headers, body }] as const;
  });
  return new Map(await Promise.all(files));
}

async function contentSecurityPolicy(): Promise<string> {
  const { inputs } = await planned(
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    "cdn-distribution-headers",
  );
  const { securityHeadersConfig } = inputs as unknown as {
    securityHeadersConfig: { contentSecurityPolicy: { contentSecurityPolicy: string } };
  };
  return securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy;
}

async function bodyOf(asked: http.IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of asked.setEncoding("utf8")) text += String(part);
  return text;
}
