/** Which paths go to which origin. */
import * as pulumi from "@pulumi/pulumi";
import { Refuse } from "../component";
import { Origin } from "../contracts";
import { isFunction, isOrigin } from "./origin-access";

/** Begins with a slash; `*` stands for any characters and `?` for one. At most 255 characters. */
export type PathPattern = `/${string}`;

/** A function of CloudFront's own. */
export interface RunsAtEdge {
  readonly arn: pulumi.Output<string>;
}

/** An origin with other than the usual choices for its paths. */
export interface OriginRoute {
  origin: Origin;
  /** Paths that go there. Default: `/<key>/*`. The default origin gets what no other one takes, and has none. */
  pathPattern?: PathPattern;
  /** True to take what stands before `/*` off the path. Default: true where the pattern ends in `/*` and has no other wildcard. */
  stripPrefix?: boolean;
  /** Id of a cache policy. Default: CachingOptimized for buckets, CachingDisabled for others. */
  cachePolicyId?: pulumi.Input<string>;
  /** Id of an origin request policy. Default: none for buckets, AllViewerExceptHostHeader for others. */
  originRequestPolicyId?: pulumi.Input<string>;
  /** Id of a response headers policy. Default: SecurityHeadersPolicy. */
  responseHeadersPolicyId?: pulumi.Input<string>;
  /** Seconds to wait for an answer of an HTTP origin, 1 to 120. Default: 30, CloudFront's own. */
  originReadTimeout?: pulumi.Input<number>;
  /** Put before every path at the origin, such as `/v1`. Default: what the origin says, as a REST API does of its stage. */
  originPath?: pulumi.Input<`/${string}`>;
  /**
   * Headers that CloudFront adds to every request, beside the one that the origin itself asks for
   * (`requiredHeader` of a load balancer or web ACL, an API's authorizer). Default: none. At most 10.
   */
  headers?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Name of another origin that is asked where this one answers 500, 502, 503 or 504, or not at all. The
   * paths then take GET, HEAD and OPTIONS alone, as CloudFront wants. Default: none.
   */
  fallback?: string;
  /** Sees every request before the cache is asked; an `EdgeFunction`. Default: none. */
  viewerRequest?: RunsAtEdge;
  /** Sees every answer before the viewer does; an `EdgeFunction`. Default: none. */
  viewerResponse?: RunsAtEdge;
}

/** An origin with all choices made. */
export interface Route extends OriginRoute {
  /** Name of the origin among the others, and its id in the distribution. */
  key: string;
  /** What to take off the path, such as `/api`. */
  prefix?: string;
}

/** A route that has paths of its own. */
export type PathRoute = Route & { pathPattern: PathPattern };

