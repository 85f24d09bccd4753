/** Moderation: a reported photo waits for the decision of a person, for a week at most. */
import { LambdaFunction } from "../../components/compute";
import { Table } from "../../components/data";
import { callFunction, Workflow } from "../../components/decoupling";
import type { FeatureNeeds } from "..";
import { answerCase } from "./answer-case";
import { askModerator } from "./ask-moderator";
import { listCases } from "./list-cases";
import { reportPhoto } from "./report-photo";
import { takeDownPhoto } from "./take-down-photo";
import { decided, timeDecisions } from "./time-decisions";

/** A week: so long a photo may stand that somebody reported. */
const ANSWER_SECONDS = 7 * 24 * 60 * 60;

/** Joins the feature's handlers and its workflow to the layers. */
export function moderation({ compute, data, decoupling, environment, web }: FeatureNeeds): void {
  const inside = { parent: compute };
  const { photos } = data.tables;
  const cases = new Table(
    "moderation-cases",
    {
      hashKey: "caseId",
      stream: "NEW_AND_OLD_IMAGES",
      disposable: !environment.production,
    },
    { parent: data },
  );

  const ask = new LambdaFunction(
    "ask-moderator",
    askModerator({ cases: cases.name }),
    { access: [cases.write()] },
    inside,
  );
  const takeDown = new LambdaFunction(
    "take-down-photo",
    takeDownPhoto({ table: photos.name }),
    { access: [photos.write()] },
    inside,
  );
  const workflow = new Workflow(
    "moderate-photo",
    {
      startAt: "Remember",
      states: {
        Remember: { type: "Pass", assign: { report: "{% $states.input %}" }, next: "Ask" },
        Ask: {
          type: "Task",
          task: callFunction(ask, { waitForAnswer: true }),
          timeoutSeconds: ANSWER_SECONDS,
          // Nobody looked at it: better a photo too few than one that should not be there.
          catch: [{ errorEquals: ["States.Timeout"], next: "TakeDown" }],
          next: "Decide",
        },
        Decide: {
          type: "Choice",
          choices: [{ condition: "{% $states.input.decision = 'keep' %}", next: "Keep" }],
          default: "TakeDown",
        },
        TakeDown: {
          type: "Task",
          task: callFunction(takeDown, { payload: "{% $report %}" }),
          end: true,
        },
        Keep: { type: "Succeed" },
      },
    },
    { parent: decoupling },
  );

  const report = new LambdaFunction(
    "report-photo",
    reportPhoto({ table: photos.name, workflow: workflow.arn }),
    { access: [photos.read(), workflow.start()] },
    inside,
  );
  const answer = new LambdaFunction(
    "answer-case",
    answerCase({ cases: cases.name }),
    { access: [cases.read(), cases.write(), workflow.answer()] },
    inside,
  );
  const list = new LambdaFunction(
    "list-cases",
    listCases({ cases: cases.name }),
    { access: [cases.scan()] },
    inside,
  );
  new LambdaFunction(
    "time-decisions",
    timeDecisions(),
    { on: cases.changes({ filters: [decided] }) },
    inside,
  );
  // Whoever reports is known, so that nobody buries the moderators.
  const authorization = web.api.checksTokens ? "jwt" : "iam";
  web.api.route("POST /photos/{photoId}/report", report, { authorization });
  // Moderators have AWS credentials: a token of the application's users is not enough.
  web.api.route("GET /moderation", list, { authorization: "iam" });
  web.api.route("POST /moderation/{caseId}", answer, { authorization: "iam" });
}
