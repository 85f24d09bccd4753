/** The root component of a stack: where it stands, and what all its resources share. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  accountPattern,
  EncryptionProfile,
  EnvironmentFacts,
  KeyPurpose,
  keyPurposes,
} from "./environment-facts";
import { AlarmTopic } from "./observability/alarm-topic";
import { refusal } from "./refusal";
import { regionPattern } from "./region";
import { repeated } from "./repeated";
import { EncryptionKey } from "./security/encryption-key";

export interface EnvironmentArgs {
  /** AWS region for everything but what must stand in us-east-1, such as `eu-west-1`. */
  region: string;
  /** The only account this stack may touch, twelve digits; any account of the credentials where absent. */
  account?: string;
  /** True where losing data or capacity would hurt. Default: true. */
  production?: boolean;
  /** Value of the `CostCentre` tag. Default: the project's name. */
  costCentre?: string;
  /** Days that logs are kept. Default: 365. One of the values CloudWatch Logs allows (rule LAM-30). */
  logRetentionDays?: number;
  /** Who holds the keys that encrypt data at rest. Default: `aws-managed`. */
  encryption?: EncryptionProfile;
  /** Addresses that get every alarm by mail, once each has confirmed. Default: none. */
  alarmEmails?: readonly string[];
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
  readonly provider: aws.Provider;
  readonly region: pulumi.Output<string>;
  readonly homeRegion: string;
  readonly accountId: pulumi.Output<string>;
  readonly production: boolean;
  readonly logRetentionDays: number;
  readonly encryption: EncryptionProfile;
  private readonly logicalName: string;
  private readonly alarmEmails: readonly string[];
  private readonly keys = new Map<string, EncryptionKey>();
  private readonly alarmTopics = new Map<string, AlarmTopic>();

  constructor(name: string, args: EnvironmentArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuseAwsConfig();
    refuseMalformed(name, args);
    const provider = awsProvider(name, args);
    super("strata:index:Environment", name, {}, { ...opts, providers: [provider] });
    this.provider = provider;
    this.region = pulumi.output(args.region);
    this.accountId = args.account
      ? pulumi.output(args.account)
      : aws.getCallerIdentityOutput({}, { parent: this }).accountId;
    this.production = args.production ?? true;
    this.logRetentionDays = args.logRetentionDays ?? 365;
    this.encryption = args.encryption ?? "aws-managed";
    this.logicalName = name;
    this.homeRegion = args.region;
    this.alarmEmails = args.alarmEmails ?? [];
    if (this.encryption === "customer-managed") {
      for (const purpose of keyPurposes) {
        this.keyArn(purpose);
      }
    }
    this.registerOutputs({
      region: this.region,
      accountId: this.accountId,
      production: this.production, // rules read it
    });
  }

  keyArn(purpose: KeyPurpose, region = this.homeRegion): pulumi.Output<string> | undefined {
    if (this.encryption === "aws-managed") {
      return undefined;
    }
    const name = this.nameIn(region, purpose);
    let key = this.keys.get(name);
    if (!key) {
      key = this.makeKey(name, purpose, this.elsewhere(region));
      this.keys.set(name, key);
    }
    return key.arn;
  }

  alarmTopicArn(region = this.homeRegion): pulumi.Output<string> {
    let topic = this.alarmTopics.get(region);
    if (!topic) {
      topic = this.makeAlarmTopic(region);
      this.alarmTopics.set(region, topic);
    }
    return topic.arn;
  }

  /**
   * With a key of its own even where AWS manages the others: CloudWatch may not use the one that AWS
   * keeps for SNS, and a key can't be used from another region.
   */
  private makeAlarmTopic(region: string): AlarmTopic {
    const elsewhere = this.elsewhere(region);
    const name = this.nameIn(region, "alarms");
    const keyArn = this.makeKey(`${name}-key`, "messages", elsewhere).arn;
    const topic = { keyArn, emails: this.alarmEmails, region: elsewhere };
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

  private makeKey(name: string, purpose: KeyPurpose, region?: string): EncryptionKey {
    const disposable = !this.production;
    return new EncryptionKey(name, { purpose, region, disposable }, { parent: this });
  }
}

function awsProvider(name: string, args: EnvironmentArgs): aws.Provider {
  const project = pulumi.getProject();
  return new aws.Provider(name, {
    region: args.region as aws.Region,
    ...(args.account ? { allowedAccountIds: [args.account] } : {}),
    defaultTags: {
      tags: {
        Project: project,
        Stack: pulumi.getStack(),
        CostCentre: args.costCentre ?? project,
      },
    },
  });
}

/** @throws pulumi.RunError for the first argument that is wrong. */
function refuseMalformed(name: string, { region, account, alarmEmails = [] }: EnvironmentArgs) {
  const refuse = (argument: string, found: unknown, allowed: string, fix: string) =>
    refusal(`Environment "${name}"`, argument, found, allowed, fix);
  if (!regionPattern.test(region)) {
    const fix = "list them with: aws ec2 describe-regions --all-regions";
    throw refuse("region", region, "an AWS region, such as eu-west-1", fix);
  }
  if (account !== undefined && !accountPattern.test(account)) {
    throw refuse(
      "account",
      account,
      "twelve digits, in quotes",
      "see: aws sts get-caller-identity",
    );
  }
  const twice = repeated(alarmEmails);
  if (twice !== undefined) {
    throw refuse("alarmEmails", twice, "each address once", "remove the second one");
  }
}

/** With an explicit provider Pulumi passes over `aws:*` keys without a word; better to say so. */
function refuseAwsConfig(): void {
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith("aws:"));
  if (keys.length > 0) {
    const ours = (key: string) =>
      key === "aws:region"
        ? "strata:environment.region"
        : key === "aws:allowedAccountIds"
          ? "strata:environment.account"
          : "an argument of the provider in components/environment.ts";
    throw new pulumi.RunError(
      [
        `Pulumi.${pulumi.getStack()}.yaml has keys that Strata's own AWS provider would not read:`,
        ...keys.map((key) => `  ${key}: use ${ours(key)} instead`),
      ].join("\n"),
    );
  }
}
