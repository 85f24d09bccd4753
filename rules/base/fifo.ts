import { absent, pattern, refuses } from "./checks";
import type { Inputs, ResourceRule } from "./rule";
import { equals, isAbsent } from "./values";

/** What can be FIFO: a flag says so, and the end of the name. */
interface FifoKind {
  /** What its rules' ids begin with. */
  readonly id: string;
  readonly type: string;
  /** What it is called. */
  readonly noun: string;
  /** The argument that makes it FIFO. */
  readonly flag: string;
  /** Most characters of a name, `.fifo` included. */
  readonly longestName: number;
  /** Arguments that FIFO ones alone have, by the end of their rules' ids. */
  readonly fifoAlone: { readonly [idEnd: string]: string };
  readonly source: string;
}

/** The rules that queues and topics have in common: flag, name and arguments are all FIFO's, or none is. */
export function fifoRules(kind: FifoKind): ResourceRule[] {
  const { id, type, noun, flag, longestName: longest, fifoAlone, source } = kind;
  const isStandard = (inputs: Inputs) => isAbsent(inputs, flag) || equals(inputs, flag, false);
  const anyName = `^[A-Za-z0-9-_]{1,${longest}}$|^[A-Za-z0-9-_]{1,${longest - ".fifo".length}}\\.fifo$`;
  return [
    pattern(`${id}-name`, type, "name", new RegExp(anyName), {
      limit: `1 to ${longest} letters, digits, hyphens and underscores, with .fifo at the end of a FIFO ${noun}'s`,
      source,
      fix: `Rename the ${noun}, or leave name out.`,
    }),
    pattern(`${id}-fifo-name`, type, "name", /\.fifo$/, {
      when: (inputs) => equals(inputs, flag, true),
      limit: "a name that ends in .fifo",
      source,
      fix: "Add .fifo to the name, or leave name out.",
    }),
    refuses(`${id}-standard-name`, type, "name", /\.fifo$/, {
      when: isStandard,
      limit: `a name without .fifo, because the ${noun} is a standard one`,
      source,
      fix: `Set ${flag} to true, or drop .fifo.`,
    }),
    ...Object.entries(fifoAlone).map(([idEnd, argument]) =>
      absent(`${id}-${idEnd}`, type, argument, {
        when: (inputs) =>
          isStandard(inputs) && !equals(inputs, argument, false) && !equals(inputs, argument, ""),
        limit: `no ${argument} on a standard ${noun}`,
        source,
        fix: `Set ${flag} to true, or remove ${argument}.`,
      }),
    ),
  ];
}
