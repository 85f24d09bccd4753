// Where two fingerprints differ.
import type { Fingerprint, Node, Part } from "./fingerprint";

export interface Difference {
  /** The steps from the variable to the part that differs. */
  readonly steps: readonly string[];
  /** What the program has and the other one doesn't, both have differently, or the program alone hasn't. */
  readonly kind: "added" | "changed" | "deleted";
  /** `file:line:column` of a function that is this part or within it, where the program has it. */
  readonly fn?: string;
}

/** False for what its source always makes in the same way: functions and classes alone, what is not looked into. */
export function hasState({ nodes }: Fingerprint, part: Part): boolean {
  if (typeof part === "string") return true;
  const { kind, parts, functions = [] } = nodes[part];
  if (kind === "anything") return false;
  const isBare = Object.keys(parts).length === 0 && functions.length === 0;
  return !(isBare && (kind === "function" || kind === "opaque"));
}

export interface Compared {
  /** The first one, functions before data. */
  readonly difference?: Difference;
  /** Why not all of it could be compared. */
  readonly because?: string;
}

/** For each root of the program's what came of comparing it. */
export function compare(program: Fingerprint, replayed: Fingerprint): Map<string, Compared> {
  return new Map(
    Object.entries(program.roots).map(([key, part]) => {
      if (!(key in replayed.roots)) return [key, { because: "it has no value yet when Lambda has loaded it" }]; // prettier-ignore
      return [key, new Comparison(program, replayed).run(part, replayed.roots[key])];
    }),
  );
}

interface Open {
  readonly one: Part;
  readonly other: Part;
  readonly steps: readonly string[];
}

class Comparison {
  private readonly found: Difference[] = [];
  private readonly seen = new Set<string>();
  private readonly open: Open[] = [];
  private because?: string;

  constructor(
    private readonly program: Fingerprint,
    private readonly replayed: Fingerprint,
  ) {}

  run(one: Part, other: Part): Compared {
    this.open.push({ one, other, steps: [] });
    for (let next; (next = this.open.shift());) this.compare(next);
    const { found, because } = this;
    const difference = found.find(({ fn }) => fn !== undefined) ?? found[0];
    return { ...(difference && { difference }), ...(because !== undefined && { because }) };
  }

  private compare({ one, other, steps }: Open): void {
    if (typeof one === "string" || typeof other === "string") {
      const nodes = [this.nodeOf(this.program, one), this.nodeOf(this.replayed, other)];
      if (one !== other && !nodes.some((node) => node && isOpen(node))) this.tell("changed", steps, one); // prettier-ignore
      return;
    }
    const pair = `${one} ${other}`;
    if (this.seen.has(pair)) return;
    this.seen.add(pair);
    const mine = this.program.nodes[one];
    const theirs = this.replayed.nodes[other];
    if (mine.kind === "more" || theirs.kind === "more")
      this.because ??= "not all of its parts can be read";
    if (isOpen(mine) || isOpen(theirs)) return;
    if (mine.kind !== theirs.kind || (mine.is !== theirs.is && !isList(mine, theirs))) {
      this.tell("changed", steps, one);
      return;
    }
    this.compareParts(mine, theirs, steps);
    this.compareFunctions(mine, theirs, steps);
  }

  private compareParts(mine: Node, theirs: Node, steps: readonly string[]): void {
    // Compilers write private fields in other ways; names of variables are theirs too.
    const [mineArePrivate, theirsArePrivate] = [mine, theirs].map(({ parts }) => Object.keys(parts).some(isPrivate)); // prettier-ignore
    const arePrivate = mineArePrivate && theirsArePrivate;
    if (mineArePrivate !== theirsArePrivate) this.because ??= "its private fields are compiled in another way"; // prettier-ignore
    const isComparable = (step: string) => (isPrivate(step) ? arePrivate : !step.startsWith("'"));
    const added = Object.keys(mine.parts).filter((step) => !(step in theirs.parts));
    const last = added.filter(isComparable).at(-1);
    if (last !== undefined) this.tell("added", [...steps, last], mine.parts[last]);
    for (const [step, part] of Object.entries(mine.parts)) {
      const there = stepIn(theirs, step);
      if (there === undefined)
        this.because ??= `its functions' ${step.split(" ")[1]} has another name in the bundle`; // prettier-ignore
      else if (there in theirs.parts) {
        this.open.push({ one: part, other: theirs.parts[there], steps: [...steps, step] });
      }
    }
    // What is no longer held may be gone.
    if (mine.kind === "weak") return;
    const deleted = Object.keys(theirs.parts).find((step) => !(step in mine.parts) && isComparable(step)); // prettier-ignore
    if (deleted !== undefined) this.tell("deleted", [...steps, deleted]);
  }

  /** What something holds that is not looked into: as many functions of a place as the program has. */
  private compareFunctions(mine: Node, theirs: Node, steps: readonly string[]): void {
    const rest = [...(theirs.functions ?? [])];
    for (const fn of mine.functions ?? []) {
      const { is } = this.program.nodes[fn as number];
      const index = rest.findIndex((each) => this.replayed.nodes[each as number].is === is);
      if (index === -1 && theirs.hides) this.because ??= "not all of its parts can be read";
      else if (index === -1) this.tell("added", steps, fn);
      else this.open.push({ one: fn, other: rest.splice(index, 1)[0], steps });
    }
  }

  private tell(kind: Difference["kind"], steps: readonly string[], part?: Part): void {
    const fn = part === undefined ? undefined : this.functionIn(part);
    this.found.push({ steps, kind, ...(fn !== undefined && { fn }) });
  }

  /** The first function of the program in a part. */
  private functionIn(part: Part): string | undefined {
    const seen = new Set([part]);
    for (const each of seen) {
      const node = this.nodeOf(this.program, each);
      if (!node) continue;
      if (node.column !== undefined) return `${node.is}:${node.column}`;
      [...Object.values(node.parts), ...(node.functions ?? [])].forEach((one) => seen.add(one));
    }
    return undefined;
  }

  private nodeOf({ nodes }: Fingerprint, part: Part): Node | undefined {
    return typeof part === "number" ? nodes[part] : undefined;
  }
}

const isOpen = ({ kind }: Node): boolean => kind === "anything" || kind === "more";

const isPrivate = (step: string): boolean => step.startsWith("#");

/** A list of another length has other elements. */
const isList = (...nodes: readonly Node[]): boolean => nodes.every(({ is }) => is.startsWith("list ")); // prettier-ignore

/** The step with which another compiler's text leads to the same part: esbuild numbers variables of the same name. */
function stepIn({ parts }: Node, step: string): string | undefined {
  if (!step.startsWith("'")) return step;
  const [at, name] = step.split(" ");
  const isNamed = (each: string) => {
    const other = each.split(" ")[1];
    return other.startsWith(name) && /^\d*$/.test(other.slice(name.length));
  };
  const variables = Object.keys(parts).filter((each) => each.startsWith("'") && isNamed(each));
  const there = variables.find((each) => each.startsWith(`${at} `));
  return there ?? (variables.length === 1 ? variables[0] : undefined);
}
