/** Nightly: small pictures of all photos, made by a job of several copies; all of them anew on servers, when asked. */
import { Batch, BatchArgs, ContainerImage } from "../../components/compute";
import { Bucket } from "../../components/data";
import type { FeatureNeeds } from "..";

/** Copies of the job, which share the photos among them. */
const copies = 4;
/** Of the job that makes all of them anew, which is submitted by hand as an array of so many. */
const manyCopies = 64;

/** Joins the feature's jobs to the layers. */
export function nightly({ compute, data, decoupling, network }: FeatureNeeds): void {
  const { originals } = data.buckets;
  const inside = { parent: compute };
  // Not beside the photos, whose bucket tells of every new object; they can be made again.
  const thumbnails = new Bucket("thumbnails", { disposable: true }, { parent: data });
  const job = (image: ContainerImage, count: number): BatchArgs => ({
    network,
    image,
    cpu: 1_024,
    memory: 2_048,
    spot: true,
    access: [
      originals.list(),
      originals.read(),
      thumbnails.list(),
      thumbnails.write("thumbnails/"),
    ],
    environment: {
      ORIGINALS: originals.name,
      THUMBNAILS: thumbnails.name,
      COPIES: String(count),
    },
    failures: decoupling.queues.failures,
  });
  const every = new Batch(
    "make-thumbnails",
    {
      ...job({ context: "handlers/nightly/thumbnails" }, copies),
      schedule: { expression: "cron(0 3 * * ? *)", copies },
    },
    inside,
  );
  // Hours of work for many processors: servers cost less than tasks, and come with the first copy.
  new Batch(
    "remake-thumbnails",
    { ...job(every.image, manyCopies), servers: {}, maxVcpus: manyCopies },
    inside,
  );
}
