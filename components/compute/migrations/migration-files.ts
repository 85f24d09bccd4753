/** The SQL files of a folder. */
import * as fs from "node:fs";
import * as path from "node:path";
import { Refuse } from "../../component";
import { contentHash, MigrationFile } from "./migrate";

/** What a function can be given in one call, 6 MB, with room for how JSON writes it (Lambda guide, "Lambda quotas"). */
const MOST_BYTES = 5_000_000;

/**
 * The files in the order of their names.
 *
 * @param folder starts at the folder of Pulumi.yaml
 * @throws pulumi.RunError for a folder without files, for two that are the same, and for too much
 */
export function migrationFiles(folder: string, refuse: Refuse): MigrationFile[] {
  const names = fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.endsWith(".sql"))
        .sort()
    : [];
  if (names.length === 0) {
    const allowed = "a folder with files that end in .sql";
    const fix =
      "write the first one, such as 001-users.sql, or correct the path: it starts at the folder of Pulumi.yaml";
    throw refuse("folder", folder, allowed, fix);
  }
  const files = names.map((name) => ({
    name,
    // The same on every machine, whatever its Git makes of line ends.
    sql: fs.readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n"),
  }));
  const first = new Map<string, string>();
  for (const { name, sql } of files) {
    const same = first.get(contentHash(sql));
    if (same !== undefined) {
      const allowed = `files that differ: ${same} has the same content, and a content runs once`;
      throw refuse(
        "folder",
        name,
        allowed,
        "remove one of them, or say in a comment why it runs again",
      );
    }
    first.set(contentHash(sql), name);
  }
  const bytes = Buffer.byteLength(JSON.stringify(files));
  if (bytes > MOST_BYTES) {
    const fix = "load data by a job of its own: from S3, or with the engine's tools";
    throw refuse("folder", `${bytes} bytes`, `${MOST_BYTES} bytes in all`, fix);
  }
  return files;
}
