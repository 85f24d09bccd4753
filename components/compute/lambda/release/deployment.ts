/** A deployment of CodeDeploy as a resource: one of Pulumi's dynamic ones. */
import * as pulumi from "@pulumi/pulumi";
import { deploymentProvider } from "./deployment-provider";
import { AwsSession, HookFunction, LifecycleHook } from "./deployment-inputs";

type Inputs<Plain> = { [Key in keyof Plain]: pulumi.Input<Plain[Key]> };

export interface DeploymentArgs {
  /** Region, profile, role and account: the aws provider's own credentials reach no dynamic resource. */
  session: Inputs<AwsSession>;
  applicationName: pulumi.Input<string>;
  deploymentGroupName: pulumi.Input<string>;
  functionName: pulumi.Input<string>;
  /** The alias whose traffic is shifted. */
  aliasName: pulumi.Input<string>;
  /** The version that is to get it; another one starts a deployment, and nothing else does. */
  targetVersion: pulumi.Input<string>;
  /** How traffic goes over, in words. */
  strategy: pulumi.Input<string>;
  /** The function's log group, for whoever reads why it failed. */
  logGroup: pulumi.Input<string>;
  hooks: Partial<Record<LifecycleHook, Inputs<HookFunction>>>;
  /** How many versions stay beside those that an alias uses. Default: all. */
  keepVersions?: number;
  /** Minutes after which the update no longer waits. */
  timeoutMinutes: number;
  /** Seconds until CodeDeploy is first asked how far it is. Each pause is half as long again as the last, up to 30. Default: 3. */
  pollSeconds?: number;
}

/**
 * Shifts an alias to another version through CodeDeploy while `pulumi up` waits: what CloudFormation
 * does by itself, and neither Pulumi's nor Terraform's provider. A preview starts nothing. An update
 * that is broken off finds its running deployment again; one that fails tries again the next time.
 *
 * @example
 * const { deploymentId, outcome } = new Deployment("orders", args, { parent: orders });
 */
export class Deployment extends pulumi.CustomResource {
  /** What CodeDeploy calls the last deployment; `none` where no traffic was shifted. */
  declare readonly deploymentId: pulumi.Output<string>;
  /** How the version in use came to its traffic, or why none was shifted. */
  declare readonly outcome: pulumi.Output<string>;

  constructor(name: string, args: DeploymentArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      deploymentType,
      name,
      {
        ...args,
        pollSeconds: args.pollSeconds ?? 3,
        // `pulumi.dynamic.Resource` would write down the functions of an object; this text is written
        // by hand, so that it stays the same whatever is changed around it.
        __provider: deploymentProvider,
        deploymentId: undefined,
        outcome: undefined,
      },
      opts,
    );
  }
}

/** `child()` reads a resource's type from here. */
export const deploymentType = "pulumi-nodejs:dynamic/strata:Deployment";
Object.assign(Deployment, { __pulumiType: deploymentType });
