/** What Lambda hands a function of a broker's messages (Lambda guide, "Using Lambda with Amazon MQ"). */
import type { BrokerEngine } from "./broker-engines";

/** Messages of one queue of ActiveMQ. */
export interface ActiveMqEvent {
  readonly eventSource: "aws:mq";
  readonly eventSourceArn: string;
  readonly messages: readonly ActiveMqMessage[];
}

export interface ActiveMqMessage {
  readonly messageID: string;
  /** Text, or bytes; Lambda takes no others from the queue. */
  readonly messageType: "jms/text-message" | "jms/bytes-message";
  /** 1: may be lost with the broker, 2: is kept on disk. */
  readonly deliveryMode: number;
  readonly replyTo: string | null;
  readonly type: string | null;
  /** Milliseconds since 1970; 0: never. */
  readonly expiration: number | string;
  readonly priority: number;
  readonly correlationId?: string | null;
  /** True where it was handed out before: the run before this one may have done it. */
  readonly redelivered: boolean;
  readonly destination: { readonly physicalName: string };
  /** The body, in base64. */
  readonly data: string;
  readonly timestamp: number;
  readonly brokerInTime: number;
  readonly brokerOutTime: number;
  readonly properties?: Readonly<Record<string, string>>;
}

/** Messages of one queue of RabbitMQ. */
export interface RabbitMqEvent {
  readonly eventSource: "aws:rmq";
  readonly eventSourceArn: string;
  /** By `<queue>::<virtual host>`. */
  readonly rmqMessagesByQueue: Readonly<Record<string, readonly RabbitMqMessage[]>>;
}

export interface RabbitMqMessage {
  readonly basicProperties: {
    readonly contentType: string | null;
    readonly contentEncoding: string | null;
    /** Texts come as `{ bytes: [...] }`. */
    readonly headers: Readonly<Record<string, unknown>> | null;
    readonly deliveryMode: number | null;
    readonly priority: number | null;
    readonly correlationId: string | null;
    readonly replyTo: string | null;
    readonly expiration: string | null;
    readonly messageId: string | null;
    readonly timestamp: string | null;
    readonly type: string | null;
    readonly userId: string | null;
    readonly appId: string | null;
    readonly clusterId: string | null;
    readonly bodySize: number;
  };
  /** True where it was handed out before: the run before this one may have done it. */
  readonly redelivered: boolean;
  /** The body, in base64. */
  readonly data: string;
}

/** The event of a broker with this engine; of either where it isn't known. */
export type BrokerEvent<Engine extends BrokerEngine = BrokerEngine> = {
  ActiveMQ: ActiveMqEvent;
  RabbitMQ: RabbitMqEvent;
}[Engine];
