/** Print worker: a container that hands the prints of whole albums to the lab, at the pace that the lab takes them. */
import { LambdaFunction, Service } from "../../components/compute";
import { Queue } from "../../components/decoupling";
import type { FeatureNeeds } from "..";
import { requestAlbum } from "./request-album";

/** Three attempts at the lab and their pauses take 16 seconds at most. */
const jobSeconds = 30;

/** Joins the feature's function, queue and container to the layers. */
export function printWorker(needs: FeatureNeeds): void {
  const { settings, network, data, decoupling, compute, web } = needs;
  const inside = { parent: compute };
  const { originals } = data.buckets;
  const jobs = new Queue("print-jobs", { consumerTimeout: jobSeconds }, { parent: decoupling });

  const request = new LambdaFunction(
    "request-album",
    requestAlbum({ jobs: jobs.url }),
    { access: [jobs.send()] },
    inside,
  );
  // Costs money at the lab, so callers need AWS credentials until the API has an authorizer.
  web.api.route("POST /albums/print", request);

  new Service(
    "print-lab-worker",
    {
      network,
      image: { context: "handlers/print-worker/worker" },
      queue: jobs,
      access: [originals.read()],
      environment: {
        LAB_URL: settings.partner?.labUrl ?? "https://print-lab.example.com",
        ORIGINALS: originals.name,
      },
      // Nothing waits most of the time; a full queue may take its hour.
      scaling: { min: 0, max: 4, messagesPerTask: 50 },
      spotShare: 1,
    },
    inside,
  );
}
