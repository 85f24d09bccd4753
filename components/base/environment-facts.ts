/** What every component may know about the environment it stands in. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isLinkedRole, linkedRoles, OnceThing } from "./once-per-account";
import type { Alarmed } from "../contracts";
import type { Exception } from "../../rules/base/exception";
import type { NewerRegions } from "../../rules/base/regions";

/** Who holds the keys that encrypt data at rest. */
export const encryptionProfiles = ["aws-managed", "customer-managed"] as const;
export type EncryptionProfile = (typeof encryptionProfiles)[number];

/** What a customer-managed key is for; one key each, so that a grant on one opens nothing else. */
export const keyPurposes = ["data", "messages", "logs", "secrets"] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** The profile, with what is to stay of another one. */
export interface EncryptionArgs {
  readonly profile: EncryptionProfile;
  /**
   * Purposes whose keys stay after the profile `customer-managed` was left: what was written under them
   * can't be read without. Default: none, and an update that would take such a key stops at it.
   */
  readonly keepKeys?: readonly KeyPurpose[];
}

/** An AWS account, twelve digits. */
export const accountPattern = /^\d{12}$/;

/** The ARN of a role, as IAM gives it out. */
export const rolePattern = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** Whose credentials reach AWS; those of the process that runs Pulumi where nothing is said. */
export interface EnvironmentCredentials {
  /** Name of a profile in `~/.aws`. */
  readonly profile?: string;
  /** ARN of a role to take on first. */
  readonly roleArn?: string;
  /** What the role's trust policy asks for. */
  readonly externalId?: string;
}

/** The part of `Environment` that components read. */
export interface EnvironmentFacts {
  /** The region that resources are made in unless they say otherwise. */
  readonly region: pulumi.Output<string>;
  /** The same while the program runs, where it is known by then. */
  readonly homeRegion?: string;
  /** Zones of regions that are newer than the list in `rules/base/regions.ts`. Default: none. */
  readonly newerRegions?: NewerRegions;
  /** Rules that resources of the stack may break. */
  readonly exceptions: readonly Exception[];
  /** The AWS account, twelve digits. */
  readonly accountId: pulumi.Output<string>;
  /** For resources that the aws provider does not make, and whose own provider gets no credentials of it. */
  readonly credentials: EnvironmentCredentials;
  /** True where losing data or capacity would hurt: turns on deletion protection. */
  readonly production: boolean;
  /** Days that logs are kept; one of the values CloudWatch Logs allows. */
  readonly logRetentionDays: number;
  readonly encryption: EncryptionProfile;
  /** Tags that the provider gives to all it makes, for what AWS makes by itself, such as the servers of a fleet. */
  readonly defaultTags: Readonly<Record<string, string>>;
  /**
   * ARN of the customer's key for this purpose in a region, where alone it can be used; made when it is
   * first asked for outside the environment's. Undefined with keys managed by AWS. Default region: the
   * environment's.
   */
  keyArn(purpose: KeyPurpose, region?: string): pulumi.Output<string> | undefined;
  /**
   * Lets an AWS service use the key of this purpose, as far as it works for this account: for services
   * that act without a role of ours, such as S3 when it tells an encrypted queue. Does nothing with keys
   * managed by AWS. Default region: the environment's.
   *
   * @param service principal such as `s3.amazonaws.com`
   * @throws pulumi.RunError once the program's synchronous part has ended
   */
  admitToKey(purpose: KeyPurpose, service: string, region?: string): void;
  /**
   * ARN of the topic that alarms of a region announce themselves to, made when it is first asked for;
   * undefined without an `Environment`. Default region: the environment's.
   */
  alarmTopicArn(region?: string): pulumi.Output<string> | undefined;
  /** Told of every component that can be watched; absent without an `Environment`. */
  watch?(component: Alarmed): void;
  /** Every component that can be watched, in the order of their making. */
  watched?(): readonly Alarmed[];
  /**
   * What to wait for before something uses what an account has once: the resources of this stack, none
   * where another one makes it. A service-linked role that this stack doesn't make is asked of AWS, so
   * that a preview fails where it isn't there.
   */
  once(thing: OnceThing): readonly pulumi.Resource[];
}

/** Asks AWS for what this stack doesn't make; only roles can be asked for. */
export function lookUpOnce(thing: OnceThing, component: pulumi.Resource): void {
  if (isLinkedRole(thing)) {
    aws.iam.getRoleOutput({ name: linkedRoles[thing].role }, { parent: component });
  }
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
    exceptions: [],
    credentials: {},
    production: true,
    logRetentionDays: 365,
    encryption: "aws-managed",
    defaultTags: {},
    keyArn: () => undefined,
    admitToKey: () => undefined,
    alarmTopicArn: () => undefined,
    once: (thing) => {
      lookUpOnce(thing, component);
      return [];
    },
  };
}
