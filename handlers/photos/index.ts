/** Photos: uploaded to S3 by presigned URL, checked from a topic, indexed from a queue, listed from DynamoDB. */
import { LambdaFunction, Redrive, ReleaseArgs, ReleaseCheck } from "../../components/compute";
import { ObjectQueue, ObjectTopic } from "../../components/decoupling";
import type { FeatureNeeds } from "..";
import { checkUpload } from "./check-upload";
import { createPhoto } from "./create-photo";
import { forgetPhoto } from "./forget-photo";
import { indexUploads } from "./index-uploads";
import { listPhotos } from "./list-photos";
import { createsPhotos, listsPhotos } from "./release-checks";

/** Joins the feature's handlers to the layers. */
export function photos(needs: FeatureNeeds): void {
  const { environment, data, decoupling, compute, web } = needs;
  const inside = { parent: compute };
  // One caller who asks for all that the API lets through must not take the account's other functions down.
  const bounded = { reservedConcurrentExecutions: needs.publicConcurrency };
  const { photos: table } = data.tables;
  const { originals } = data.buckets;
  const { uploads } = decoupling.queues;

  // In production a new version gets a tenth of the requests, once it has answered some of the hook's own.
  const release = (before: ReleaseCheck): ReleaseArgs | undefined =>
    environment.production ? { strategy: "canary", percent: 10, minutes: 5, before } : undefined;

  const create = new LambdaFunction(
    "create-photo",
    createPhoto({ originals: originals.name }),
    { access: [originals.write()], release: release(createsPhotos), ...bounded },
    inside,
  );
  const list = new LambdaFunction(
    "list-photos",
    listPhotos({ table: table.name, originals: originals.name }),
    { access: [table.read(), originals.read()], release: release(listsPhotos), ...bounded },
    inside,
  );
  // Everyone's photos are public until the API has an authorizer.
  const authorization = web.api.checksTokens ? "jwt" : "none";
  web.api.route("POST /photos", create, { authorization });
  web.api.route("GET /photos", list, { authorization });

  // S3 tells one target of an object; the topic tells both of these.
  const told = { parent: decoupling };
  const news = new ObjectTopic("photo-uploads", { bucket: originals }, told);
  const check = new LambdaFunction(
    "check-upload",
    checkUpload({ originals: originals.name }),
    {
      on: news.objects(),
      access: [originals.read(), originals.list()],
      onFailure: news.failures,
    },
    inside,
  );
  // Work that writes waits its turn in the queue.
  const index = new ObjectQueue("photo-index", { from: news, queue: uploads }, told);
  new LambdaFunction(
    "index-upload",
    async (event) => ({
      batchItemFailures: await indexUploads(table.name.get(), event.Records),
    }),
    { on: index.objects(), access: [table.write()] },
    inside,
  );
  new Redrive("check-again", { failed: news.failed(check) }, inside);
  new Redrive("index-again", { failed: index.failed() }, inside);

  new LambdaFunction(
    "forget-photo",
    forgetPhoto({ table: table.name, originals: originals.name }),
    {
      on: originals.removed(),
      access: [table.write(), originals.read(), originals.list()],
      onFailure: decoupling.queues.failures,
    },
    inside,
  );
}
