/** What a release that was turned back says. */
import { DeploymentInfo, LifecycleEvent } from "@aws-sdk/client-codedeploy";
import { DeploymentInputs, LifecycleHook } from "./deployment-inputs";

/** What is known of a deployment that did not succeed. */
export interface Failed {
  readonly id: string;
  readonly deployment: DeploymentInfo;
  readonly events: readonly LifecycleEvent[];
  /** The version that the alias has now. */
  readonly version: string | undefined;
}

/** CodeDeploy's reason, each hook's result with its log group, what became of the traffic, and what comes next. */
export function failureOf(inputs: DeploymentInputs, failed: Failed): Error {
  const { functionName, targetVersion, logGroup } = inputs;
  const { id, deployment, version } = failed;
  const { code = "no code", message = "no message" } = deployment.errorInformation ?? {};
  const lines = [
    `${functionName}: version ${targetVersion} got no traffic for good: deployment ${id} is ${String(deployment.status)}`,
    `  CodeDeploy: ${code}: ${message}`,
    ...failed.events.flatMap((event) => eventLines(inputs, event)),
    `  the function's log group: ${logGroup}`,
    rollbackLine(inputs, failed, version),
    "  next: the next pulumi up tries this version again; change the code, and it tries that",
  ];
  return new Error(lines.join("\n"));
}

function eventLines({ hooks }: DeploymentInputs, event: LifecycleEvent): string[] {
  const { lifecycleEventName: name = "", status, diagnostics } = event;
  const hook = hooks[name as LifecycleHook];
  if (!hook && status !== "Failed") {
    return [];
  }
  const why = [diagnostics?.errorCode, diagnostics?.message, diagnostics?.logTail];
  const reasons = why.filter((text) => text !== undefined && text !== "" && text !== "Success");
  const line = `  ${name}: ${[status, ...reasons].join(": ")}`;
  return hook ? [line, `    ${hook.functionName}, log group: ${hook.logGroup}`] : [line];
}

function rollbackLine({ aliasName }: DeploymentInputs, failed: Failed, version = "?"): string {
  const { rollbackInfo } = failed.deployment;
  const now = `alias ${aliasName} has version ${version}`;
  if (rollbackInfo?.rollbackDeploymentId) {
    return `  rolled back by deployment ${rollbackInfo.rollbackDeploymentId}: ${now}`;
  }
  return `  not rolled back${rollbackInfo?.rollbackMessage ? ` (${rollbackInfo.rollbackMessage})` : ""}: ${now}`;
}

/** The update stops waiting; the deployment does not stop. */
export function tookTooLong(inputs: DeploymentInputs, id: string, status: string): Error {
  return new Error(
    [
      `${inputs.functionName}: deployment ${id} to version ${inputs.targetVersion} is still ${status} after ${inputs.timeoutMinutes} minutes`,
      "  it goes on in AWS: the next pulumi up finds it again and waits for it",
      `  to turn it back: aws deploy stop-deployment --deployment-id ${id} --auto-rollback-enabled`,
      "  fix: a larger release.timeoutMinutes, where so long a release is meant",
    ].join("\n"),
  );
}

/** Somebody else's deployment is under way. */
export function inTheWay(inputs: DeploymentInputs, id: string, version: string): Error {
  return new Error(
    [
      `${inputs.functionName}: deployment ${id} is under way to version ${version}, and a group has one at a time`,
      "  fix: wait for its end and run pulumi up again, or turn it back:",
      `  aws deploy stop-deployment --deployment-id ${id} --auto-rollback-enabled`,
    ].join("\n"),
  );
}
