/** What the two engines of Amazon MQ have in common, and what tells them apart. */

export const brokerEngines = ["ActiveMQ", "RabbitMQ"] as const;
export type BrokerEngine = (typeof brokerEngines)[number];

/** How a client speaks to a broker; all of them over TLS. */
export const brokerProtocols = ["openwire", "amqp", "stomp", "mqtt", "wss", "console"] as const;
export type BrokerProtocol = (typeof brokerProtocols)[number];

interface EngineFacts {
  readonly version: string;
  /** Class of each instance in production, and elsewhere. */
  readonly instanceTypes: { readonly production: string; readonly small: string };
  /** The deployment of several instances, and the zones that they stand in. */
  readonly several: { readonly deploymentMode: string; readonly zones: number };
  /** Scheme of each protocol's addresses, and its port. */
  readonly protocols: Partial<
    Record<BrokerProtocol, { readonly scheme: string; readonly port: number }>
  >;
  /** What Lambda's poller speaks. */
  readonly main: BrokerProtocol;
  /** Log groups, by the last part of their names. */
  readonly logs: readonly string[];
  /** Services that Lambda's poller calls from beside the broker. */
  readonly pollerCalls: readonly string[];
}

/**
 * Sources: Amazon MQ developer guide, "Broker instance types", "Managing engine versions" and "Listener
 * ports"; Lambda guide, "Process Amazon MQ messages with Lambda" for what its poller needs.
 */
export const engines: Readonly<Record<BrokerEngine, EngineFacts>> = {
  ActiveMQ: {
    version: "5.19",
    instanceTypes: { production: "mq.m5.large", small: "mq.t3.micro" },
    several: { deploymentMode: "ACTIVE_STANDBY_MULTI_AZ", zones: 2 },
    protocols: {
      openwire: { scheme: "ssl", port: 61617 },
      amqp: { scheme: "amqp+ssl", port: 5671 },
      stomp: { scheme: "stomp+ssl", port: 61614 },
      mqtt: { scheme: "mqtt+ssl", port: 8883 },
      wss: { scheme: "wss", port: 61619 },
      console: { scheme: "https", port: 8162 },
    },
    main: "openwire",
    logs: ["general", "audit"],
    pollerCalls: ["lambda", "secretsmanager", "sts"],
  },
  RabbitMQ: {
    version: "4.2",
    instanceTypes: { production: "mq.m7g.large", small: "mq.m7g.medium" },
    several: { deploymentMode: "CLUSTER_MULTI_AZ", zones: 3 },
    protocols: {
      amqp: { scheme: "amqps", port: 5671 },
      console: { scheme: "https", port: 443 },
    },
    main: "amqp",
    logs: ["general", "connection", "channel"],
    pollerCalls: ["lambda", "secretsmanager"],
  },
};
