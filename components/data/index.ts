/** The data layer: what keeps state. */
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import { mapNamed } from "../named";
import { Bucket, BucketArgs } from "./assets/bucket";
import { Table, TableArgs } from "./database/table";

export * from "./assets/accessible-bucket";
export * from "./database/accessible-table";
export * from "./assets/bucket";
export * from "./assets/lifecycle";
export * from "./assets/notifications";
export * from "./database/table";

export interface DataLayerArgs<Tables extends string = never, Buckets extends string = never> {
  /** DynamoDB tables by name; the names are those of `layer.tables`. */
  tables?: Record<Tables, TableArgs>;
  /** S3 buckets by name; the names are those of `layer.buckets`. */
  buckets?: Record<Buckets, BucketArgs>;
}

/**
 * Creates a `Table` or `Bucket` named `<layer>-<key>` for every key. Costs nothing while empty.
 *
 * @example
 * const data = new DataLayer("data", {
 *   tables: { photos: { hashKey: "userId", rangeKey: "photoId" } },
 *   buckets: { originals: {} },
 * });
 * data.tables.photos.read();
 */
export class DataLayer<
  Tables extends string = never,
  Buckets extends string = never,
> extends Component {
  readonly tables: Readonly<Record<Tables, Table>>;
  readonly buckets: Readonly<Record<Buckets, Bucket>>;

  constructor(
    name: string,
    args: DataLayerArgs<Tables, Buckets> = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:data:DataLayer", name, opts);
    const inside = { parent: this };
    this.tables = mapNamed(args.tables, (key, table) => new Table(`${name}-${key}`, table, inside));
    this.buckets = mapNamed(
      args.buckets,
      (key, bucket) => new Bucket(`${name}-${key}`, bucket, inside),
    );
    this.registerOutputs({});
  }
}
