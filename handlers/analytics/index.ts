/** Analytics: which pages people look at, taken by the API, counted from a stream, kept in a lake. */
import { LambdaFunction } from "../../components/compute";
import { Lake, Table } from "../../components/data";
import { Stream } from "../../components/decoupling";
import type { FeatureNeeds } from "..";
import type { StreamedClick } from "./click";
import { countClicks } from "./count-clicks";
import { recordClicks } from "./record-clicks";

/** The lake's table has what the stream's records have. */
const columns: Record<keyof StreamedClick, string> = { page: "string", at: "timestamp" };

/** Joins the feature's handlers, its stream and its lake to the layers. */
export function analytics(needs: FeatureNeeds): void {
  const { compute, data, decoupling, environment, web } = needs;
  const inside = { parent: compute };
  const disposable = !environment.production;
  const stream = new Stream("clicks", { disposable }, { parent: decoupling });
  const counts = new Table(
    "click-counts",
    { hashKey: "day", rangeKey: "shard", disposable },
    { parent: data },
  );
  // Firehose reads the stream beside the function that counts, and keeps every click for questions in SQL.
  new Lake("click-history", { from: stream, columns, disposable }, { parent: data });

  // Pages send with `navigator.sendBeacon`, of whoever looks at them.
  const record = new LambdaFunction(
    "record-clicks",
    recordClicks({ stream: stream.name }),
    { access: [stream.write()], reservedConcurrentExecutions: needs.publicConcurrency },
    inside,
  );
  web.api.route("POST /clicks", record, { authorization: "none" });
  new LambdaFunction(
    "count-clicks",
    countClicks({ counts: counts.name }),
    {
      on: stream.records(),
      access: [counts.read(), counts.write()],
    },
    inside,
  );
}
