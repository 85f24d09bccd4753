/** Analytics job: visits gathered in a lake, every night counted by Spark and loaded into a warehouse. */
import * as pulumi from "@pulumi/pulumi";
import { Emr, LambdaFunction } from "../../components/compute";
import { Lake, Warehouse } from "../../components/data";
import { Schedule, Workflow } from "../../components/decoupling";
import type { FeatureNeeds } from "..";
import { loadVisits } from "./load-visits";
import { recount } from "./recount";
import { recordVisit } from "./record-visit";

/** Folders of the lake's bucket: the lake's own, and the job's. */
const events = "events/";
const counts = "counts/";
const script = "count_visits.py";

/** Joins the feature's function, job and workflow to the layers. */
export function analyticsJob(needs: FeatureNeeds): void {
  const { compute, data, decoupling, environment, network, web } = needs;
  const visits = new Lake(
    "visits",
    {
      columns: { page: "string", at: "timestamp" },
      disposable: !environment.production,
    },
    { parent: data },
  );
  const { bucket } = visits;
  bucket.upload("handlers/analytics-job/job");

  const record = new LambdaFunction(
    "record-visit",
    recordVisit({ visits: visits.deliveryName }),
    { access: [visits.put()], reservedConcurrentExecutions: needs.publicConcurrency },
    { parent: compute },
  );
  // A page counts itself, whoever looks at it.
  const authorization = web.api.checksTokens ? "jwt" : "none";
  web.api.route("POST /visits", record, { authorization });

  const spark = new Emr(
    "spark",
    {
      network,
      maxVcpus: 12,
      access: [
        bucket.list(),
        bucket.read(script),
        bucket.read(events),
        bucket.read(counts),
        bucket.write(counts),
        // Spark writes beside and moves: what it wrote before goes.
        bucket.delete(counts),
      ],
      failures: decoupling.queues.failures,
    },
    { parent: compute },
  );
  const folder = (name: string) => pulumi.interpolate`s3://${bucket.name}/${name}`;
  const workflow = new Workflow(
    "count-visits",
    {
      startAt: "Count",
      states: {
        Count: {
          type: "Task",
          task: spark.job({
            script: folder(script),
            arguments: [
              "--events",
              folder(events),
              "--counts",
              folder(counts),
              "--day",
              "{% $states.input.time %}",
            ],
            worker: { cpu: 2, memory: 8 },
            maxExecutors: 4,
          }),
          end: true,
        },
      },
    },
    { parent: decoupling },
  );
  const warehouse = new Warehouse(
    "reports",
    { network, loads: [visits.load()], egress: true, disposable: !environment.production },
    { parent: data },
  );
  const load = new Workflow("load-visits", loadVisits(warehouse, folder(events)), {
    parent: decoupling,
  });

  recount(needs, visits, { script, events, counts });

  const nightly = new Schedule(
    "count-visits-nightly",
    { expression: "cron(30 2 * * ? *)" },
    { parent: decoupling },
  );
  nightly.starts(workflow, { input: { time: "<aws.scheduler.scheduled-time>" } });
  nightly.starts(load, { input: { time: "<aws.scheduler.scheduled-time>" } });
}
