/** The decoupling layer: what stands between those who ask and those who do. */
import { layer, LayerArgs } from "../layer";
import { Broker } from "./broker/broker";
import { Bus } from "./bus";
import { IotRule } from "./iot-rule";
import { Queue } from "./queue";
import { Schedule } from "./schedule";
import { Stream } from "./stream";
import { Topic } from "./topic";
import { Workflow } from "./workflow";

export * from "./accessible-queue";
export * from "./accessible-stream";
export * from "./accessible-topic";
export * from "./broker/accessible-broker";
export * from "./broker/broker";
export * from "./broker/broker-engines";
export * from "./broker/broker-events";
export * from "./broker/broker-messages";
export * from "./bus";
export * from "./iot-rule";
export * from "./object-queue";
export * from "./object-topic";
export * from "./queue";
export * from "./queue-messages";
export * from "./schedule";
export * from "./stream";
export * from "./topic";
export * from "./accessible-workflow";
export * from "./workflow";
export * from "./workflow-definition";
export * from "./workflow-tasks";

const kinds = {
  /** Rules of AWS IoT. */
  iotRules: IotRule,
  /** SQS queues. */
  queues: Queue,
  /** Message brokers (Amazon MQ). */
  brokers: Broker,
  /** EventBridge buses. */
  buses: Bus,
  /** Schedules. */
  schedules: Schedule,
  /** Kinesis streams. */
  streams: Stream,
  /** SNS topics. */
  topics: Topic,
  /** Step Functions workflows. */
  workflows: Workflow,
};

export type DecouplingLayerArgs<Named = unknown> = LayerArgs<typeof kinds, Named>;

/**
 * Creates a component named `<layer>-<key>` for every key of every map. Costs nothing when idle.
 *
 * @example
 * const decoupling = new DecouplingLayer("decoupling", { queues: { uploads: { consumerTimeout: 60 } } });
 * decoupling.queues.uploads.send();
 */
export class DecouplingLayer<Named = unknown> extends layer(
  "decoupling:DecouplingLayer",
  kinds,
)<Named> {}
