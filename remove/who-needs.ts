/** What becomes of a file that imports what is removed. */

/** Files that put things together: what is gone is taken out of them. */
const composition = ["index.ts", "handlers/index.ts", "settings/index.ts"];

export const isComposition = (file: string): boolean => composition.includes(file);

/** Files that are nothing without it: tests, and what features share. */
export function goesAlong(file: string): boolean {
  if (/\.samples\.ts$/.test(file)) return false; // a layer that stays must be tested
  return (
    /^(tests|bench|examples)\//.test(file) ||
    /^handlers\/(.*\/)?[^/]+\.test\.ts$/.test(file) ||
    /^handlers\/[^/]+\.ts$/.test(file)
  );
}

/** The feature or layer that a file is of; in words where it is of none. */
export function whoNeeds(file: string): string {
  const [top, folder, ...below] = file.split("/");
  if (/\.samples\.ts$/.test(file)) return /^tests\/unit\/components\/([\w-]+)/.exec(file)![1];
  if (["handlers", "components"].includes(top) && below.length > 0) return folder;
  return top === "components" ? `every stack's ${folder.replace(/\.ts$/, "")}` : `the ${top}`;
}
