/** What every component may know about the environment it stands in. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Who holds the keys that encrypt data at rest. */
export const encryptionProfiles = ["aws-managed", "customer-managed"] as const;
export type EncryptionProfile = (typeof encryptionProfiles)[number];

/** What a customer-managed key is for; one key each, so that a grant on one opens nothing else. */
export const keyPurposes = ["data", "messages", "logs", "secrets"] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** An AWS account, twelve digits. */
export const accountPattern = /^\d{12}$/;

/** The part of `Environment` that components read. */
export interface EnvironmentFacts {
  /** The region that resources are made in unless they say otherwise. */
  readonly region: pulumi.Output<string>;
  /** The same while the program runs, where it is known by then. */
  readonly homeRegion?: string;
  /** The AWS account, twelve digits. */
  readonly accountId: pulumi.Output<string>;
  /** True where losing data or capacity would hurt: turns on deletion protection. */
  readonly production: boolean;
  /** Days that logs are kept; one of the values CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  readonly encryption: EncryptionProfile;
  /**
   * ARN of the customer's key for this purpose in a region, where alone it can be used; made when it is
   * first asked for outside the environment's. Undefined with keys managed by AWS. Default region: the
   * environment's.
   */
  keyArn(purpose: KeyPurpose, region?: string): pulumi.Output<string> | undefined;
  /**
   * ARN of the topic that alarms of a region announce themselves to, made when it is first asked for;
   * undefined without an `Environment`. Default region: the environment's.
   */
  alarmTopicArn(region?: string): pulumi.Output<string> | undefined;
}

/** For a component without an `Environment` above it: as careful as possible, asking AWS for the rest. */
export function safestEnvironment(component: pulumi.Resource): EnvironmentFacts {
  const inside = { parent: component };
  return {
    get region() {
      return aws.getRegionOutput({}, inside).region;
    },
    get accountId() {
      return aws.getCallerIdentityOutput({}, inside).accountId;
    },
    production: true,
    logRetentionDays: 365,
    encryption: "aws-managed",
    keyArn: () => undefined,
    alarmTopicArn: () => undefined,
  };
}
