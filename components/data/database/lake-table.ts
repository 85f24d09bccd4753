/** The table of a lake: its columns, and how Athena finds its files. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Refuse } from "../../component";

/** Types of a column, as Glue and Athena call them. */
export const columnTypes = [
  ...["string", "int", "bigint", "double", "boolean", "timestamp", "date"],
] as const;
const plainType = new RegExp(
  `^(${columnTypes.join("|")}|decimal\\(\\d+,\\d+\\)|(array|map|struct)<.+>)$`,
);
const columnName = /^[a-z_][a-z0-9_]{0,127}$/;

/** Folder of the bucket for the table's files. */
export const EVENTS = "events";
/** The partition of the table: the day on which Firehose took the record, in UTC. */
export const DAY = "day";

/** Columns of the table and their types. */
type Columns = Readonly<Record<string, string>>;

/** The files below `events/`, a folder a day. */
export function tableOfDays(
  bucketName: pulumi.Output<string>,
  columns: Columns,
): Omit<aws.glue.CatalogTableArgs, "databaseName" | "name"> {
  const location = pulumi.interpolate`s3://${bucketName}/${EVENTS}/`;
  return {
    tableType: "EXTERNAL_TABLE",
    partitionKeys: [{ name: DAY, type: "string" }],
    // Athena makes the days up instead of looking for them ("Partition projection", Athena guide).
    parameters: {
      EXTERNAL: "TRUE",
      classification: "parquet",
      "projection.enabled": "true",
      [`projection.${DAY}.type`]: "date",
      [`projection.${DAY}.format`]: "yyyy-MM-dd",
      [`projection.${DAY}.range`]: "NOW-10YEARS,NOW+1DAY",
      "storage.location.template": pulumi.interpolate`${location}${DAY}=$\{${DAY}}/`,
    },
    storageDescriptor: {
      location,
      inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
      serDeInfo: {
        serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
      },
      // In the order given: new ones at the end.
      columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
    },
  };
}

/** @throws pulumi.RunError for no columns, and for one that Athena or Glue would not take */
export function refuseColumns(columns: Columns, refuse: Refuse): void {
  const names = Object.keys(columns);
  if (names.length === 0) {
    throw refuse("columns", columns, "one column or more", 'write { page: "string" }');
  }
  for (const name of names) {
    if (!columnName.test(name) || name === DAY) {
      const allowed = `lower-case letters, digits and underscores, not "${DAY}", which is there`;
      throw refuse("columns", name, allowed, "rename the column, and the records' field");
    }
    if (!plainType.test(columns[name])) {
      const allowed = `${columnTypes.join(", ")}, decimal(10,2), array<…>, map<…> or struct<…>`;
      throw refuse(`columns.${name}`, columns[name], allowed, "name one of these types");
    }
  }
}

/** Names in SQL have no hyphens. */
export function sqlName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_]/g, "_");
}
