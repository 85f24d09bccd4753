/** Photos: uploaded to S3 by presigned URL, indexed from a queue, listed from DynamoDB. */
import { ComputeLayer, LambdaFunction } from "../../components/compute";
import type { Bucket, Table } from "../../components/data";
import type { Queue } from "../../components/decoupling";
import type { HttpApi } from "../../components/web";
import { createPhoto } from "./create-photo";
import { indexUploads } from "./index-uploads";
import { listPhotos } from "./list-photos";

/** What the feature needs of the layers. */
export interface PhotosNeeds {
  /** The table has the hash key `userId` and the range key `photoId`. */
  data: { tables: { photos: Table }; buckets: { originals: Bucket } };
  decoupling: { queues: { uploads: Queue } };
  compute: ComputeLayer;
  web: { api: HttpApi };
}

/** Joins the feature's handlers to the layers. */
export function photos({ data, decoupling, compute, web }: PhotosNeeds): void {
  const inside = { parent: compute };
  const { photos: table } = data.tables;
  const { originals } = data.buckets;
  const { uploads } = decoupling.queues;

  const create = new LambdaFunction(
    "create-photo",
    createPhoto({ originals: originals.name }),
    { access: [originals.write()] },
    inside,
  );
  const list = new LambdaFunction(
    "list-photos",
    listPhotos({ table: table.name, originals: originals.name }),
    { access: [table.read(), originals.read()] },
    inside,
  );
  // Everyone's photos are public until the API has an authorizer.
  web.api.route("POST /photos", create, { authorization: "none" });
  web.api.route("GET /photos", list, { authorization: "none" });

  originals.notify("uploads", uploads, { events: ["s3:ObjectCreated:*"] });
  new LambdaFunction(
    "index-upload",
    async (event) => ({
      batchItemFailures: await indexUploads(table.name.get(), event.Records),
    }),
    { on: uploads.messages(), access: [table.write()] },
    inside,
  );
}
