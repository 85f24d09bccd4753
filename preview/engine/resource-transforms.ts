/** The transforms of resources, which hold for all below them as well. */
import { RegisteredResource, Registration, Transform } from "./registration";

export class ResourceTransforms {
  readonly #kept = new Map<string, Transform[]>();
  readonly #pending = new Map<string, Transform[]>();

  /** @param resources all that are registered, by URN */
  constructor(private readonly resources: ReadonlyMap<string, RegisteredResource>) {}

  /** Keeps those of a resource for what is registered below it. */
  keep(urn: string, transforms: Transform[]): void {
    this.#kept.set(urn, transforms);
  }

  /** A remote component is registered twice, by the program and by its provider: transforms apply to both. */
  own(r: Registration): Transform[] {
    const key = `${r.parent}::${r.type}::${r.name}`;
    const pending = this.#pending.get(key);
    if (pending) {
      this.#pending.delete(key);
      return pending;
    }
    if (r.remote && r.transforms.length > 0) {
      this.#pending.set(key, r.transforms);
    }
    return r.transforms;
  }

  /** Those of everything above a resource, the nearest first. */
  inherited(parent: string): Transform[] {
    const found: Transform[] = [];
    for (let urn = parent; urn !== ""; urn = this.resources.get(urn)?.parent ?? "") {
      found.push(...(this.#kept.get(urn) ?? []));
    }
    return found;
  }
}
