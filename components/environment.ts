/** The root component of a stack: where it stands, and what all its resources share. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  EncryptionArgs,
  EncryptionProfile,
  EnvironmentCredentials,
  EnvironmentFacts,
  KeyPurpose,
  keyPurposes,
  lookUpOnce,
} from "./base/environment-facts";
import { OncePerAccountStacks, onceThings, OnceThing } from "./base/once-per-account";
import { refuseAwsConfig, refuseMalformed } from "./environment-refusals";
import { OncePerAccount } from "./environment-once";
import { Placeholder, refusePlaceholders, tellPlaceholders } from "./base/placeholder";
import type { Alarmed } from "./contracts";
import { AlarmTopic } from "./observability/alarm-topic";
import type { Exception } from "../rules/base/exception";
import type { NewerRegions } from "../rules/base/regions";
import { EncryptionKey } from "./security/encryption-key";

export interface EnvironmentArgs {
  /** AWS region for everything but what must stand in us-east-1, such as `eu-west-1`. */
  region: string;
  /** The only account this stack may touch, twelve digits; any account of the credentials where absent. */
  account?: string;
  /** Name of the profile in `~/.aws` whose credentials are used. Default: those of the process that runs Pulumi. */
  profile?: string;
  /** A role to take on with them, in the account. Default: none. */
  role?: { readonly arn: string; readonly externalId?: string };
  /** True where losing data or capacity would hurt. Default: true. */
  production?: boolean;
  /**
   * Runs of functions that the account allows at once in the region ("Concurrent executions" of Service
   * Quotas), less what its other stacks set aside. All that this stack sets aside must fit into it, and
   * 100 are left for the rest (rule LAM-16). Default: 1,000. Limit: whole, from 10, which new accounts have.
   */
  accountConcurrency?: number;
  /** Zones of regions that are newer than Strata's list, by region: `{ "eu-west-9": ["a", "b", "c"] }`. Default: none. */
  newerRegions?: NewerRegions;
  /** Value of the `CostCentre` tag: letters, digits, spaces and `_.:/=+-@`, at most 256. Default: the project's name. */
  costCentre?: string;
  /** Days that logs are kept. Default: 365. One of the values CloudWatch Logs allows (rule LAM-30). */
  logRetentionDays?: number;
  /**
   * Who holds the keys that encrypt data at rest; `{ profile: "aws-managed", keepKeys: ["data"] }` after the
   * customer's were left, see docs/encryption.md. Default: `aws-managed`.
   */
  encryption?: EncryptionProfile | EncryptionArgs;
  /** Addresses that get every alarm by mail, once each has confirmed. Default: none. */
  alarmEmails?: readonly string[];
  /**
   * The stack that makes each thing which exists once an account or region; the same in all stacks of the
   * account, see docs/claims.md. Default: none is made, and what is needed is taken to be there.
   */
  oncePerAccount?: OncePerAccountStacks;
  /** Rules that resources may break, each with a reason: those of `policies/all-exceptions.ts`. Default: none. */
  exceptions?: readonly Exception[];
  /**
   * Settings that nobody can deploy with, as `readSettings()` finds them. All are refused in one error,
   * but for runs that reach no AWS (see `PLACEHOLDERS_SWITCH`). Default: none.
   */
  placeholders?: readonly Placeholder[];
}

/**
 * One provider with the account guard and the default tags, and the choices that components read
 * from their parent. Components are made with `{ parent: environment }`.
 *
 * Creates: the AWS provider; with `customer-managed` encryption 1 key a purpose ($1 a month each), and
 * 1 more in each other region where something of that purpose asks for one;
 * 1 topic with a key of its own ($1 a month) in each region whose alarms ask for one.
 *
 * @example
 * const inside = { parent: new Environment(pulumi.getStack(), { region: "eu-west-1" }) };
 * const queue = new Queue("uploads", {}, inside);
 */
export class Environment extends pulumi.ComponentResource implements EnvironmentFacts {
  /** Children read their parent's `environment`; this is the end of the chain. */
  readonly environment: EnvironmentFacts = this;
  /** The name that was given to the constructor. */
  readonly logicalName: string;
  readonly provider: aws.Provider;
  readonly region: pulumi.Output<string>;
  readonly homeRegion: string;
  readonly newerRegions: NewerRegions;
  readonly exceptions: readonly Exception[];
  readonly accountId: pulumi.Output<string>;
  readonly credentials: EnvironmentCredentials;
  readonly production: boolean;
  readonly logRetentionDays: number;
  readonly encryption: EncryptionProfile;
  readonly defaultTags: Readonly<Record<string, string>>;
  private readonly keepKeys: readonly KeyPurpose[];
  private readonly alarmEmails: readonly string[];
  private readonly keys = new Map<string, EncryptionKey>();
  private readonly alarmTopics = new Map<string, AlarmTopic>();
  private readonly alarmed: Alarmed[] = [];
  private readonly lookedUp = new Set<OnceThing>();
  private readonly oncePerAccount: OncePerAccount | undefined;

