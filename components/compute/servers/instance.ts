/** One server. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../../base/outputs";
import { Component, main, Transforms } from "../../component";
import {
  Access,
  AlarmDefinition,
  Alarmed,
  Connectable,
  FixedAddress,
  Target,
} from "../../contracts";
import { letTargetsIn } from "../../wiring/connections";
import { placeTasks } from "../placement";
import { metricAlarms, recoveryAlarms } from "./instance-alarms";
import { hasNoDisks } from "./instance-type";
import {
  makeServerRole,
  metadataOptions,
  newestImage,
  refuseServer,
  rootVolume,
  ServerArgs,
  sessions,
  userDataOf,
} from "./server";

export interface InstanceArgs extends ServerArgs {
  /** Type, whose name says the processor. Default: `t4g.small`. A change stops the server and starts it again. */
  instanceType?: string;
  /** Image, such as `ami-0123456789abcdef0`, for the type's processor. Default: the newest Amazon Linux 2023 when the server is made, kept from then on. A change replaces the server. */
  imageId?: pulumi.Input<string>;
  /** Zone of the network. Default: its first. Cannot be changed later. */
  zone?: string;
  /** A fixed public address, such as an `ElasticIp` of the web layer; the server then stands in a public subnet. Default: none, and no public address at all. Cannot be switched later. */
  elasticIp?: FixedAddress;
  /** Ports that networks outside may reach, such as `{ 443: ["0.0.0.0/0"] }`. Needs `elasticIp`. No SSH: Session Manager needs no open port. Default: none. */
  openPorts?: Readonly<Record<number, readonly string[]>>;
  /** The place behind a load balancer that sends it requests, with `targetType: "instance"`. Default: none. */
  target?: Target;
  /** Port that it listens on, for what connects to it without a load balancer. Default: the target's. */
  port?: number;
  /** True to refuse its termination, by AWS and by Pulumi: switch it off and update before you remove or replace it. Default: true where the environment is for production. */
  terminationProtection?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    instance: aws.ec2.InstanceArgs;
    networkInterface: aws.ec2.NetworkInterfaceArgs;
    address: aws.ec2.EipAssociationArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
    profile: aws.iam.InstanceProfileArgs;
    securityGroup: aws.ec2.SecurityGroupArgs;
    egressRule: aws.vpc.SecurityGroupEgressRuleArgs;
    ingressRule: aws.vpc.SecurityGroupIngressRuleArgs;
    attachment: aws.lb.TargetGroupAttachmentArgs;
    alarm: aws.cloudwatch.MetricAlarmArgs;
  }>;
}

/** Smallest type that most things run on. */
const DEFAULT_TYPE = "t4g.small";

/**
 * A server for what only one may do and what runs in no container. It is reached by Session Manager (`aws
 * ssm start-session`), without SSH, keys or open ports; its disk is encrypted; its metadata answer nobody
 * but itself. EC2 moves it off failed hardware, and it is rebooted when its system stops answering. Choose
 * a `Fleet` for servers that may come and go, a `Service` for containers, a `Volume` for data that
 * outlive it.
 *
 * Creates: 1 instance with its disk, 1 role with its policy and profile, 1 security group with its rules, 2
 * alarms; with `elasticIp` 1 network interface and the association; with `target` 1 attachment. Costs while
 * it runs: in eu-west-1 $13.43 a month for the default type, $1.76 for its disk, $0.20 for the alarms.
 *
 * @example
 * const licences = new Instance("licences", {
 *   network,
 *   userData: [{ script: "dnf install -y licence-server" }],
 *   port: 5053,
 * });
 * new LambdaFunction("check", async () => {}, { vpc: { network }, access: [licences.connect()] });
 */
export class Instance extends Component implements Connectable, Alarmed {
  readonly connectionName: string;
  readonly mainPort?: number;
  readonly securityGroupId: pulumi.Output<string>;
  /** For `volume.attachTo(server.instanceId)`. */
  readonly instanceId: pulumi.Output<string>;
  readonly privateIp: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly nodes: {
    readonly instance: aws.ec2.Instance;
    readonly role: aws.iam.Role;
    readonly securityGroup: aws.ec2.SecurityGroup;
  };
  readonly #args: InstanceArgs;

