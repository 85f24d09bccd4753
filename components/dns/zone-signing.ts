/** Signatures on the answers of a zone. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, Transforms } from "../component";
import { policyDocument } from "../base/policy-document";
import { PolicyStatement } from "../contracts";
import { RecordZone } from "./dns-record";

/** Keys and metrics of DNSSEC stand there ("Working with customer managed keys for DNSSEC", Route 53 developer guide). */
const SIGNING_REGION = "us-east-1";
/** Route 53's service principal for DNSSEC. */
const SERVICE = "dnssec-route53.amazonaws.com";
/** How long a resolver may go on trusting an old key: five minutes, so that a mistake is mended soon (the same guide, "Step 3: establish a chain of trust"). */
const TRUST_TTL_SECONDS = 300;
/** Days between the order to delete a key and its deletion; KMS allows 7 to 30. */
const DELETION_WINDOW_DAYS = 30;

export interface ZoneSigningArgs {
  zone: Pick<RecordZone, "domain" | "zoneId">;
  /** Id of the zone above, which then vouches for this one. Default: none; give `dsRecord` to the registrar. */
  parentZoneId?: pulumi.Input<string>;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    key: aws.kms.KeyArgs;
    signingKey: aws.route53.KeySigningKeyArgs;
    signing: aws.route53.HostedZoneDnsSecArgs;
    /** Where the parent zone is in another account, set `opts.provider` to one for that account here. */
    trust: aws.route53.RecordArgs;
    failing: aws.cloudwatch.MetricAlarmArgs;
    keyTrouble: aws.cloudwatch.MetricAlarmArgs;
  }>;
}

/**
 * DNSSEC: resolvers that check signatures refuse forged answers, and everything if the key is lost. So
 * the key is protected and retained, and two alarms tell of trouble before resolvers do.
 *
 * To switch it off, remove the DS record first (`parentZoneId`, or at the registrar), wait two days, and
 * remove this component then: a zone that is vouched for and not signed answers nobody.
 *
 * Creates: a KMS key, the zone's key-signing key, its signing, 2 alarms, and the DS record in the zone
 * above. Costs 1 USD a month for the key and 0.20 USD for the alarms.
 *
 * @example
 * const signing = new ZoneSigning("signing", { zone });
 * export const atTheRegistrar = signing.dsRecord;
 */
export class ZoneSigning extends Component {
  /** What the zone above must have: key tag, algorithm, digest type, digest. */
  readonly dsRecord: pulumi.Output<string>;
  readonly nodes: {
    readonly key: aws.kms.Key;
    readonly signingKey: aws.route53.KeySigningKey;
    readonly signing: aws.route53.HostedZoneDnsSec;
  };

  constructor(name: string, args: ZoneSigningArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:ZoneSigning", name, args, opts);
    const { zone, parentZoneId } = args;
    const key = this.child(
      aws.kms.Key,
      "key",
      {
        description: `Signs ${zone.domain}`,
        customerMasterKeySpec: "ECC_NIST_P256",
        keyUsage: "SIGN_VERIFY",
        deletionWindowInDays: DELETION_WINDOW_DAYS,
        policy: policyDocument(this.keyStatements()),
        region: SIGNING_REGION,
      },
      this.keep(),
    );
    const signingKey = this.child(aws.route53.KeySigningKey, "signing-key", {
      hostedZoneId: zone.zoneId,
      keyManagementServiceArn: key.arn,
      // Letters, digits and underscores (CreateKeySigningKey); one zone has no two of a name.
      name: `signs_${zone.domain.replace(/[^a-z0-9]/g, "_")}`,
    });
    const signing = this.child(
      aws.route53.HostedZoneDnsSec,
      "signing",
      { hostedZoneId: signingKey.hostedZoneId, signingStatus: "SIGNING" },
      { dependsOn: [signingKey] },
    );
    this.makeAlarms(zone.zoneId);
    if (parentZoneId !== undefined) {
      this.child(
        aws.route53.Record,
        "trust",
        {
          zoneId: parentZoneId,
          name: zone.domain,
          type: "DS",
          records: [signingKey.dsRecord],
          ttl: TRUST_TTL_SECONDS,
        },
        // Vouched for before it is signed, the zone would answer nobody; so it goes first, too.
        { dependsOn: [signing] },
      );
    }
    this.dsRecord = signingKey.dsRecord;
    this.nodes = { key, signingKey, signing };
  }

  /** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/access-control-managing-permissions.html#KMS-key-policy-for-DNSSEC */
  private keyStatements(): PolicyStatement[] {
    const { accountId } = this.environment;
    const service = { Effect: "Allow" as const, Principal: { Service: SERVICE }, Resource: "*" };
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    return [
      {
        Sid: "DelegateToIam",
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:${partition}:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        ...service,
        Sid: "SignAnswers",
        Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
        Condition: {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:route53:::hostedzone/*` },
        },
      },
      {
        ...service,
        Sid: "GrantToItself",
        Action: "kms:CreateGrant",
        Condition: { Bool: { "kms:GrantIsForAWSResource": true } },
      },
    ];
  }

  private makeAlarms(zoneId: pulumi.Output<string>): void {
    const topic = this.environment.alarmTopicArn(SIGNING_REGION);
    const alarms = [
      ["failing", "DNSSECInternalFailure", "Answers of the zone can't be signed."],
      [
        "key-trouble",
        "DNSSECKeySigningKeysNeedingAction",
        "The key-signing key needs action: is the KMS key there, and does its policy let Route 53 sign?",
      ],
    ] as const;
    for (const [suffix, metricName, alarmDescription] of alarms) {
      this.child(aws.cloudwatch.MetricAlarm, suffix, {
        alarmDescription,
        namespace: "AWS/Route53",
        metricName,
        dimensions: { HostedZoneId: zoneId },
        statistic: "Maximum",
        threshold: 0,
        comparisonOperator: "GreaterThanThreshold",
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: topic ? [topic] : [],
        okActions: topic ? [topic] : [],
        region: SIGNING_REGION,
      });
    }
  }
}
