/** A customer-managed key for one purpose. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { PolicyStatement } from "../contracts";
import { KeyPurpose } from "../base/environment-facts";
import { policyDocument } from "../base/policy-document";
import { SharedDocument } from "../shared-document";

/** Days between the order to delete a key and its deletion; KMS allows 7 to 30. */
const DELETION_WINDOW_DAYS = 30;

export interface EncryptionKeyArgs {
  /** What it encrypts. A key for logs admits CloudWatch Logs; every other service is admitted by what needs it. */
  purpose: KeyPurpose;
  /** Region that the key stands in, where it is not the environment's. */
  region?: string;
  /** True to let the key go with the stack, after 30 days in which that can be undone. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    key: aws.kms.KeyArgs;
    alias: aws.kms.AliasArgs;
  }>;
}

/**
 * A symmetric KMS key that is rotated every year. Its policy names the AWS services that were admitted,
 * each bound to this account but for EventBridge's rules, which say no account; who else may use it is
 * decided by IAM, through the `Access` of what it encrypts.
 *
 * Creates: 1 key, 1 alias. Costs $1 a month, and $0.03 for 10,000 requests.
 *
 * @example
 * const key = new EncryptionKey("reports", { purpose: "data" });
 * key.admit("delivery.logs.amazonaws.com");
 */
export class EncryptionKey extends Component {
  readonly arn: pulumi.Output<string>;
  readonly #place: Place;
  readonly #admitted = new Set<string>();
  readonly #statements: SharedDocument<PolicyStatement>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:security:EncryptionKey", name, args, opts);
    const { purpose, region } = args;
    const { accountId } = this.environment;
    this.#place = { account: accountId, region: region ?? this.environment.region };
    this.#statements = new SharedDocument(`policy of key "${name}"`);
    this.#statements.add(delegateToIam(accountId));
    if (purpose === "logs") {
      this.#statements.add(encryptLogGroups(this.#place));
    }
    const key = this.child(
      aws.kms.Key,
      main,
      {
        description:
          `${purpose} of ${pulumi.getProject()} ${pulumi.getStack()}` +
          (args.disposable
            ? ""
            : `. To stop using it, keep it: strata:environment.encryption.keepKeys: [${purpose}]`),
        enableKeyRotation: true,
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: policyDocument(this.#statements.entries),
        region,
      },
      this.keep(args.disposable),
    );
    // An update that stops at the key has not taken the name by which people find it.
    this.child(aws.kms.Alias, main, { targetKeyId: key.keyId, region }, this.keep(args.disposable));
    this.arn = key.arn;
  }

  /**
   * Lets an AWS service use the key, as far as it works for this account.
   *
   * @param service principal such as `s3.amazonaws.com`; a second time changes nothing
   * @throws pulumi.RunError once the program's synchronous part has ended
   */
  admit(service: string): void {
    if (!this.#admitted.has(service)) {
      this.#admitted.add(service);
      this.#statements.add(useBy(service, this.#place));
    }
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

/** CloudWatch Logs encrypts every group on its own account, so each key for logs admits it ("Encrypt log data", CloudWatch Logs user guide). */
function encryptLogGroups({ account, region }: Place): PolicyStatement {
  return {
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
  };
}

/** What a service is let in for, with the conditions that AWS documents it meets. */
function useBy(service: string, { account, region }: Place): PolicyStatement {
  const both = { Effect: "Allow" as const, Principal: { Service: service }, Resource: "*" };
  const Sid = `UseBy${service.replace(/(^|[^A-Za-z0-9]+)([a-z])/g, (_match, _gap, letter: string) => letter.toUpperCase())}`;
  switch (service) {
    case "cloudfront.amazonaws.com": {
      // It reads through origin access control, and nothing else ("SSE-KMS", CloudFront developer guide).
      const source = pulumi.interpolate`arn:aws:cloudfront::${account}:distribution/*`;
      const Condition = { ArnLike: { "aws:SourceArn": source } };
      return { Sid, ...both, Action: "kms:Decrypt", Condition };
    }
    case "states.amazonaws.com": {
      // It acts with its workflow's role; only the delivery of what it logs reads with the key itself
      // ("Data at rest encryption", Step Functions guide).
      const Principal = { Service: "delivery.logs.amazonaws.com" };
      const logs = pulumi.interpolate`arn:aws:logs:${region}:${account}:*`;
      const Condition = { StringEquals: { "kms:EncryptionContext:SourceArn": logs } };
      return { Sid, ...both, Principal, Action: "kms:Decrypt", Condition };
    }
    case "events.amazonaws.com":
      // No condition, as in AWS's own policy for encrypted topics (EventBridge guide, "Troubleshooting"):
      // one that EventBridge did not meet would lose events without a word.
      return { Sid, ...both, Action: USE };
    default: {
      const Condition = { StringEquals: { "aws:SourceAccount": account } };
      return { Sid, ...both, Action: USE, Condition };
    }
  }
}
