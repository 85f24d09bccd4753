/** Days counted anew on a cluster, which somebody starts and which ends by itself. */
import * as pulumi from "@pulumi/pulumi";
import { EmrCluster } from "../../components/compute";
import { Bucket, Lake } from "../../components/data";
import { Workflow } from "../../components/decoupling";
import type { FeatureNeeds } from "..";

/** Where the nodes' certificates lie in the lake's bucket: put there by hand, see docs/compute.md. */
const certificates = "certificates/cluster.zip";

/**
 * Joins a cluster and its workflow to the layers. The workflow is started by hand with `{ "day": "2026-11-23" }`.
 *
 * @param job The script and the folders that it reads and writes, in the lake's bucket.
 */
export function recount(
  { compute, data, decoupling, environment, network }: FeatureNeeds,
  { bucket }: Lake,
  job: { script: string; events: string; counts: string },
): void {
  const logs = new Bucket(
    "lab-logs",
    { purpose: "logs", disposable: !environment.production },
    { parent: data },
  );
  const place = (name: string) => pulumi.interpolate`s3://${bucket.name}/${name}`;
  const lab = new EmrCluster(
    "lab",
    {
      network,
      logs,
      certificates: { location: place(certificates), access: bucket.read(certificates) },
      spot: true,
      access: [
        bucket.list(),
        bucket.read(job.script),
        bucket.read(job.events),
        bucket.read(job.counts),
        bucket.write(job.counts),
        bucket.delete(job.counts),
      ],
      failures: decoupling.queues.failures,
    },
    { parent: compute },
  );
  const command = [
    "spark-submit",
    place(job.script),
    "--events",
    place(job.events),
    "--counts",
    place(job.counts),
    "--day",
    "{% $states.input.day %}",
  ];
  new Workflow(
    "recount-visits",
    {
      startAt: "Count",
      states: { Count: { type: "Task", task: lab.step({ command }), end: true } },
    },
    { parent: decoupling },
  );
}
