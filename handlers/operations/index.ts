/** Operations: who is told of errors and of AWS's own troubles, and what is cleaned up at night. */
import { LambdaFunction } from "../../components/compute";
import { Bus, Schedule, Topic } from "../../components/decoupling";
import { LogGroup } from "../../components/observability";
import type { FeatureNeeds } from "..";
import { alertErrors, errorLines } from "./alert-errors";
import { healthEvents, type HealthDetail, relayHealth } from "./relay-health";
import { removeOrphans } from "./remove-orphans";

/** Long enough for some thousand photos. */
const CLEAN_UP_SECONDS = 300;

/** Joins the feature's handlers to the layers. */
export function operations({ compute, data, decoupling }: FeatureNeeds): void {
  const inside = { parent: compute };
  const onFailure = decoupling.queues.failures;
  const { photos } = data.tables;
  const { originals } = data.buckets;
  const operators = new Topic("operators", {}, { parent: decoupling });
  const tells = { access: [operators.publish()], onFailure };

  const nightly = new Schedule(
    "nightly",
    { expression: "cron(0 3 * * ? *)", flexibleMinutes: 30 },
    { parent: decoupling },
  );
  const cleanUp = new LambdaFunction(
    "remove-orphans",
    removeOrphans({ table: photos.name, originals: originals.name }),
    {
      on: nightly.runs(),
      access: [photos.scan(), photos.write(), originals.read(), originals.list()],
      timeout: CLEAN_UP_SECONDS,
      url: {}, // for operators who won't wait for the night: curl --aws-sigv4
      onFailure,
    },
    inside,
  );
  const lines = LogGroup.existing("remove-orphans-lines", { name: cleanUp.logGroupName }, inside);
  new LambdaFunction(
    "alert-errors",
    alertErrors({ topic: operators.arn }),
    { on: lines.lines({ pattern: errorLines }), ...tells },
    inside,
  );

  const account = Bus.existing("account-events", { name: "default" }, { parent: decoupling });
  new LambdaFunction(
    "relay-health",
    relayHealth({ topic: operators.arn }),
    { on: account.events<HealthDetail>(healthEvents), ...tells },
    inside,
  );
}
