import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { OriginRoute, PathPattern } from "../../../../components/cdn";
import { routesOf } from "../../../../components/cdn/routes";
import { Refuse } from "../../../../components/component";
import { HttpOrigin, Origin } from "../../../../components/contracts";

const api: HttpOrigin = { originKind: "http", originDomain: pulumi.output("api.example.com") };
const refuse: Refuse = (argument, found, allowed, fix) =>
  new pulumi.RunError(`${argument} is ${JSON.stringify(found)}; allowed: ${allowed}; fix: ${fix}`);

function paths(origins: Record<string, Origin | OriginRoute>): [string, string, string?][] {
  const { byPath } = routesOf({ site: api, ...origins }, "site", refuse);
  return byPath.map(({ key, pathPattern, prefix }) => [key, pathPattern, prefix]);
}

describe("routes to origins", () => {
  it("go by the origin's name, which is taken off", () =>
    assert.deepEqual(paths({ api }), [["api", "/api/*", "/api"]]));

  it("go by a pattern of their own", () =>
    assert.deepEqual(
      paths({
        a: { origin: api, pathPattern: "/v1/api/*" },
        b: { origin: api, pathPattern: "/v2/*", stripPrefix: false },
        c: { origin: api, pathPattern: "*.jpg".replace("*", "/*") as PathPattern },
        d: { origin: api, pathPattern: "/x?/*" },
        e: { origin: api, pathPattern: "/whole" },
      }),
      [
        ["e", "/whole", undefined],
        ["a", "/v1/api/*", "/v1/api"],
        ["b", "/v2/*", undefined],
        ["d", "/x?/*", undefined],
        ["c", "/*.jpg", undefined],
      ],
    ));

  it("come with the more exact path first, in whatever order they are given", () => {
    const origins: Record<string, OriginRoute> = {
      all: { origin: api, pathPattern: "/api/*" },
      photos: { origin: api, pathPattern: "/api/photos/*" },
      one: { origin: api, pathPattern: "/api/photos/one" },
      beta: { origin: api, pathPattern: "/b/*" },
      alpha: { origin: api, pathPattern: "/a/*" },
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(origins), { minLength: 5 }), (keys) => {
        const shuffled = Object.fromEntries(keys.map((key) => [key, origins[key]]));
        assert.deepEqual(
          paths(shuffled).map(([key]) => key),
          ["one", "photos", "all", "alpha", "beta"],
        );
      }),
    );
  });

  const refusals: [what: string, build: () => unknown, message: RegExp][] = [
    [
      "a default origin that is not there",
      () => routesOf({ api, web: api }, "site", refuse),
      /defaultOrigin is "site"; allowed: one of the origins: api, web;/,
    ],
    ["no origins", () => routesOf({}, "site", refuse), /there are none/],
    [
      "a path for the default origin",
      () => routesOf({ site: { origin: api, pathPattern: "/a/*" } }, "site", refuse),
      /origins.site is "\/a\/\*"; allowed: no path for the default origin/,
    ],
    [
      "a stripped prefix for the default origin",
      () => routesOf({ site: { origin: api, stripPrefix: true } }, "site", refuse),
      /origins.site is "stripPrefix"/,
    ],
    ["a name that is no path", () => paths({ "my api": api }), /origins is "my api"/],
    [
      "a pattern with a space",
      () => paths({ a: { origin: api, pathPattern: "/a b/*" } }),
      /origins.a.pathPattern is "\/a b\/\*"/,
    ],
    [
      "a pattern of 256 characters",
      () => paths({ a: { origin: api, pathPattern: `/${"a".repeat(255)}` } }),
      /at most 255/,
    ],
    [
      "a prefix that can't be taken off",
      () => paths({ a: { origin: api, pathPattern: "/a?/*", stripPrefix: true } }),
      /origins.a.stripPrefix is true; .*which \/a\?\/\* is not/,
    ],
    [
      "two origins with one pattern",
      () => paths({ a: { origin: api, pathPattern: "/b/*" }, b: api }),
      /origins.b.pathPattern is "\/b\/\*"; allowed: a pattern of its own; a has the same/,
    ],
  ];
  for (const [what, build, message] of refusals) {
    it(`refuse ${what}`, () => assert.throws(build, message));
  }
});
