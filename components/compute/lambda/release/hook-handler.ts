/** The function that CodeDeploy asks: runs a check, and reports what came of it whatever happens. */
import {
  CodeDeployClient,
  GetDeploymentCommand,
  PutLifecycleEventHookExecutionStatusCommand,
} from "@aws-sdk/client-codedeploy";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { traced } from "../../../base/traced";
import type { LambdaContext } from "../handler";
import { versionsIn } from "./app-spec";

/** What CodeDeploy sends (CodeDeploy guide, "AppSpec 'hooks' section for an AWS Lambda deployment"). */
export interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

/** The version that is about to take over. */
export interface ReleasedVersion {
  readonly functionName: string;
  /** Number of the new version, such as `"7"`. */
  readonly version: string;
  /** Number of the one that has the traffic, or had it. */
  readonly previousVersion: string;
  readonly deploymentId: string;
  /**
   * Calls the new version, whatever share of traffic it has, and waits for its answer.
   *
   * @throws Error where the function throws, runs out of time or can't be started
   */
  invoke<Result = unknown>(event: unknown): Promise<Result>;
}

/**
 * Looks at the new version; throwing turns the release back.
 *
 * @example
 * const answers: ReleaseCheck = async (release) => {
 *   const { statusCode } = await release.invoke<{ statusCode: number }>({ path: "/health" });
 *   if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
 * };
 */
export type ReleaseCheck = (release: ReleasedVersion) => Promise<void>;

/** Time to report in, before Lambda ends the run: CodeDeploy would wait for an hour for what never comes. */
const REPORT_MILLISECONDS = 5_000;

/** The handler of a hook. */
export function hookHandler(check: ReleaseCheck) {
  return async (event: HookEvent, context: LambdaContext): Promise<void> => {
    const codeDeploy = traced(new CodeDeployClient({}));
    const { DeploymentId: deploymentId, LifecycleEventHookExecutionId: execution } = event;
    const inTime = runOut(context.getRemainingTimeInMillis() - REPORT_MILLISECONDS);
    let status: "Succeeded" | "Failed" = "Failed";
    try {
      const released = await versionOf(codeDeploy, deploymentId);
      await Promise.race([check(released), inTime.out]);
      status = "Succeeded";
      console.log(`version ${released.version} may go on`);
    } catch (error) {
      console.error("the release is turned back:", error);
    } finally {
      inTime.stop();
      await codeDeploy.send(
        new PutLifecycleEventHookExecutionStatusCommand({
          deploymentId,
          lifecycleEventHookExecutionId: execution,
          status,
        }),
      );
    }
  };
}

async function versionOf(
  codeDeploy: CodeDeployClient,
  deploymentId: string,
): Promise<ReleasedVersion> {
  const { deploymentInfo } = await codeDeploy.send(new GetDeploymentCommand({ deploymentId }));
  const content = deploymentInfo?.revision?.appSpecContent?.content;
  const shift = versionsIn(content ?? deploymentInfo?.revision?.string?.content);
  if (!shift) {
    throw new Error(
      `deployment ${deploymentId} has no AppSpec in JSON: pulumi up did not start it`,
    );
  }
  const { functionName, targetVersion: version, currentVersion: previousVersion } = shift;
  return {
    ...{ functionName, version, previousVersion, deploymentId },
    invoke: (event) => invokeVersion(functionName, version, event),
  };
}

async function invokeVersion<Result>(
  functionName: string,
  version: string,
  event: unknown,
): Promise<Result> {
  const answer = await traced(new LambdaClient({})).send(
    new InvokeCommand({
      FunctionName: functionName,
      Qualifier: version,
      Payload: JSON.stringify(event),
    }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError !== undefined) {
    throw new Error(`version ${version} of ${functionName} failed: ${text}`);
  }
  return (text === "" ? undefined : JSON.parse(text)) as Result;
}

function runOut(milliseconds: number): { out: Promise<never>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const out = new Promise<never>((_resolve, reject) => {
    const seconds = Math.round(milliseconds / 1000);
    const error = new Error(`the check did not end within ${seconds} s: raise the hook's timeout`);
    timer = setTimeout(() => reject(error), Math.max(0, milliseconds));
  });
  out.catch(() => undefined); // where the check has ended first, nobody waits for it
  return { out, stop: () => clearTimeout(timer) };
}
