/** A message broker (Amazon MQ). */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guardingGroup } from "../../wiring/guarding-group";
import { recording } from "../../base/recording";
import { KeptPasswordChildren, keepPassword } from "../../base/kept-password";
import { whenMade } from "../../base/outputs";
import { existing, main, Transforms } from "../../component";
import { Access, AlarmDefinition, Alarmed, VirtualNetwork } from "../../contracts";
import {
  connectAll,
  ConnectionChildren,
  reachInternet,
  reachServices,
} from "../../wiring/connections";
import { AccessibleBroker, ExistingBroker } from "./accessible-broker";
import { BrokerEngine, engines } from "./broker-engines";
import { BrokerLogChildren, keepBrokerLogs } from "./broker-logs";

/** Amazon MQ takes 12 to 250 characters, four of them different. */
const PASSWORD_LENGTH = 32;
const ADMINISTRATOR = "administrator";
/** A cluster of three takes longer than the provider's half hour at times. */
const TIMEOUTS = { create: "1h", update: "1h", delete: "1h" };

export interface BrokerArgs<Engine extends BrokerEngine = BrokerEngine> {
  /** The VPC. The broker stands in private subnets, one a zone: Lambda's poller stands beside it and calls out from there. */
  network: VirtualNetwork;
  /** `ActiveMQ` for JMS, STOMP, MQTT and OpenWire, `RabbitMQ` for AMQP 0-9-1. Cannot be changed later. */
  engineType: Engine;
  /** Major and minor version; patches come by themselves. Default: `5.19` for ActiveMQ, `4.2` for RabbitMQ. Can be raised, never lowered. */
  engineVersion?: string;
  /** Machine class. Default: ActiveMQ `mq.m5.large` in production, else `mq.t3.micro`; RabbitMQ `mq.m7g.large` in production, else `mq.m7g.medium`. */
  hostInstanceType?: string;
  /** True for an active/standby pair of ActiveMQ in two zones, or three nodes of RabbitMQ in three. Default: true in production. Cannot be changed later: AWS makes another broker. */
  multiAz?: boolean;
  /** When AWS may reboot it for patches. Default: Sunday, 03:00 UTC. */
  maintenanceWindowStartTime?: {
    readonly dayOfWeek: string;
    /** Such as `03:00`. */
    readonly timeOfDay: string;
    /** Such as `UTC` or `Europe/Paris`. */
    readonly timeZone: string;
  };
  /** True to reboot it for changes at once instead of in the maintenance window. Default: true outside production. */
  applyImmediately?: boolean;
  /** True to let the broker go with its stack, messages and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<
    {
      broker: aws.mq.BrokerArgs;
      securityGroup: aws.ec2.SecurityGroupArgs;
      mapping: aws.lambda.EventSourceMappingArgs;
    } & KeptPasswordChildren &
      BrokerLogChildren &
      ConnectionChildren
  >;
}

/**
 * A message broker for programs that speak AMQP, STOMP, MQTT or JMS already. For new ones a `Queue` or
 * `Topic` costs nothing when idle and has no machines. In the VPC alone, over TLS, encrypted, with an
 * administrator whose password is made once and kept in Secrets Manager. In production it stands in
 * several zones. Protected and retained unless disposable.
 *
 * The broker's users are left alone once it stands. RabbitMQ's can't be changed through AWS, and the
 * provider would make another broker: change a password in the broker first, then in the secret
 * (docs/decoupling.md).
 *
 * Creates: 1 broker, 1 security group that lets nobody in, 1 random value as the administrator's password,
 * 1 secret with its version, and 1 role with its policy; for each log group a daily schedule for its
 * retention, with keys of your own one more; with the first function that takes messages the rules of
 * its poller, and a mapping each. Costs in us-east-1 $20 a month
 * for ActiveMQ on mq.t3.micro, $420 for an active/standby pair of mq.m5.large, and for each GB
 * that is kept $0.30 with ActiveMQ (EFS), $0.10 with RabbitMQ (EBS). Takes 15 to 30 minutes to make.
 *
 * @example
 * const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
 * const orders = new Broker("orders", { network, engineType: "ActiveMQ" });
 * new LambdaFunction("order", async (event) => {
 *   for (const { data } of event.messages) console.log(Buffer.from(data, "base64").toString());
 * }, { on: orders.messages("orders") });
 */
export class Broker<Engine extends BrokerEngine = BrokerEngine>
  extends AccessibleBroker<Engine>
  implements Alarmed
{
  /** Gives a broker that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingBroker);
  readonly engineType: Engine;
  readonly arn: pulumi.Output<string>;
  readonly brokerName: pulumi.Output<string>;
  readonly secretArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly endpoints: pulumi.Output<string[]>;
  /** Addresses of the web consoles, one an instance. */
  readonly consoleUrls: pulumi.Output<string[]>;
  readonly nodes: {
    readonly broker: aws.mq.Broker;
    readonly securityGroup: aws.ec2.SecurityGroup;
    readonly secret: aws.secretsmanager.Secret;
  };
  readonly #network: VirtualNetwork;
  readonly #instances: number;
  readonly #secretVersion: aws.secretsmanager.SecretVersion;
  #pollerPath?: readonly pulumi.Resource[];

  /** @throws pulumi.RunError where the arguments contradict each other or AWS's limits. */
  constructor(name: string, args: BrokerArgs<Engine>, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Broker", name, args, opts);
    const { network, engineType, disposable = false } = args;
    const { production } = this.environment;
    const engine = engines[engineType];
    this.engineType = engineType;
    this.#network = network;
    const multiAz = args.multiAz ?? production;
    const zones = multiAz ? engine.several.zones : 1;
    this.#refuseFewZones(args, zones);
    this.#instances = engineType === "ActiveMQ" ? zones : 1;
    const securityGroup = guardingGroup(`Broker ${name}`, network, this.child);
    const { password, secret, version } = keepPassword({
      suffix: ADMINISTRATOR,
      username: ADMINISTRATOR,
      description: `Administrator of the broker ${name}`,
      length: PASSWORD_LENGTH,
      keyArn: this.secretKeyArn(),
      keep: this.keep(disposable),
      child: this.child,
    });
    const keyArn = this.environment.keyArn("messages");
    const broker = this.child(
      aws.mq.Broker,
      main,
      {
        engineType,
        engineVersion: args.engineVersion ?? engine.version,
        hostInstanceType:
          args.hostInstanceType ?? engine.instanceTypes[production ? "production" : "small"],
        deploymentMode: multiAz ? engine.several.deploymentMode : "SINGLE_INSTANCE",
        subnetIds: whenMade(network.privateSubnetIds, (ids) => ids.slice(0, zones)),
        securityGroups: [securityGroup.id],
        publiclyAccessible: false,
        encryptionOptions: keyArn
          ? { useAwsOwnedKey: false, kmsKeyId: keyArn }
          : { useAwsOwnedKey: true },
        users: [
          {
            username: ADMINISTRATOR,
            password,
            // RabbitMQ's administrator has the console anyway.
            ...(engineType === "ActiveMQ" ? { consoleAccess: true } : {}),
          },
        ],
        logs: { general: true, ...(engineType === "ActiveMQ" ? { audit: true } : {}) },
        autoMinorVersionUpgrade: true,
        maintenanceWindowStartTime: args.maintenanceWindowStartTime ?? {
          dayOfWeek: "SUNDAY",
          timeOfDay: "03:00",
          timeZone: "UTC",
        },
        applyImmediately: args.applyImmediately ?? !production,
      },
      {
        ...this.keep(disposable),
        customTimeouts: TIMEOUTS,
        // Create-only: another encryption profile later leaves the broker under the key it was made with.
        // Users: a rotation is done in the broker, and would replace one of RabbitMQ's.
        ignoreChanges: ["encryptionOptions", "users"],
        dependsOn: [...this.environment.once(engineType === "RabbitMQ" ? "mqRole" : "logDelivery")],
      },
    );
    this.arn = broker.arn;
    this.brokerName = broker.brokerName;
    this.secretArn = secret.arn;
    this.securityGroupId = securityGroup.id;
    this.endpoints = whenMade(broker.instances, (all) => all.flatMap(({ endpoints }) => endpoints));
    this.consoleUrls = whenMade(broker.instances, (all) => all.map(({ consoleUrl }) => consoleUrl));
    this.nodes = { broker, securityGroup, secret };
    this.#secretVersion = version;
    const { child, environment } = this;
    keepBrokerLogs({ brokerId: broker.id, logs: engine.logs, environment, child });
  }

  /** Disks and machines that are nearly full or busy. */
  alarmDefinitions(): readonly AlarmDefinition[] {
    const high = { namespace: "AWS/AmazonMQ", threshold: 80, evaluationPeriods: 3 } as const;
    const busy = "The broker is busy: take a larger hostInstanceType, or fewer connections.";
    if (this.engineType === "RabbitMQ") {
      const dimensions = { Broker: this.brokerName };
      const metric = { metricName: "SystemCpuUtilization", statistic: "Average" } as const;
      return [{ ...high, ...metric, name: "processor", description: busy, dimensions }];
    }
    return Array.from({ length: this.#instances }, (_, index) => index + 1).flatMap((instance) => {
      const dimensions = { Broker: pulumi.interpolate`${this.brokerName}-${instance}` };
      return [
        {
          ...{ ...high, name: `processor-${instance}`, metricName: "CpuUtilization" },
          ...{ statistic: "Average" as const, description: busy, dimensions },
        },
        {
          ...{ ...high, name: `storage-${instance}`, metricName: "StorePercentUsage" },
          ...{ statistic: "Maximum" as const, dimensions },
          description: "The broker's storage is nearly full, and senders wait soon: messages stay.",
        },
      ];
    });
  }

  protected secretKeyArn(): pulumi.Output<string> | undefined {
    return this.environment.keyArn("secrets");
  }

  /** The poller stands in the broker's subnets, behind the broker's group. Made with the first function. */
  protected openPollerPath(): readonly pulumi.Resource[] {
    this.#pollerPath ??= this.#makePollerPath();
    return this.#pollerPath;
  }

  #makePollerPath(): readonly pulumi.Resource[] {
    const { child, made } = recording(this.child);
    const network = this.#network;
    const from = { name: this.logicalName, securityGroupId: this.securityGroupId };
    const calls: Access = {
      statements: engines[this.engineType].pollerCalls.map((service) => ({
        Effect: "Allow",
        Action: `${service}:*`,
        Resource: "*",
      })),
    };
    const missing = engines[this.engineType].pollerCalls.filter(
      (service) => !network.interfaceEndpoints.includes(service),
    );
    if (missing.length > 0 && network.egress.mode === "none") {
      const list = missing.map((service) => `"${service}"`).join(", ");
      throw this.refuse(
        "network",
        `"${network.connectionName}" without egress, and without interface endpoints for ${missing.join(", ")}`,
        "a way for Lambda's poller, which stands beside the broker, to the services that it calls (MQ-01)",
        `give the network an egress mode such as "single", or interfaceEndpoints: [${list}]`,
      );
    }
    const itself = { statements: [], connection: { to: this, port: this.mainPort } };
    connectAll(from, [itself], child);
    reachServices(from, network, [calls], child);
    if (missing.length > 0) {
      reachInternet(from, network, child);
    }
    return [this.#secretVersion, ...made];
  }

  #refuseFewZones({ network, multiAz }: BrokerArgs<Engine>, zones: number): void {
    if (network.zones.length < zones) {
      throw this.refuse(
        "multiAz",
        multiAz ?? `left out, which is true in production, in a network of ${network.zones.length}`,
        `a network of ${zones} zones for several instances of ${this.engineType}`,
        "add zones to the network, or set multiAz to false",
      );
    }
  }
}
