/** Every link of a page leads somewhere, and a reader of README.md gets to every page. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Pages by their path from the root. */
const pages = new Map(
  [
    "README.md",
    ...["docs", "examples"].flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".md"))
        .map((file) => path.posix.join(folder, file)),
    ),
  ].map((page) => [page, fs.readFileSync(path.join(root, page), "utf8")]),
);

const withoutCode = (text: string) =>
  text.replace(/^```[^]*?^```$/gm, "").replace(/`[^`\n]*`/g, "``");

/** Where links within the repository lead: a path from the root, and a heading. */
function linksOf(page: string): { to: string; heading?: string; link: string }[] {
  return [...withoutCode(pages.get(page)!).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^(https?|mailto):/.test(link))
    .map((link) => {
      const [file, heading] = link.split("#");
      const to = file ? path.posix.join(path.posix.dirname(page), file) : page;
      return { to, heading, link };
    });
}

/** The anchors that GitHub makes of headings. */
function headingsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...text.replace(/^```[^]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)];
  return new Set(
    headings.map(([, heading]) => {
      const words = heading.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").toLowerCase();
      const anchor = words.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
      const count = seen.get(anchor) ?? 0;
      seen.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    }),
  );
}

describe("pages", () => {
  for (const page of pages.keys()) {
    it(`${page} links to what is there`, () => {
      const broken = linksOf(page).filter(({ to, heading }) => {
        if (!fs.existsSync(path.join(root, to))) return true;
        const text = pages.get(to);
        return heading !== undefined && text !== undefined && !headingsOf(text).has(heading);
      });
      assert.deepEqual(
        broken.map(({ link }) => link),
        [],
      );
    });
  }

  it("are all found from README.md", function () {
    if (!pages.get("README.md")!.startsWith("# Strata\n")) this.skip(); // someone's own page
    const found = new Set(["README.md"]);
    for (const page of found) {
      for (const { to } of linksOf(page)) if (pages.has(to)) found.add(to);
    }
    assert.deepEqual(
      [...pages.keys()].filter((page) => !found.has(page)),
      [],
    );
  });
});
