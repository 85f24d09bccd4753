/** What the children of routes and paths are called: no two may share a name. */
import type { Refuse } from "../component";

/** The names of one API's routes, or of its paths. */
export class RouteNames {
  readonly #taken = new Map<string, string>();

  /** @param what what is named, such as `route` */
  constructor(
    private readonly what: string,
    private readonly refuse: Refuse,
  ) {}

  /**
   * The suffix of the children of a route or path.
   *
   * @param key method and path, or a path alone
   * @throws pulumi.RunError for one that is taken, and for two whose names would be one: `/a/b` and `/a-b`
   */
  take(key: string): string {
    const suffix = nameOf(key);
    const taken = this.#taken.get(suffix);
    if (taken !== undefined) {
      throw this.refuse(
        this.what,
        key,
        taken === key ? "one call of route() a key" : `a path whose words differ from "${taken}"`,
        taken === key ? "remove one of the two" : "rename one of the two paths",
      );
    }
    this.#taken.set(suffix, key);
    return suffix;
  }
}

/** `GET /photos/{photoId}` -> `get-photos-{photoId}`; `/photos/{photoId}` -> `photos-{photoId}`. */
function nameOf(key: string): string {
  const [method, path = ""] = key.startsWith("/") ? ["", key.slice(1)] : key.split(" ");
  return `${method.toLowerCase()}${path.replaceAll("/", "-")}`;
}
