/**
 * Runs one deployment of CodeDeploy from its start, or from where it is, to its end. Loaded by the
 * provider of the dynamic resource `Deployment`, in a process of Pulumi's own.
 */
import {
  BatchGetDeploymentTargetsCommand,
  CreateDeploymentCommand,
  DeploymentInfo,
  DeploymentStatus,
  GetDeploymentCommand,
  LambdaTarget,
  ListDeploymentTargetsCommand,
  paginateListDeployments,
} from "@aws-sdk/client-codedeploy";
import { GetAliasCommand } from "@aws-sdk/client-lambda";
import { appSpecOf, versionsIn } from "./app-spec";
import { openSession, ReleaseClients } from "./aws-session";
import { failureOf, inTheWay, tookTooLong } from "./deployment-failure";
import { DeploymentInputs, DeploymentResult } from "./deployment-inputs";
import { removeOldVersions } from "./old-versions";
import { isPassing, Patience } from "./patience";

/** Everything but an end. */
const UNDER_WAY: readonly DeploymentStatus[] = [
  "Created",
  "Queued",
  "InProgress",
  "Baking",
  "Ready",
];

/** The provider's answer to `create` and `update`. */
export async function runDeployment(inputs: DeploymentInputs): Promise<DeploymentResult> {
  const clients = await openSession(inputs.session);
  const patience = new Patience(inputs);
  const started = await startOrFind(clients, inputs, patience);
  if (started === undefined) {
    return { deploymentId: "none", outcome: unshifted(inputs) };
  }
  await settle(clients, inputs, started, patience);
  await cleanUp(clients, inputs);
  return { deploymentId: started, outcome: shifted(inputs, started) };
}

function unshifted({ aliasName, targetVersion }: DeploymentInputs): string {
  return (
    `no traffic was shifted: alias ${aliasName} had version ${targetVersion} already, because it was made with it or an earlier update brought it there. ` +
    "The next change of code or configuration is shifted; without one nothing is."
  );
}

function shifted({ targetVersion, strategy }: DeploymentInputs, id: string): string {
  return `version ${targetVersion} has all traffic since deployment ${id} (${strategy}). Without a change of code or configuration no traffic is shifted.`;
}

/** The id of the deployment to wait for; undefined where the alias is there already. */
async function startOrFind(
  clients: ReleaseClients,
  inputs: DeploymentInputs,
  patience: Patience,
): Promise<string | undefined> {
  for (;;) {
    const found = await findRunning(clients, inputs, patience);
    if (found !== undefined) {
      tell(inputs, `deployment ${found} to version ${inputs.targetVersion} was under way already`);
      return found;
    }
    const currentVersion = await aliasVersion(clients, inputs);
    if (currentVersion === inputs.targetVersion) {
      return undefined;
    }
    try {
      return await start(clients, inputs, currentVersion);
    } catch (error) {
      // Where the answer was lost, the deployment may have begun: it is looked for before the next try.
      if (!isPassing(error)) throw error;
      const { name } = error as Error;
      if (!(await patience.wait())) throw error;
      tell(inputs, `CodeDeploy did not answer (${name}): trying again`);
    }
  }
}

async function start(
  { codeDeployOnce }: ReleaseClients,
  inputs: DeploymentInputs,
  currentVersion: string,
): Promise<string> {
  const { applicationName, deploymentGroupName, targetVersion } = inputs;
  const content = appSpecOf(inputs, currentVersion);
  const { deploymentId = "" } = await codeDeployOnce.send(
    new CreateDeploymentCommand({
      applicationName,
      deploymentGroupName,
      description: `version ${currentVersion} to ${targetVersion}, by pulumi up`,
      revision: { revisionType: "AppSpecContent", appSpecContent: { content } },
    }),
  );
  tell(
    inputs,
    `deployment ${deploymentId}: version ${currentVersion} to ${targetVersion}, ${inputs.strategy}`,
  );
  return deploymentId;
}

/** A deployment to our version that an earlier update began. Waits for one that rolls back. */
async function findRunning(
  clients: ReleaseClients,
  inputs: DeploymentInputs,
  patience: Patience,
): Promise<string | undefined> {
  const { applicationName, deploymentGroupName } = inputs;
  const pages = paginateListDeployments(
    { client: clients.codeDeploy },
    { applicationName, deploymentGroupName, includeOnlyStatuses: [...UNDER_WAY] },
  );
  for await (const { deployments = [] } of pages) {
    for (const id of deployments) {
      const deployment = await get(clients, id);
      if (deployment.creator === "codeDeployRollback") {
        tell(inputs, `deployment ${id} rolls back: waiting for its end`);
        await untilOver(clients, inputs, id, patience);
        continue;
      }
      const content = deployment.revision?.appSpecContent?.content;
      const version = versionsIn(content ?? deployment.revision?.string?.content)?.targetVersion;
      if (version !== inputs.targetVersion) throw inTheWay(inputs, id, version ?? "unknown");
      return id;
    }
  }
  return undefined;
}

