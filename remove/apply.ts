/** Does what was planned, and has the changed files in their usual form. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as prettier from "prettier";
import type { Removal } from "./plan";

/** @returns What was done, a line each. */
export async function apply(root: string, removal: Removal): Promise<string[]> {
  for (const file of removal.deleted.keys()) {
    fs.rmSync(path.join(root, file), { recursive: true, force: true });
    removeEmptyFolders(root, path.dirname(file));
  }
  for (const [file, text] of removal.changed) {
    const options = await prettier.resolveConfig(path.join(root, file));
    const formatted = await prettier.format(text, { ...options, filepath: file });
    fs.writeFileSync(path.join(root, file), formatted);
  }
  return [
    ...summary(removal.deleted),
    ...[...removal.changed.keys()].map((file) => `changed ${file}`),
    ...removal.notes,
  ];
}

function removeEmptyFolders(root: string, folder: string): void {
  if (folder === "." || !fs.existsSync(path.join(root, folder))) return;
  if (fs.readdirSync(path.join(root, folder)).length > 0) return;
  fs.rmdirSync(path.join(root, folder));
  removeEmptyFolders(root, path.dirname(folder));
}

/** Own files by folder, others one by one with their reason. */
function summary(deleted: Removal["deleted"]): string[] {
  const own = [...deleted].filter(([, reason]) => reason === undefined).map(([file]) => file);
  const folders = new Map<string, number>();
  for (const file of own) {
    const folder = path.dirname(file);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  return [
    ...[...folders].map(([folder, count]) =>
      folder === "." || folder === "settings"
        ? own
            .filter((file) => path.dirname(file) === folder)
            .map((file) => `deleted ${file}`)
            .join("\n")
        : `deleted ${folder} (${count} ${count === 1 ? "file" : "files"})`,
    ),
    ...[...deleted].flatMap(([file, reason]) =>
      reason ? [`deleted ${file}, which ${reason}`] : [],
    ),
  ];
}
