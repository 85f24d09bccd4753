/** What runs at the edge before a request is looked up: the source of CloudFront functions. */

/** Version 2.0 of CloudFront's JavaScript, an ECMAScript 5.1 with parts of later ones. */
export const VIEWER_REQUEST_RUNTIME = "cloudfront-js-2.0";

/**
 * How paths without a file lead to one. `single-page`: every path whose last part has no dot gets the
 * root object, and the page's own router reads the path. `directory-index`: `/guide` and `/guide/` get
 * `/guide/index.html`.
 */
export const urlRewrites = ["single-page", "directory-index"] as const;
export type UrlRewrite = (typeof urlRewrites)[number];

/** Takes `prefix`, such as `/api`, from the front of the path. */
export function stripPrefix(prefix: string): string {
  // CloudFront matches a normalised path but hands over the raw one, which may not have the prefix.
  return viewerRequest(
    `  if (request.uri.startsWith(${JSON.stringify(`${prefix}/`)})) {`,
    `    request.uri = request.uri.slice(${prefix.length});`,
    `  }`,
  );
}

/** @param page the root object without slash, such as `index.html` */
export function rewriteUrl(rewrite: UrlRewrite, page: string): string {
  const file = JSON.stringify(`/${page}`);
  const lastPart = `  var lastPart = request.uri.slice(request.uri.lastIndexOf("/") + 1);`;
  return rewrite === "single-page"
    ? viewerRequest(
        lastPart,
        `  if (!lastPart.includes(".")) {`,
        `    request.uri = ${file};`,
        `  }`,
      )
    : viewerRequest(
        lastPart,
        `  if (!lastPart.includes(".")) {`,
        `    request.uri = request.uri.slice(0, lastPart ? undefined : -1) + ${file};`,
        `  }`,
      );
}

function viewerRequest(...body: string[]): string {
  return [
    "function handler(event) {",
    "  var request = event.request;",
    ...body,
    "  return request;",
    "}",
    "",
  ].join("\n");
}
