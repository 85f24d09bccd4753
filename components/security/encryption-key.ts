/** A customer-managed key for one purpose. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transform } from "../component";
import { PolicyStatement } from "../contracts";
import { KeyPurpose } from "../environment-facts";
import { policyDocument } from "../policy-document";

/** Days between the order to delete a key and its deletion; KMS allows 7 to 30. */
const DELETION_WINDOW_DAYS = 30;

export interface EncryptionKeyArgs {
  /** What it encrypts; decides which AWS services may use it on the account's behalf. */
  purpose: KeyPurpose;
  /** Region that the key stands in, where it is not the environment's. */
  region?: string;
  /** True to let the key go with the stack, after 30 days in which that can be undone. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: {
    key?: Transform<aws.kms.KeyArgs>;
    alias?: Transform<aws.kms.AliasArgs>;
  };
}

/**
 * A symmetric KMS key that is rotated every year. Its policy names AWS services only, each bound to
 * this account but for EventBridge's rules, which say no account; who else may use it is decided by IAM, through the `Access` of what it encrypts.
 *
 * Creates: 1 key, 1 alias. Costs $1 a month, and $0.03 for 10,000 requests.
 *
 * @example
 * const key = new EncryptionKey("reports", { purpose: "data" });
 */
export class EncryptionKey extends Component {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:security:EncryptionKey", name, opts);
    const { purpose, region, transform = {} } = args;
    const { accountId } = this.environment;
    const place = { account: accountId, region: region ?? this.environment.region };
    const key = this.child(
      aws.kms.Key,
      main,
      {
        description: `${purpose} of ${pulumi.getProject()} ${pulumi.getStack()}`,
        enableKeyRotation: true,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: policyDocument([delegateToIam(accountId), ...services[purpose](place)]),
        region,
      },
      transform.key,
      this.keep(args.disposable),
    );
    this.child(aws.kms.Alias, main, { targetKeyId: key.keyId, region }, transform.alias);
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

interface Place {
  readonly account: pulumi.Output<string>;
  readonly region: pulumi.Input<string>;
}

/** Without it nobody could change the key, nor would an IAM policy that grants its use hold. */
function delegateToIam(account: pulumi.Output<string>): PolicyStatement {
  return {
    Sid: "DelegateToIam",
    Effect: "Allow",
    Principal: { AWS: pulumi.interpolate`arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

const USE = ["kms:Decrypt", "kms:GenerateDataKey*"];

/** The services that use a key without a role of ours. */
const services: Readonly<Record<KeyPurpose, (place: Place) => PolicyStatement[]>> = {
  data: ({ account }) => [
    {
      Sid: "ReadByDistributions", // through origin access control
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        ArnLike: {
          "aws:SourceArn": pulumi.interpolate`arn:aws:cloudfront::${account}:distribution/*`,
        },
      },
    },
    forAccount("DeliverLogs", ["delivery.logs.amazonaws.com"], account),
  ],
  messages: ({ account }) => [
    forAccount(
      "PublishEvents",
      ["s3.amazonaws.com", "sns.amazonaws.com", "cloudwatch.amazonaws.com"],
      account,
    ),
    {
      Sid: "DeliverRules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: USE,
      Resource: "*",
      // No condition, as in AWS's own policy for encrypted topics (EventBridge guide, "Troubleshooting"):
      // one that EventBridge did not meet would lose events without a word.
    },
  ],
  logs: ({ account, region }) => [
    {
      Sid: "EncryptLogGroups",
      Effect: "Allow",
      Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:DescribeKey",
      ],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:aws:logs:${region}:${account}:*`,
        },
      },
    },
  ],
  secrets: () => [],
};

function forAccount(
  Sid: string,
  principals: string[],
  account: pulumi.Output<string>,
): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Principal: { Service: principals },
    Action: USE,
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
}
