// In which order the parts of a module are written: as they stand in the source, with captured functions in between,
// because a declaration may call one as soon as it runs.

export class WritingOrder<Part extends object> {
  /** What a part refers to anywhere. */
  private readonly uses = new Map<Part, Set<Part>>();
  /** What it refers to when it runs, not in functions that are called later. */
  private readonly needs = new Map<Part, Set<Part>>();

  /** @param isFunction whether a part is a captured function, which has no place of its own in the source */
  constructor(private readonly isFunction: (part: Part) => boolean) {}

  add(user: Part, used: Part, atOnce: boolean): void {
    this.uses.set(user, (this.uses.get(user) ?? new Set()).add(used));
    if (atOnce) this.needs.set(user, (this.needs.get(user) ?? new Set()).add(used));
  }

  of(parts: readonly Part[]): Part[] {
    const all = new Set(parts);
    const started = new Set<Part>();
    const ordered: Part[] = [];
    const write = (part: Part): void => {
      if (started.has(part) || !all.has(part)) return;
      started.add(part);
      this.needs.get(part)?.forEach(write);
      for (const used of reached(part, this.uses)) {
        if (this.isFunction(used) && !reached(used, this.needs).has(part)) write(used);
      }
      ordered.push(part);
    };
    all.forEach(write);
    return ordered;
  }
}

function reached<Part>(from: Part, edges: ReadonlyMap<Part, ReadonlySet<Part>>): ReadonlySet<Part> {
  const found = new Set<Part>(edges.get(from));
  for (const part of found) edges.get(part)?.forEach((each) => found.add(each));
  return found;
}