/** What an origin is called: becomes a path, and part of resource names. */
const keyPattern = /^[A-Za-z][A-Za-z0-9-]*$/;
/** Characters of a path pattern (CloudFront developer guide, "Path pattern"). */
const pathPatternPattern = /^\/[A-Za-z0-9_\-.*$/~"'@:+&?]{0,254}$/;
const strippablePattern = /^(\/[^*?]+)\/\*$/;

/** The default route, and the others with the most exact path first, whatever order they came in. */
export interface Routes {
  byDefault: Route;
  byPath: readonly PathRoute[];
}

/** @throws what `refuse` makes, for the first choice that can't be made */
export function routesOf(
  origins: Readonly<Record<string, Origin | OriginRoute>>,
  defaultOrigin: string,
  refuse: Refuse,
): Routes {
  const keys = Object.keys(origins).sort();
  if (!keys.includes(defaultOrigin)) {
    throw refuse(
      "defaultOrigin",
      defaultOrigin,
      `one of the origins: ${keys.join(", ") || "there are none"}`,
      `name the origin that answers where no path matches, or add one named ${defaultOrigin}`,
    );
  }
  const byDefault = defaultRoute(defaultOrigin, asRoute(origins[defaultOrigin]), refuse);
  const byPath = keys
    .filter((key) => key !== defaultOrigin)
    .map((key) => pathRoute(key, asRoute(origins[key]), refuse))
    .sort((a, b) => exactness(b) - exactness(a) || (a.key < b.key ? -1 : 1));
  refuseSamePaths(byPath, refuse);
  for (const route of [byDefault, ...byPath]) {
    refuseUnusable(route, keys, refuse);
  }
  return { byDefault, byPath };
}

/** Told by what an origin has: a bucket has a field `origin` too, its own. */
export function asRoute(entry: Origin | OriginRoute): OriginRoute {
  return isOrigin(entry) ? { origin: entry } : entry;
}

function defaultRoute(key: string, route: OriginRoute, refuse: Refuse): Route {
  if (route.pathPattern !== undefined || route.stripPrefix) {
    throw refuse(
      `origins.${key}`,
      route.pathPattern ?? "stripPrefix",
      "no path for the default origin, which gets what no other origin takes",
      "remove pathPattern and stripPrefix, or choose another defaultOrigin",
    );
  }
  return { ...route, key };
}

function pathRoute(key: string, route: OriginRoute, refuse: Refuse): PathRoute {
  if (!keyPattern.test(key)) {
    throw refuse(
      "origins",
      key,
      "names of letters, digits and hyphens that begin with a letter",
      "rename the origin",
    );
  }
  const pathPattern = route.pathPattern ?? `/${key}/*`;
  if (!pathPatternPattern.test(pathPattern)) {
    throw refuse(
      `origins.${key}.pathPattern`,
      pathPattern,
      "at most 255 letters, digits and _-.*$/~\"'@:+&? after a slash",
      "write other characters percent-encoded",
    );
  }
  const prefix = strippablePattern.exec(pathPattern)?.[1];
  if (route.stripPrefix && prefix === undefined) {
    throw refuse(
      `origins.${key}.stripPrefix`,
      true,
      `true with a pattern that ends in /* and has no other wildcard, which ${pathPattern} is not`,
      "change pathPattern, or remove stripPrefix and let the origin take whole paths",
    );
  }
  const strips = route.stripPrefix ?? true;
  return { ...route, key, pathPattern, prefix: strips ? prefix : undefined };
}

/** CloudFront takes the first behaviour that matches: more characters before a wildcard come first. */
function exactness({ pathPattern }: PathRoute): number {
  const wildcard = pathPattern.search(/[*?]/);
  return wildcard < 0 ? Infinity : wildcard;
}

/** An origin without what its choices need. */
function refuseUnusable(route: Route, keys: readonly string[], refuse: Refuse): void {
  const { key, origin, fallback, prefix, viewerRequest } = route;
  if (fallback !== undefined && (fallback === key || !keys.includes(fallback))) {
    const others = keys.filter((each) => each !== key);
    throw refuse(
      `origins.${key}.fallback`,
      fallback,
      `another origin: ${others.join(", ") || "there is none"}`,
      "name one of them, or add the origin",
    );
  }
  if (prefix !== undefined && viewerRequest) {
    throw refuse(
      `origins.${key}.viewerRequest`,
      "a function",
      `none where ${prefix} is taken off the path, which is a function too: CloudFront runs one`,
      "add stripPrefix: false, and take it off in your function",
    );
  }
  if (isFunction(origin) && origin.url === undefined) {
    throw refuse(
      `origins.${key}`,
      origin.logicalName,
      "a function with an address of its own",
      "give the function url: {}",
    );
  }
}

function refuseSamePaths(routes: readonly PathRoute[], refuse: Refuse): void {
  const keys = new Map<string, string>();
  for (const { key, pathPattern } of routes) {
    const other = keys.get(pathPattern);
    if (other !== undefined) {
      throw refuse(
        `origins.${key}.pathPattern`,
        pathPattern,
        `a pattern of its own; ${other} has the same`,
        "change one of the two",
      );
    }
    keys.set(pathPattern, key);
  }
}