  /**
   * @throws pulumi.RunError naming argument, value, limit and fix where the arguments contradict each other or AWS's limits.
   */
  constructor(name: string, args: InstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:Instance", name, args, opts);
    this.#args = args;
    this.refuseContradictions();
    this.connectionName = name;
    this.mainPort = args.port ?? args.target?.port;
    const { access = [] } = args;
    const { securityGroup, subnetIds, ready } = this.place(access);
    const { role, policy, profile } = makeServerRole(access, this.child);
    const subnetId = whenMade(subnetIds, (ids) => ids[this.position()]);
    const instance = this.makeInstance(subnetId, securityGroup, {
      profile,
      ready: [policy, ...ready],
    });
    recoveryAlarms(
      { name, instanceId: instance.id, hasDisks: args.instanceStore !== undefined },
      this.environment,
      aws.getPartitionOutput({}, { parent: this }).partition,
      this.child,
    );
    this.attach(instance);
    this.securityGroupId = securityGroup.id;
    this.letRequestsIn();
    this.instanceId = instance.id;
    this.privateIp = instance.privateIp;
    this.roleArn = role.arn;
    this.nodes = { instance, role, securityGroup };
  }

  /**
   * Sends requests to the server, through the VPC.
   *
   * @throws pulumi.RunError where the server has no port
   */
  connect(): Access {
    if (this.mainPort === undefined) {
      throw this.refuse("port", undefined, "a port to connect to", "give the server a port");
    }
    return { statements: [], connection: { to: this, port: this.mainPort } };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    const { instanceType = DEFAULT_TYPE } = this.#args;
    return metricAlarms(this.logicalName, { InstanceId: this.instanceId }, [instanceType]);
  }

  private position(): number {
    const { zone, network } = this.#args;
    return zone === undefined ? 0 : network.zones.indexOf(zone);
  }

