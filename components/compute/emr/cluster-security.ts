/** What keeps a cluster's data from others: its security configuration, and the groups around its nodes. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { recording } from "../../base/recording";
import { MakeChild } from "../../component";
import { Access, VirtualNetwork } from "../../contracts";
import { connectAll, reachInternet, reachServices } from "../../wiring/connections";

/** The tag by which EMR's service role knows what it may touch, which EMR hands on to all that it makes ("Tagging resources to use managed policies", EMR management guide). */
export const managed = { "for-use-with-amazon-emr-managed-policies": "true" };

/** Where nodes tell EMR of themselves ("Working with Amazon EMR-managed security groups", service access). */
const SERVICE_PORT = 9443;

/**
 * Encryption where data lies (S3, disks of nodes) and on its way between nodes, and tokens for metadata. In the
 * words of "Create a security configuration", EMR management guide.
 *
 * @param disks the key of the nodes' disks
 * @param certificates `s3://bucket/certificates.zip`
 */
export function securityConfiguration(
  disks: pulumi.Input<string>,
  certificates: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: disks },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: disks,
          EnableEbsEncryption: true,
        },
      },
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: certificates },
      },
    },
    InstanceMetadataServiceConfiguration: {
      MinimumInstanceMetadataServiceVersion: 2,
      HttpPutResponseHopLimit: 1,
    },
  });
}

export interface ClusterGroups {
  readonly master: aws.ec2.SecurityGroup;
  readonly core: aws.ec2.SecurityGroup;
  readonly service: aws.ec2.SecurityGroup;
  /** The ways out, which nodes use as soon as they start. */
  readonly ready: readonly pulumi.Resource[];
}

/**
 * Three groups, as EMR wants them in a private subnet. EMR adds the rules that let nodes in from each other and
 * from itself, and leaves them: they name each other, so that none could be deleted before they are
 * revoked (`revokeRulesOnDelete`).
 */
export function makeGroups(
  { name, network, access }: { name: string; network: VirtualNetwork; access: readonly Access[] },
  make: MakeChild,
): ClusterGroups {
  const { child, made: ready } = recording(make);
  const [master, core, service] = (
    [
      ["master", "The first node"],
      ["core", "Nodes"],
      ["service", "EMR itself, towards nodes"],
    ] as const
  ).map(([suffix, what]) =>
    child(
      aws.ec2.SecurityGroup,
      suffix,
      {
        vpcId: network.vpcId,
        description: `${what} of ${name}`,
        revokeRulesOnDelete: true,
        tags: managed,
      },
      { key: "securityGroup", ignoreChanges: ["description"] },
    ),
  );
  const groups = { master, core };
  const out = { ipProtocol: "-1", description: `Between nodes of ${name}` };
  for (const [from, group] of Object.entries(groups)) {
    for (const [to, other] of Object.entries(groups)) {
      child(
        aws.vpc.SecurityGroupEgressRule,
        `${from}-to-${to}`,
        { ...out, securityGroupId: group.id, referencedSecurityGroupId: other.id },
        { key: "egressRule" },
      );
    }
  }
  const report = {
    ...{ ipProtocol: "tcp", fromPort: SERVICE_PORT, toPort: SERVICE_PORT },
    description: `Nodes of ${name} to EMR`,
  };
  child(
    aws.vpc.SecurityGroupEgressRule,
    "master-to-service",
    { ...report, securityGroupId: master.id, referencedSecurityGroupId: service.id },
    { key: "egressRule" },
  );
  child(
    aws.vpc.SecurityGroupIngressRule,
    "master-to-service",
    { ...report, securityGroupId: service.id, referencedSecurityGroupId: master.id },
    { key: "ingressRule" },
  );
  // Each group goes out by itself; what they reach is reached from both.
  for (const [suffix, group] of Object.entries(groups)) {
    const own: MakeChild = (type, rule, args, opts) => child(type, `${suffix}-${rule}`, args, opts);
    const from = { name: `${name} ${suffix}`, securityGroupId: group.id };
    connectAll(from, access, own);
    reachServices(from, network, access, own);
    reachInternet(from, network, own);
  }
  return { master, core, service, ready };
}
