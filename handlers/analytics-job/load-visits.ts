/** A workflow that loads a day of the lake into the warehouse. */
import * as pulumi from "@pulumi/pulumi";
import type { Warehouse } from "../../components/data";
import type { StatesDefinition } from "../../components/decoupling";

type States = "Day" | "Load" | "Wait" | "Ask" | "Which" | "Loaded" | "Failed";

/** The day before the schedule's time, which is over. */
const day = `{% $fromMillis($toMillis($states.input.time) - 86400000, "[Y0001]-[M01]-[D01]") %}`;

/**
 * Loads the visits of the day before `time` of the input, once however often it runs: what is there of the day
 * goes first, in the same transaction. A day without visits has no folder: Redshift then fails, and says so.
 *
 * @param events The folder of the lake's days, with a slash at its end.
 */
export function loadVisits(
  warehouse: Pick<Warehouse, "statements" | "statementOutcome">,
  events: pulumi.Input<string>,
): StatesDefinition<States> {
  return {
    startAt: "Day",
    states: {
      Day: { type: "Pass", assign: { day }, next: "Load" },
      Load: {
        type: "Task",
        task: warehouse.statements([
          'CREATE TABLE IF NOT EXISTS visits (day DATE, page VARCHAR(2048), "at" TIMESTAMP) SORTKEY (day)',
          // The day is the folder's name, not in the files.
          'CREATE TEMP TABLE loaded (page VARCHAR(2048), "at" TIMESTAMP)',
          pulumi.interpolate`{% "COPY loaded FROM '${events}day=" & $day & "/' IAM_ROLE default FORMAT AS PARQUET" %}`,
          `{% "DELETE FROM visits WHERE day = '" & $day & "'" %}`,
          `{% "INSERT INTO visits SELECT CAST('" & $day & "' AS DATE), page, \\"at\\" FROM loaded" %}`,
        ]),
        next: "Wait",
      },
      Wait: { type: "Wait", seconds: 30, next: "Ask" },
      Ask: { type: "Task", task: warehouse.statementOutcome(), next: "Which" },
      Which: {
        type: "Choice",
        choices: [
          { condition: `{% $states.input.Status = "FINISHED" %}`, next: "Loaded" },
          { condition: `{% $states.input.Status in ["FAILED", "ABORTED"] %}`, next: "Failed" },
        ],
        default: "Wait",
      },
      Loaded: { type: "Succeed" },
      Failed: { type: "Fail", error: "LoadFailed", cause: "{% $states.input.Error %}" },
    },
  };
}
