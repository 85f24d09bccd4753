/** The web layer: what takes requests. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { HttpApi, HttpApiArgs } from "./http-api";

export * from "./http-api";

export interface WebLayerArgs {
  /** The HTTP API. Default: one with its own defaults. */
  api?: HttpApiArgs;
}

/**
 * Creates an `HttpApi` named `<layer>-api`. Costs nothing when idle.
 *
 * @example
 * const web = new WebLayer("web");
 * web.api.route("GET /photos", listPhotos);
 */
export class WebLayer extends Component {
  readonly api: HttpApi;

  constructor(name: string, args: WebLayerArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:web:WebLayer", name, opts);
    this.api = new HttpApi(`${name}-api`, args.api, { parent: this });
    this.registerOutputs({});
  }
}
