/** The switches of components, found in the interfaces of their arguments. */
import * as fs from "node:fs";
import * as path from "node:path";

const folder = path.resolve(__dirname, "../../../components");

const sources = fs
  .readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => fs.readFileSync(path.join(folder, name), "utf8"));

/** An argument with two positions or more. */
export interface Switch {
  readonly argument: string;
  readonly positions: readonly (boolean | string)[];
}

/** Optional arguments of a component that are true or false, or one of some words. */
export function switchesOf(component: string): Switch[] {
  const text =
    sources.find((source) => new RegExp(`export class ${component}\\b`).test(source)) ?? "";
  const body = text.slice(text.search(new RegExp(`export class ${component}\\b`)));
  const [, type] = /constructor\([^]*?\bargs\??: (\w+)/.exec(body) ?? [];
  return type ? membersOf(type) : [];
}

function membersOf(type: string): Switch[] {
  const pattern = new RegExp(
    `interface ${type}\\b(?:<[^{]*>)?(?: extends ([^{]+))? \\{\\n([^]*?)\\n\\}`,
  );
  const found = sources.map((source) => pattern.exec(source)).find((match) => match);
  if (!found) return [];
  const [, bases = "", body] = found;
  const own = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\?: ([^;{]+);$/gm)].flatMap(
    ([, argument, declared]): Switch[] => {
      const plain = declared.replace(/^pulumi\.Input<(.*)>$/, "$1");
      if (plain === "boolean") return [{ argument, positions: [true, false] }];
      const words = plain.split("|").map((word) => /^"([^"]+)"$/.exec(word.trim())?.[1]);
      return words.length > 1 && words.every((word) => word !== undefined)
        ? [{ argument, positions: words as string[] }]
        : [];
    },
  );
  return [...own, ...bases.split(",").flatMap((base) => membersOf(/\w+/.exec(base)?.[0] ?? "-"))];
}