  private place(access: readonly Access[]) {
    const { network, elasticIp } = this.#args;
    const needs = {
      name: this.logicalName,
      component: this,
      network,
      access: [...access, sessions],
      starting: [],
      endpoints: [],
      publicImage: false,
      noun: "server",
      members: "The server",
      isPublic: elasticIp !== undefined,
    };
    return placeTasks(needs, this.#args, this.child, this.refuse);
  }

  private makeInstance(
    subnetId: pulumi.Output<string>,
    securityGroup: aws.ec2.SecurityGroup,
    { profile, ready }: { profile: aws.iam.InstanceProfile; ready: readonly pulumi.Resource[] },
  ): aws.ec2.Instance {
    const { imageId, instanceType = DEFAULT_TYPE } = this.#args;
    const isProtected = this.#args.terminationProtection ?? this.environment.production;
    const worn = this.wearAddress(subnetId, securityGroup);
    return this.child(
      aws.ec2.Instance,
      main,
      {
        ami: imageId ?? newestImage(instanceType, this),
        instanceType,
        ...(worn
          ? { primaryNetworkInterface: { networkInterfaceId: worn.networkInterfaceId } }
          : { subnetId, vpcSecurityGroupIds: [securityGroup.id], associatePublicIpAddress: false }),
        iamInstanceProfile: profile.name,
        userData: userDataOf(this.#args),
        metadataOptions,
        rootBlockDevice: {
          ...rootVolume(this.#args.rootVolume),
          encrypted: true,
          kmsKeyId: this.environment.keyArn("data"),
          tags: { Name: this.logicalName },
        },
        monitoring: this.#args.detailedMonitoring ?? this.environment.production,
        maintenanceOptions: { autoRecovery: "default" },
        disableApiTermination: isProtected,
        tags: { Name: this.logicalName },
      },
      {
        protect: isProtected,
        dependsOn: [...ready, ...(worn?.ready ?? [])],
        // A network interface is worn by one server at a time.
        deleteBeforeReplace: worn !== undefined,
        ignoreChanges: [
          // Another key would mean another disk; the one that is there keeps its own.
          "rootBlockDevice.kmsKeyId",
          // A newer image must neither replace the server nor, once withdrawn, break the program.
          ...(imageId === undefined ? ["ami"] : []),
        ],
      },
    );
  }

  /** An interface of its own, so that the address is there before the server first starts, and after the next one. */
  private wearAddress(subnetId: pulumi.Output<string>, securityGroup: aws.ec2.SecurityGroup) {
    const { elasticIp } = this.#args;
    if (elasticIp === undefined) {
      return undefined;
    }
    const networkInterface = this.child(aws.ec2.NetworkInterface, "network-interface", {
      subnetId,
      description: `Entrance of ${this.logicalName}`,
      securityGroups: [securityGroup.id],
      tags: { Name: this.logicalName },
    });
    // Under another name the server has another interface: the old one lets go first.
    const handed = elasticIp.handTo?.(networkInterface.id);
    const { allocationId } = handed ?? elasticIp;
    const association = this.child(
      aws.ec2.EipAssociation,
      "address",
      { allocationId, networkInterfaceId: networkInterface.id },
      // The address can't be worn by a new network interface while the old one still wears it.
      { dependsOn: handed?.dependsOn, deleteBeforeReplace: true },
    );
    return { networkInterfaceId: networkInterface.id, ready: [association] };
  }

  private attach(instance: aws.ec2.Instance): void {
    const { target } = this.#args;
    if (target) {
      this.child(
        aws.lb.TargetGroupAttachment,
        "attachment",
        { targetGroupArn: target.targetGroupArn, targetId: instance.id, port: target.port },
        { dependsOn: [...target.ready] },
      );
    }
  }

  private letRequestsIn(): void {
    const { target, openPorts = {} } = this.#args;
    letTargetsIn(target ? [target] : [], this, this.child);
    for (const [port, cidrs] of Object.entries(openPorts)) {
      for (const cidrIpv4 of [...cidrs].sort()) {
        this.child(
          aws.vpc.SecurityGroupIngressRule,
          `in-${port}-${cidrIpv4}`,
          {
            securityGroupId: this.securityGroupId,
            description: `TCP ${port} from ${cidrIpv4}`,
            ipProtocol: "tcp",
            fromPort: Number(port),
            toPort: Number(port),
            cidrIpv4,
          },
          { key: "ingressRule" },
        );
      }
    }
  }

  private refuseContradictions(): void {
    const { instanceType = DEFAULT_TYPE, network, zone, target, elasticIp } = this.#args;
    const { openPorts = {}, instanceStore } = this.#args;
    refuseServer(this.#args, this.refuse);
    if (zone !== undefined && !network.zones.includes(zone)) {
      const allowed = `a zone of network "${network.connectionName}": ${network.zones.join(", ")}`;
      throw this.refuse("zone", zone, allowed, "name one of these zones");
    }
    if (instanceStore !== undefined && hasNoDisks(instanceType)) {
      const allowed = "a type with disks of its own beside instanceStore: a d after the generation";
      throw this.refuse("instanceType", instanceType, allowed, "choose a type such as c8gd.medium");
    }
    if (target && (target.targetType !== "instance" || target.port === undefined)) {
      const fix = 'give the target targetType: "instance" and a port';
      throw this.refuse("target", target.targetType, "a target of instances, with a port", fix);
    }
    if (Object.keys(openPorts).length > 0 && elasticIp === undefined) {
      const allowed = "none without elasticIp: networks outside can't reach the server";
      throw this.refuse("openPorts", openPorts, allowed, "give the server an elasticIp");
    }
    if (22 in openPorts) {
      const fix = "remove port 22, and connect with: aws ssm start-session";
      throw this.refuse("openPorts", 22, "no SSH: Session Manager needs no open port", fix);
    }
  }
}
