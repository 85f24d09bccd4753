// What a bundle weighs, and what to do about it.

export interface BundleSize {
  /** Bytes of JavaScript, without the source map. */
  readonly bytes: number;
  /** The three largest packages, largest first: of a bundle past 100 KB, else those that are that large themselves. */
  readonly largestPackages: readonly { readonly name: string; readonly bytes: number }[];
  /** Ways to make it smaller. */
  readonly hints: readonly string[];
}

const worthNaming = 100_000;
// zod's core and schemas are about 90 KB; with every locale it is about 380 KB.
const zodWithLocales = 200_000;

export function bundleSize(js: string, packages: Readonly<Record<string, number>>): BundleSize {
  const total = Buffer.byteLength(js);
  const largestPackages = Object.entries(packages)
    .map(([name, bytes]) => ({ name, bytes }))
    .filter(({ bytes }) => total > worthNaming || bytes > worthNaming)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3);
  const hints: string[] = [];
  if ((packages.zod ?? 0) > zodWithLocales) {
    hints.push(
      `import { z } from "zod" brings all of its ${Math.round(packages.zod / 1000)} KB: write import * as z from "zod" (about 90 KB) or use "zod/mini" (about 12 KB).`,
    );
  }
  if (total > worthNaming && largestPackages.length === 0) {
    hints.push("it is the project's own code: does the handler import more than it needs?");
  }
  return { bytes: total, largestPackages, hints };
}

/** One line for a person: `list-photos: 1.3 KB`, with what makes it large. */
export function sizeLine(name: string, { bytes, largestPackages, hints }: BundleSize): string {
  const packages = largestPackages.map((each) => `${each.name} ${kilobytes(each.bytes)}`);
  return [
    `${name}: ${kilobytes(bytes)}${packages.length > 0 ? ` (${packages.join(", ")})` : ""}`,
    ...hints,
  ].join("; ");
}

const kilobytes = (bytes: number): string =>
  bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} KB`;
