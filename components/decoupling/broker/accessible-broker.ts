/** What can be done with a broker, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, allOf, Grants } from "../../base/grants";
import { outputOf, whenMade } from "../../base/outputs";
import { secretGrants } from "../../base/secret-grants";
import { Component } from "../../component";
import { Access, Connectable, Trigger } from "../../contracts";
import { BrokerEngine, BrokerProtocol, engines } from "./broker-engines";
import type { BrokerEvent } from "./broker-events";
import { brokerMessages, BrokerMessagesArgs } from "./broker-messages";

export abstract class AccessibleBroker<Engine extends BrokerEngine = BrokerEngine>
  extends Component
  implements Connectable
{
  static readonly grants = {
    connect: secretGrants.read,
    poll: { actions: ["mq:DescribeBroker"] },
  } satisfies Grants;
  abstract readonly engineType: Engine;
  abstract readonly arn: pulumi.Output<string>;
  /** Secret with `username` and `password` of the administrator. */
  abstract readonly secretArn: pulumi.Output<string>;
  abstract readonly securityGroupId: pulumi.Output<string>;
  /** Addresses of all instances and protocols, such as `amqps://b-....mq.eu-west-1.on.aws:5671`. */
  abstract readonly endpoints: pulumi.Output<string[]>;

  get connectionName(): string {
    return this.logicalName;
  }

  /** Port of the protocol that Lambda's poller speaks. */
  get mainPort(): number {
    return this.facts(engines[this.engineType].main).port;
  }

  /**
   * Connects by one protocol, and reads the administrator's user and password.
   *
   * @param protocol Default: `openwire` for ActiveMQ, `amqp` for RabbitMQ
   * @throws pulumi.RunError for a protocol that the engine does not speak
   */
  connect(protocol: BrokerProtocol = engines[this.engineType].main): Access {
    const { port } = this.facts(protocol);
    const connection = { to: this, port };
    const keyArn = this.secretKeyArn();
    return accessTo({ arn: this.secretArn, keyArn, connection }, AccessibleBroker.grants.connect);
  }

  /**
   * The addresses of one protocol. An active/standby pair has two, of which one answers: try both.
   *
   * @throws pulumi.RunError for a protocol that the engine does not speak
   */
  urls(protocol: Exclude<BrokerProtocol, "console">): pulumi.Output<string[]> {
    const { scheme } = this.facts(protocol);
    return whenMade(this.endpoints, (all) => all.filter((url) => url.startsWith(`${scheme}://`)));
  }

  /**
   * Runs a function for the messages of a queue: `on: broker.messages("orders")`. Where it throws, the
   * whole batch comes again, until the messages expire: there are no partial failures and no failure
   * destination, so what can't succeed has to be put aside by the function. A queue of RabbitMQ has to
   * be there before; ActiveMQ makes it. At most 5 batches at a time with ActiveMQ, 1 with RabbitMQ.
   *
   * @throws pulumi.RunError where nothing leads from the broker's subnets to what Lambda's poller calls
   */
  messages(queue: string, args: BrokerMessagesArgs = {}): Trigger<BrokerEvent<Engine>, unknown> {
    const { engineType, arn, secretArn, child, refuse } = this;
    const secret = accessTo({ arn: secretArn, keyArn: this.secretKeyArn() }, secretGrants.read);
    const poll = allOf(secret, accessTo({ arn }, AccessibleBroker.grants.poll));
    const openPath = () => this.openPollerPath();
    return brokerMessages<Engine>(
      { engineType, arn, secretArn, poll, openPath, child, refuse },
      queue,
      args,
    );
  }

  /** The customer's key that encrypts the secret, where there is one. */
  protected abstract secretKeyArn(): pulumi.Output<string> | undefined;

  /** What must stand before Lambda's poller can reach the broker, and call from beside it. */
  protected abstract openPollerPath(): readonly pulumi.Resource[];

  private facts(protocol: BrokerProtocol): { scheme: string; port: number } {
    const { protocols } = engines[this.engineType];
    const known = protocols[protocol];
    if (known === undefined) {
      const allowed = `${Object.keys(protocols).join(", ")}: what ${this.engineType} speaks`;
      throw this.refuse("protocol", protocol, allowed, "name one of these");
    }
    return known;
  }
}

export interface ExistingBrokerArgs<Engine extends BrokerEngine = BrokerEngine> {
  /** `ActiveMQ` or `RabbitMQ`. */
  engineType: Engine;
  /** ARN of the broker. */
  arn: pulumi.Input<string>;
  /** Addresses of its instances; those of the protocols in use will do. */
  endpoints: pulumi.Input<string[]>;
  /** Secret with `username` and `password`, as JSON. */
  secretArn: pulumi.Input<string>;
  /** ARN of the customer's key that encrypts the secret. Default: none. */
  secretKeyArn?: pulumi.Input<string>;
  /** The security group in front of it. For `messages()` it has to let itself in on the main port, and out to that and to HTTPS. */
  securityGroupId: pulumi.Input<string>;
}

/**
 * A broker that others made. Made by `Broker.existing()`. Creates nothing, costs nothing; a function that
 * takes its messages has a mapping.
 *
 * @example
 * const orders = Broker.existing("orders", {
 *   engineType: "RabbitMQ",
 *   arn: "arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1234a5b6-78cd-901e-2fab-3c45d6e178f9",
 *   endpoints: ["amqps://b-1234a5b6-78cd-901e-2fab-3c45d6e178f9.mq.eu-west-1.on.aws:5671"],
 *   secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-a1b2c3",
 *   securityGroupId: "sg-0123456789abcdef0",
 * });
 * orders.connect();
 */
export class ExistingBroker<
  Engine extends BrokerEngine = BrokerEngine,
> extends AccessibleBroker<Engine> {
  readonly engineType: Engine;
  readonly arn: pulumi.Output<string>;
  readonly secretArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  readonly endpoints: pulumi.Output<string[]>;
  readonly #secretKeyArn?: pulumi.Output<string>;

  constructor(
    name: string,
    args: ExistingBrokerArgs<Engine>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:decoupling:ExistingBroker", name, args, opts);
    this.engineType = args.engineType;
    this.arn = pulumi.output(args.arn);
    this.secretArn = pulumi.output(args.secretArn);
    this.securityGroupId = pulumi.output(args.securityGroupId);
    this.endpoints = pulumi.output(args.endpoints);
    this.#secretKeyArn = outputOf(args.secretKeyArn);
  }

  protected secretKeyArn(): pulumi.Output<string> | undefined {
    return this.#secretKeyArn;
  }

  /** The rules of a group that others made are theirs. */
  protected openPollerPath(): readonly pulumi.Resource[] {
    return [];
  }
}