/** Waits for the end. @throws Error where that is not success */
async function settle(
  clients: ReleaseClients,
  inputs: DeploymentInputs,
  id: string,
  patience: Patience,
): Promise<void> {
  let deployment = await untilOver(clients, inputs, id, patience);
  if (deployment.status === "Succeeded") {
    return;
  }
  const { events = [] } = await targetOf(clients, id);
  const rollback = deployment.rollbackInfo?.rollbackDeploymentId;
  if (rollback !== undefined) {
    tell(inputs, `deployment ${id} is ${String(deployment.status)}: ${rollback} rolls back`);
    await untilOver(clients, inputs, rollback, patience);
    deployment = await get(clients, id);
  }
  const version = await aliasVersion(clients, inputs).catch(() => undefined);
  throw failureOf(inputs, { id, deployment, events, version });
}

async function untilOver(
  clients: ReleaseClients,
  inputs: DeploymentInputs,
  id: string,
  patience: Patience,
): Promise<DeploymentInfo> {
  let told = "";
  let status = "Created";
  for (;;) {
    try {
      const deployment = await get(clients, id);
      status = String(deployment.status);
      if (deployment.status === undefined || !UNDER_WAY.includes(deployment.status)) {
        tell(inputs, `deployment ${id}: ${status}`);
        return deployment;
      }
      const progress = await progressOf(clients, id, status);
      if (progress !== told) {
        tell(inputs, `deployment ${id}: ${progress}`);
        patience.begin(); // something happens: look closely for a while
        told = progress;
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      tell(inputs, `CodeDeploy did not answer (${(error as Error).name}): asking again`);
    }
    if (!(await patience.wait())) throw tookTooLong(inputs, id, status);
  }
}

/** `InProgress, BeforeAllowTraffic Succeeded, AllowTraffic InProgress, 10 % on version 5`. */
async function progressOf(clients: ReleaseClients, id: string, status: string): Promise<string> {
  const { events = [], target } = await targetOf(clients, id);
  const begun = events.filter((event) => event.status !== "Pending" && event.status !== undefined);
  const steps = begun.map((event) => `${event.lifecycleEventName ?? ""} ${event.status ?? ""}`);
  const info = target?.lambdaFunctionInfo;
  const weight = info?.targetVersionWeight;
  const share =
    weight === undefined
      ? []
      : [`${Math.round(weight * 100)} % on version ${info?.targetVersion ?? ""}`];
  return [status, ...steps, ...share].join(", ");
}

async function targetOf(
  { codeDeploy }: ReleaseClients,
  deploymentId: string,
): Promise<{ target?: LambdaTarget; events?: LambdaTarget["lifecycleEvents"] }> {
  try {
    const { targetIds = [] } = await codeDeploy.send(
      new ListDeploymentTargetsCommand({ deploymentId }),
    );
    if (targetIds.length === 0) return {};
    const { deploymentTargets = [] } = await codeDeploy.send(
      new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
    );
    const target = deploymentTargets[0]?.lambdaTarget;
    return { target, events: target?.lifecycleEvents };
  } catch (error) {
    // Before it has begun there is nothing to show.
    if ((error as Error).name === "DeploymentNotStartedException") return {};
    throw error;
  }
}

async function get({ codeDeploy }: ReleaseClients, deploymentId: string): Promise<DeploymentInfo> {
  const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
  return deploymentInfo ?? {};
}

async function aliasVersion({ lambda }: ReleaseClients, inputs: DeploymentInputs): Promise<string> {
  const alias = { FunctionName: inputs.functionName, Name: inputs.aliasName };
  return (await lambda.send(new GetAliasCommand(alias))).FunctionVersion ?? "";
}

/** The release stands: that versions could not be removed is told, and fails nothing. */
async function cleanUp({ lambda }: ReleaseClients, inputs: DeploymentInputs): Promise<void> {
  const { functionName, keepVersions } = inputs;
  if (keepVersions === undefined) {
    return;
  }
  try {
    const removed = await removeOldVersions(lambda, functionName, keepVersions);
    if (removed.length > 0) tell(inputs, `removed old versions ${removed.join(", ")}`);
  } catch (error) {
    tell(inputs, `old versions stay: ${(error as Error).message}`);
  }
}

/** What a provider prints, `pulumi up` shows. */
function tell({ functionName }: DeploymentInputs, line: string): void {
  console.log(`${functionName}: ${line}`);
}
