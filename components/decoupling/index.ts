/** The decoupling layer: what stands between those who ask and those who do. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { mapNamed } from "../named";
import { Queue, QueueArgs } from "./queue";

export * from "./accessible-queue";
export * from "./queue";
export * from "./queue-messages";

export interface DecouplingLayerArgs<Queues extends string = never> {
  /** Queues by name; the names are those of `layer.queues`. */
  queues?: Record<Queues, QueueArgs>;
}

/**
 * Creates a `Queue` named `<layer>-<key>` for every key. Costs nothing when idle.
 *
 * @example
 * const decoupling = new DecouplingLayer("decoupling", { queues: { uploads: { consumerTimeout: 60 } } });
 * decoupling.queues.uploads.send();
 */
export class DecouplingLayer<Queues extends string = never> extends Component {
  readonly queues: Readonly<Record<Queues, Queue>>;

  constructor(
    name: string,
    args: DecouplingLayerArgs<Queues> = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:decoupling:DecouplingLayer", name, opts);
    const inside = { parent: this };
    this.queues = mapNamed(args.queues, (key, queue) => new Queue(`${name}-${key}`, queue, inside));
    this.registerOutputs({});
  }
}
