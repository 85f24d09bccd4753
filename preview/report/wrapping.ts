/** Lines that fit a terminal. */

const COLUMNS = 80;

export function indented(text: string, by: number): string {
  return " ".repeat(by) + text;
}

/** Breaks a text at spaces; its own line breaks stay. A word that is too long has a line of its own. */
export function wrapped(text: string, indent: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && indent + line.length + 1 + word.length > COLUMNS) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    return [...lines, line].map((part) => indented(part, indent));
  });
}

/** As many names as fit behind `head`, and how many there are besides. */
export function listed(head: string, names: readonly string[]): string {
  for (let shown = names.length; shown > 1; shown--) {
    const others = names.length - shown;
    const line = `${head}${names.slice(0, shown).join(", ")}${others > 0 ? ` +${others}` : ""}`;
    if (line.length <= COLUMNS) {
      return line;
    }
  }
  const others = names.length > 1 ? ` +${names.length - 1}` : "";
  return `${head}${names[0] ?? ""}${others}`;
}
