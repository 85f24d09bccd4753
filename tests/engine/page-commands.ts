/** The commands of a page of the docs: what stands after `$` in its blocks of the console. */

export interface PageCommand {
  readonly text: string;
  /** Why no test runs it: the comment `<!-- not run: ... -->` before its block. */
  readonly notRun?: string;
}

/** A block, which a list may indent, and the comment right before it. */
const BLOCK = /(?:<!-- not run: ([^]*?) -->\s+)?^ *```(\w*)\n([^]*?)^ *```$/gm;

/** Words that a command of the deploy page starts with. */
const PROGRAMS = ["pulumi", "aws", "npm", "npx", "dig", "git"];

/**
 * Every command of the blocks, in the page's order.
 *
 * @throws Error where a block has commands of the console and is not marked as `console`
 */
export function commandsOf(page: string): readonly PageCommand[] {
  return [...page.matchAll(BLOCK)].flatMap(([block, reason, language, body]) => {
    const lines = body
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line.startsWith("$ "));
    if (language !== "console") {
      if (lines.length > 0 || startsWithProgram(body)) {
        throw new Error(`a block with commands is to be marked as console:\n${block}`);
      }
      return [];
    }
    const notRun = reason?.replace(/\s+/g, " ");
    return lines.map((line) => ({ text: line.slice(2), ...(notRun ? { notRun } : {}) }));
  });
}

/** Commands that the text between the blocks mentions, such as `pulumi up`. */
export function mentionsOf(page: string): readonly string[] {
  const text = page.replace(BLOCK, "");
  return [...text.matchAll(/`([^`]+)`/g)]
    .map(([, code]) => code.replace(/\s+/g, " "))
    .filter((code) => code.includes(" ") && startsWithProgram(code));
}

function startsWithProgram(text: string): boolean {
  return PROGRAMS.includes(text.trim().split(" ")[0]);
}
