/** The AppSpec of a Lambda deployment: what goes over from where to where, and who is asked. */
import { DeploymentInputs, lifecycleHooks } from "./deployment-inputs";

/** The version that a deployment shifts from and the one that it shifts to. */
export interface VersionShift {
  readonly functionName: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
}

interface AppSpec {
  readonly version: 0;
  readonly Resources: readonly Readonly<
    Record<
      string,
      {
        readonly Type: "AWS::Lambda::Function";
        readonly Properties: {
          readonly Name: string;
          readonly Alias: string;
          readonly CurrentVersion: string;
          readonly TargetVersion: string;
        };
      }
    >
  >[];
  readonly Hooks?: readonly Readonly<Record<string, string>>[];
}

/** As JSON, which CodeDeploy takes beside YAML (API_AppSpecContent). */
export function appSpecOf(inputs: DeploymentInputs, currentVersion: string): string {
  const { functionName, aliasName, targetVersion, hooks } = inputs;
  const named = lifecycleHooks.flatMap((hook) => {
    const called = hooks[hook];
    return called ? [{ [hook]: called.functionName }] : [];
  });
  const spec: AppSpec = {
    version: 0,
    Resources: [
      {
        [functionName]: {
          Type: "AWS::Lambda::Function",
          Properties: {
            Name: functionName,
            Alias: aliasName,
            CurrentVersion: currentVersion,
            TargetVersion: targetVersion,
          },
        },
      },
    ],
    ...(named.length > 0 ? { Hooks: named } : {}),
  };
  return JSON.stringify(spec);
}

/** Reads one back; undefined for what is not JSON, such as a deployment that somebody started with YAML. */
export function versionsIn(content: string | undefined): VersionShift | undefined {
  try {
    const { Resources } = JSON.parse(content ?? "") as AppSpec;
    const { Name, CurrentVersion, TargetVersion } = Object.values(Resources[0])[0].Properties;
    return { functionName: Name, currentVersion: CurrentVersion, targetVersion: TargetVersion };
  } catch {
    return undefined;
  }
}
