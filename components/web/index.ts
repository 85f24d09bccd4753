/** The web layer: what takes requests. */
import * as pulumi from "@pulumi/pulumi";
import { layer, LayerArgs } from "../layer";
import { Alb } from "./alb";
import { ClassicLoadBalancer } from "./classic-load-balancer";
import { ElasticIp } from "./elastic-ip";
import { HttpApi, HttpApiArgs } from "./http-api";
import { Nlb } from "./nlb";
import { RestApi } from "./rest-api";

export * from "./alb";
export * from "./balancer/conditions";
export { nlbProtocols, NlbProtocol, NlbTargetsArgs } from "./balancer/network-targets";
export * from "./balancer/target-groups";
export * from "./classic-load-balancer";
export * from "./elastic-ip";
export * from "./http-api";
export * from "./http-api/route-args";
export * from "./nlb";
export * from "./api-domain";
export * from "./rest-api";
export * from "./rest-api/route-args";

const kinds = {
  /** Application load balancers. */
  loadBalancers: Alb,
  /** Network load balancers. */
  networkLoadBalancers: Nlb,
  /** Classic load balancers. */
  classicLoadBalancers: ClassicLoadBalancer,
  /** Fixed public addresses. */
  elasticIps: ElasticIp,
  /** REST APIs. */
  restApis: RestApi,
};

interface Singles {
  /** The HTTP API. Default: one with its own defaults. */
  api?: HttpApiArgs;
}

export type WebLayerArgs<Named = unknown> = LayerArgs<typeof kinds, Named, Singles>;

/**
 * Creates an `HttpApi` named `<layer>-api`, and a component named `<layer>-<key>` for every key of every
 * map. Costs nothing when idle.
 *
 * @example
 * const web = new WebLayer("web");
 * web.api.route("GET /photos", listPhotos);
 */
export class WebLayer<Named = unknown> extends layer("web:WebLayer", kinds)<Named> {
  readonly api: HttpApi;

  constructor(
    name: string,
    { api, ...maps }: WebLayerArgs<Named> = {} as WebLayerArgs<Named>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(name, maps as WebLayerArgs<Named>, opts);
    this.api = new HttpApi(`${name}-api`, api, { parent: this });
  }
}
