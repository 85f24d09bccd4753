/** The compute layer: what runs code. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { VirtualNetwork } from "../contracts";

export * from "./lambda/function-args";
export * from "./lambda/function-code";
export * from "./lambda/handler";
export * from "./lambda/lambda-function";

export interface ComputeLayerArgs {
  /** The VPC for what must stand in one. Default: none; functions need none. */
  network?: VirtualNetwork;
}

/**
 * The parent of everything that runs code. Functions are made by the features, with this layer as
 * their parent. Creates nothing of its own.
 *
 * @example
 * const compute = new ComputeLayer("compute", { network });
 * new LambdaFunction("hello", async () => "hello", {}, { parent: compute });
 */
export class ComputeLayer extends Component {
  readonly network?: VirtualNetwork;

  constructor(name: string, args: ComputeLayerArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:compute:ComputeLayer", name, opts);
    this.network = args.network;
    this.registerOutputs({});
  }
}
