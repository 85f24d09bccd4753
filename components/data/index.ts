/** The data layer: what keeps state. */
import { layer, LayerArgs } from "../layer";
import { Bucket } from "./assets/bucket";
import { Lake } from "./database/lake";
import { Search } from "./database/search";
import { Dax } from "./cache/dax";
import { Memcached } from "./cache/memcached";
import { Valkey } from "./cache/valkey";
import { Aurora } from "./database/aurora";
import { Database } from "./database/database";
import { SessionTable } from "./database/session-table";
import { Table } from "./database/table";
import { Warehouse } from "./database/warehouse";
import { Backup } from "./storage/backup";
import { FileSystem } from "./storage/file-system";
import { Volume } from "./storage/volume";

export * from "./assets/accessible-bucket";
export * from "./database/accessible-database";
export * from "./database/accessible-table";
export * from "./database/aurora";
export * from "./database/aurora-args";
export * from "./database/database";
export * from "./database/database-args";
export * from "./database/database-engine";
export * from "./assets/bucket";
export * from "./assets/bucket-notifications";
export * from "./assets/lifecycle";
export * from "./assets/log-delivery";
export * from "./assets/notifications";
export * from "./assets/object-lock";
export * from "./assets/replication";
export * from "./database/accessible-search";
export * from "./database/accessible-lake";
export * from "./database/lake";
export { columnTypes } from "./database/lake-table";
export * from "./database/search";
export * from "./database/accessible-warehouse";
export * from "./database/warehouse";
export * from "./cache/accessible-dax";
export * from "./cache/accessible-valkey";
export * from "./cache/dax";
export * from "./cache/memcached";
export * from "./cache/valkey";
export * from "./cache/valkey-args";
export * from "./cache/valkey-users";
export * from "./database/session-table";
export * from "./database/table";
export * from "./database/table-capacity";
export * from "./database/table-changes";
export * from "./storage/accessible-backup";
export * from "./storage/accessible-file-system";
export * from "./storage/backup";
export * from "./storage/file-system";
export * from "./storage/instance-store";
export * from "./storage/volume";

const kinds = {
  /** DynamoDB tables. */
  tables: Table,
  /** DynamoDB tables of sessions. */
  sessionTables: SessionTable,
  /** S3 buckets. */
  buckets: Bucket,
  /** EFS file systems. */
  fileSystems: FileSystem,
  /** Events in S3, asked with SQL. */
  lakes: Lake,
  /** Redshift Serverless, in the VPC. */
  warehouses: Warehouse,
  /** OpenSearch domains. */
  searches: Search,
  /** EBS volumes. */
  volumes: Volume,
  /** Backup plans. */
  backups: Backup,
  /** Caches in front of tables, in the VPC. */
  accelerators: Dax,
  /** Valkey caches, in the VPC. */
  caches: Valkey,
  /** Memcached caches, in the VPC. */
  memcached: Memcached,
  /** PostgreSQL and MySQL on RDS, in the VPC. */
  databases: Database,
  /** Aurora clusters, in the VPC. */
  clusters: Aurora,
};

export type DataLayerArgs<Named = unknown> = LayerArgs<typeof kinds, Named>;

/**
 * Creates a component named `<layer>-<key>` for every key of every map. Costs nothing while empty.
 *
 * @example
 * const data = new DataLayer("data", {
 *   tables: { photos: { hashKey: "userId", rangeKey: "photoId" } },
 *   buckets: { originals: {} },
 * });
 * data.tables.photos.read();
 */
export class DataLayer<Named = unknown> extends layer("data:DataLayer", kinds)<Named> {}
