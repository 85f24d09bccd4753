import fc from "fast-check";
import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { rewriteUrl, stripPrefix } from "../../../../components/cdn/viewer-request";

/** Where a function sends a request for `uri`. */
function sentTo(code: string, uri: string): string {
  const request = { uri, querystring: { limit: { value: "5" } } };
  const answer = runInNewContext(`${code}; handler({ request })`, { request }) as typeof request;
  assert.equal(answer, request, "the request itself is passed on, with its query string");
  return answer.uri;
}

function table(code: string, cases: [uri: string, to: string][]): void {
  for (const [uri, to] of cases) {
    it(`sends ${uri} to ${to}`, () => assert.equal(sentTo(code, uri), to));
  }
}

describe("a function that strips a prefix", () => {
  table(stripPrefix("/api"), [
    ["/api/photos", "/photos"],
    ["/api/", "/"],
    ["/api/api/x", "/api/x"],
    ["/apis/x", "/apis/x"],
    ["//api/x", "//api/x"],
  ]);

  it("leaves the rest of any path as it is", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^\/[a-z"'$+-]{1,12}$/), fc.webPath(), (prefix, rest) => {
        assert.equal(sentTo(stripPrefix(prefix), `${prefix}/${rest}`), `/${rest}`);
      }),
    ));
});

describe("a function that rewrites URLs for a single page", () => {
  table(rewriteUrl("single-page", "index.html"), [
    ["/", "/index.html"],
    ["/photos/17", "/index.html"],
    ["/v1.2/photos", "/index.html"],
    ["/app.3f2a.js", "/app.3f2a.js"],
    ["/assets/logo.svg", "/assets/logo.svg"],
  ]);
});

describe("a function that rewrites URLs to directory indexes", () => {
  table(rewriteUrl("directory-index", "home.html"), [
    ["/", "/home.html"],
    ["/guide", "/guide/home.html"],
    ["/guide/", "/guide/home.html"],
    ["/v1.2/", "/v1.2/home.html"],
    ["/guide/logo.svg", "/guide/logo.svg"],
  ]);
});
