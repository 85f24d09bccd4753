/** Words that no comment may have: a file that moderators write and all functions read, with no deployment. */
import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Where the file system appears. */
export const wordFolder = "/mnt/words";

let read: { readonly changed: number; readonly words: readonly string[] } | undefined;

/** The words, read again once the file has changed. */
export async function forbiddenWords(folder: string): Promise<readonly string[]> {
  const file = path.join(folder, "forbidden.txt");
  const changed = await fs.stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      return 0;
    },
  );
  if (read?.changed !== changed) {
    const text = changed === 0 ? "" : await fs.readFile(file, "utf8");
    read = { changed, words: text.split("\n").filter((word) => word !== "") };
  }
  return read.words;
}

/** Takes another list in the place of the old one, at once: nobody reads half of it. */
export async function writeWords(folder: string, words: readonly string[]): Promise<void> {
  const file = path.join(folder, "forbidden.txt");
  const made = `${file}.${process.pid}.${Date.now()}`;
  await fs.writeFile(made, words.map((word) => `${word}\n`).join(""));
  await fs.rename(made, file);
}
