/** What a deployment is told, by the program that registers it. */

/** The hooks of a Lambda deployment, as an AppSpec calls them. */
export const lifecycleHooks = ["BeforeAllowTraffic", "AfterAllowTraffic"] as const;
export type LifecycleHook = (typeof lifecycleHooks)[number];

/** Whose credentials to use: the provider of a dynamic resource has none of the aws provider's. */
export interface AwsSession {
  /** AWS region, such as `eu-west-1`. */
  readonly region: string;
  /** The account that the credentials must be for, twelve digits. */
  readonly account: string;
  /** Name of a profile in `~/.aws`. Default: the environment's own credentials. */
  readonly profile?: string;
  /** ARN of a role to take on first. Default: none. */
  readonly roleArn?: string;
  /** What the role's trust policy asks for. Default: none. */
  readonly externalId?: string;
}

/** One hook: its function, and where that logs. */
export interface HookFunction {
  readonly functionName: string;
  readonly logGroup: string;
}

/** A deployment's arguments once all of them are known. */
export interface DeploymentInputs {
  readonly session: AwsSession;
  readonly applicationName: string;
  readonly deploymentGroupName: string;
  readonly functionName: string;
  readonly aliasName: string;
  /** The version that is to get all traffic. */
  readonly targetVersion: string;
  /** How traffic goes over, in words: `canary, 10 % for 5 minutes`. */
  readonly strategy: string;
  readonly logGroup: string;
  readonly hooks: Readonly<Partial<Record<LifecycleHook, HookFunction>>>;
  /** How many versions stay beside those that an alias uses; all where absent. */
  readonly keepVersions?: number;
  /** Minutes after which the update no longer waits. */
  readonly timeoutMinutes: number;
  /** Seconds until CodeDeploy is first asked how far it is; each time half as many more, up to 30. */
  readonly pollSeconds: number;
}

/** What became of it. */
export interface DeploymentResult {
  /** What CodeDeploy calls the deployment; `none` where no traffic was shifted. */
  readonly deploymentId: string;
  /** How the version in use came to its traffic, or why none was shifted. */
  readonly outcome: string;
}
