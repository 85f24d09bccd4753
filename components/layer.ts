/** Layers: typed maps of components, with their arguments unchanged. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import { VirtualNetwork } from "./contracts";

/** The components that a layer holds many of, by the name of their map: `{ tables: Table }`. */
type Kinds = Readonly<Record<string, ComponentClass>>;
type ComponentClass = new (
  name: string,
  args: never,
  opts?: pulumi.ComponentResourceOptions,
) => Component;

type ArgsOf<Kind> = Kind extends new (name: string, args: infer Args, ...opts: never) => Component
  ? Placed<Exclude<Args, undefined>>
  : never;
/** What stands in a VPC stands in the layer's where it does not say another. */
type Placed<Args> = Args extends { network: VirtualNetwork }
  ? Omit<Args, "network"> & { network?: Args["network"] }
  : Args;

interface Place {
  /** The VPC for what must stand in one and names no other. Default: none. */
  network?: VirtualNetwork;
}

/**
 * What a layer takes: a map for each kind, by names of the user's own. `Named` is what TypeScript
 * gathers the names from; the rest refuses words that are not the layer's or the component's.
 */
export type LayerArgs<Of extends Kinds, Named, Singles = unknown> = Place &
  Singles & { [Kind in keyof Of]?: { [name: string]: ArgsOf<Of[Kind]> } } & {
    [Kind in keyof Named]:
      | { [Name in keyof Named[Kind]]: Kind extends keyof Of ? ArgsOf<Of[Kind]> : unknown }
      | VirtualNetwork;
  } & Misspelt<Named, keyof Of | keyof Place | keyof Singles> & {
    // Not to be inferred from: else a layer with singles knew no names of its maps.
    [Single in keyof NoInfer<Named> & keyof Singles]: Misspelt<
      NoInfer<Named>[Single],
      keyof Exclude<Singles[Single], undefined>
    >;
  };

/** What nobody knows can't be given. */
type Misspelt<Given, Known extends PropertyKey> = { [Other in Exclude<keyof Given, Known>]: never };

/** What a layer has: the same maps, of what was made. */
type Held<Of extends Kinds, Named> = {
  readonly [Kind in keyof Of]: {
    readonly [Name in Kind extends keyof Named ? keyof Named[Kind] : never]: InstanceType<Of[Kind]>;
  };
};

interface LayerClass<Of extends Kinds> {
  new <Named = unknown>(
    name: string,
    args?: LayerArgs<Of, Named>,
    opts?: pulumi.ComponentResourceOptions,
  ): Component & Held<Of, Named>;
}

/**
 * The base class of a layer: makes a component named `<layer>-<key>` for every key of every map, with
 * the arguments that are given for it. Sorted, so that the order of keys never matters. What a layer
 * holds one of is no map: it makes that itself, under its own name.
 *
 * @param token the layer's name and class, such as `data:DataLayer`
 * @example
 * const kinds = { tables: Table, buckets: Bucket };
 * export class DataLayer<Named = unknown> extends layer("data:DataLayer", kinds)<Named> {}
 * new DataLayer("data", { tables: { photos: { hashKey: "userId" } } }).tables.photos.read();
 */
export function layer<Of extends Kinds>(token: `${string}:${string}`, kinds: Of): LayerClass<Of> {
  class Layer extends Component {
    constructor(
      name: string,
      args: Place & Record<string, Record<string, object>> = {},
      opts?: pulumi.ComponentResourceOptions,
    ) {
      super(`strata:${token}`, name, {}, opts);
      const place = args.network ? { network: args.network } : {};
      const held = Object.entries(kinds).map(([map, type]) => {
        const make = type as unknown as new (name: string, args: object, opts: object) => Component;
        const keys = Object.keys(args[map] ?? {}).sort();
        const made = keys.map((key) => {
          const component = new make(
            `${name}-${key}`,
            { ...place, ...args[map][key] },
            { parent: this },
          );
          return [key, component] as const;
        });
        return [map, Object.fromEntries(made)] as const;
      });
      Object.assign(this, Object.fromEntries(held));
    }
  }
  return Layer as unknown as LayerClass<Of>;
}