  constructor(name: string, args: EnvironmentArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuseAwsConfig();
    refuseMalformed(name, args);
    refusePlaceholders(args.placeholders ?? []);
    const provider = awsProvider(name, args);
    super("strata:index:Environment", name, {}, { ...opts, providers: [provider] });
    tellPlaceholders(args.placeholders ?? [], this);
    this.provider = provider;
    this.defaultTags = defaultTags(args);
    this.region = pulumi.output(args.region);
    this.accountId = args.account
      ? pulumi.output(args.account)
      : aws.getCallerIdentityOutput({}, { parent: this }).accountId;
    this.credentials = credentialsOf(args);
    this.production = args.production ?? true;
    this.logRetentionDays = args.logRetentionDays ?? 365;
    const { profile, keepKeys = [] } = encryptionArgs(args);
    this.encryption = profile;
    this.keepKeys = keepKeys;
    this.logicalName = name;
    this.homeRegion = args.region;
    this.newerRegions = args.newerRegions ?? {};
    this.exceptions = args.exceptions ?? [];
    this.alarmEmails = args.alarmEmails ?? [];
    for (const purpose of profile === "customer-managed" ? keyPurposes : keepKeys) {
      this.makeOnce(purpose, this.homeRegion);
    }
    const things = onceThings.filter((thing) => args.oncePerAccount?.[thing] === pulumi.getStack());
    this.oncePerAccount =
      things.length > 0
        ? new OncePerAccount(`${name}-once`, { things }, { parent: this })
        : undefined;
    this.registerOutputs({
      region: this.region,
      accountId: this.accountId,
      production: this.production, // rules read this and what follows
      accountConcurrency: args.accountConcurrency,
      ...(args.newerRegions && { newerRegions: args.newerRegions }),
    });
  }

  keyArn(purpose: KeyPurpose, region = this.homeRegion): pulumi.Output<string> | undefined {
    return this.key(purpose, region)?.arn;
  }

  admitToKey(purpose: KeyPurpose, service: string, region = this.homeRegion): void {
    this.key(purpose, region)?.admit(service);
  }

  private key(purpose: KeyPurpose, region: string): EncryptionKey | undefined {
    if (this.encryption === "customer-managed") {
      return this.makeOnce(purpose, region);
    }
    // What lies in another region under a key that was left is kept as well.
    if (this.keepKeys.includes(purpose)) {
      this.makeOnce(purpose, region);
    }
    return undefined;
  }

  private makeOnce(purpose: KeyPurpose, region: string): EncryptionKey {
    const name = this.nameIn(region, purpose);
    let key = this.keys.get(name);
    if (!key) {
      // Nothing that lies under a key is deleted for sure with its stack: backups, log groups in other
      // hands, versions. Messages are gone in 14 days.
      const disposable = purpose === "messages" && !this.production;
      key = this.makeKey(name, purpose, disposable, this.elsewhere(region));
      this.keys.set(name, key);
    }
    return key;
  }

  alarmTopicArn(region = this.homeRegion): pulumi.Output<string> {
    let topic = this.alarmTopics.get(region);
    if (!topic) {
      topic = this.makeAlarmTopic(region);
      this.alarmTopics.set(region, topic);
    }
    return topic.arn;
  }

  watch(component: Alarmed): void {
    this.alarmed.push(component);
  }

  watched(): readonly Alarmed[] {
    return this.alarmed;
  }

  once(thing: OnceThing): readonly pulumi.Resource[] {
    const made = this.oncePerAccount?.resources(thing) ?? [];
    if (made.length === 0 && !this.lookedUp.has(thing)) {
      this.lookedUp.add(thing);
      lookUpOnce(thing, this);
    }
    return made;
  }

  /**
   * With a key of its own even where AWS manages the others: CloudWatch may not use the one that AWS
   * keeps for SNS, and a key can't be used from another region. No data lies under it, since a topic passes
   * messages on: it goes with the last alarm, such as that of a mode of egress that is left.
   */
  private makeAlarmTopic(region: string): AlarmTopic {
    const elsewhere = this.elsewhere(region);
    const name = this.nameIn(region, "alarms");
    const key = this.makeKey(`${name}-key`, "messages", true, elsewhere);
    key.admit("cloudwatch.amazonaws.com");
    const topic = { keyArn: key.arn, emails: this.alarmEmails, region: elsewhere };
    return new AlarmTopic(name, topic, { parent: this });
  }

  /** `prod-logs`, and `prod-logs-us-east-1` in a region that is not the environment's. */
  private nameIn(region: string, what: string): string {
    return [this.logicalName, what, this.elsewhere(region)].filter(Boolean).join("-");
  }

  /** The region, where a resource has to say it. */
  private elsewhere(region: string): string | undefined {
    return region === this.homeRegion ? undefined : region;
  }

  private makeKey(
    name: string,
    purpose: KeyPurpose,
    disposable: boolean,
    region?: string,
  ): EncryptionKey {
    return new EncryptionKey(name, { purpose, region, disposable }, { parent: this });
  }
}

function encryptionArgs({ encryption = "aws-managed" }: EnvironmentArgs): EncryptionArgs {
  return typeof encryption === "string" ? { profile: encryption } : encryption;
}

function credentialsOf({ profile, role }: EnvironmentArgs): EnvironmentCredentials {
  return {
    ...(profile ? { profile } : {}),
    ...(role ? { roleArn: role.arn } : {}),
    ...(role?.externalId ? { externalId: role.externalId } : {}),
  };
}

function awsProvider(name: string, args: EnvironmentArgs): aws.Provider {
  return new aws.Provider(name, {
    region: args.region as aws.Region,
    ...(args.account ? { allowedAccountIds: [args.account] } : {}),
    ...(args.profile ? { profile: args.profile } : {}),
    ...(args.role
      ? { assumeRoles: [{ roleArn: args.role.arn, externalId: args.role.externalId }] }
      : {}),
    defaultTags: { tags: defaultTags(args) },
  });
}

function defaultTags({ costCentre }: EnvironmentArgs): Record<string, string> {
  const project = pulumi.getProject();
  return { Project: project, Stack: pulumi.getStack(), CostCentre: costCentre ?? project };
}
