import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  captures,
  collect,
  Collected,
  fixtures,
  root,
  runBundles,
  workFolder,
} from "./capture-runs";
import type { Case, Cases } from "./fixtures/captures/case";
import "./fixtures/mocks";

const topics = ["outputs", "values", "code", "modules", "names", "errors"];
const bundler = path.join(root, "components/compute/lambda/bundle.ts");
const files = topics.map((topic) => path.join(captures, `${topic}.ts`));

const casesOf = (topic: string) => (require(path.join(captures, topic)) as { cases: Cases }).cases; // eslint-disable-line @typescript-eslint/no-require-imports

/** Makes the parameters that start a program of one kind. */
type Kind = (folder: string) => {
  node: string[];
  script: string[];
  environment?: Record<string, string>;
};

const kinds: Record<string, Kind> = {
  "ts-node, transpile only": (folder) => ({
    node: ["-r", path.join(root, "tests/register.js")],
    script: collectScript(folder, path.join(fixtures, "mocks.ts"), files),
  }),
  "ts-node with type check": (folder) => ({
    node: ["-r", "ts-node/register"],
    script: collectScript(folder, path.join(fixtures, "mocks.ts"), files),
    environment: { TS_NODE_PROJECT: path.join(fixtures, "tsconfig.checked.json") },
  }),
  "compiled JavaScript with source maps": (folder) => {
    const compiled = path.join(folder, "compiled");
    execFileSync(
      process.execPath,
      [
        path.join(root, "node_modules/typescript/bin/tsc"),
        "-p",
        path.join(fixtures, "tsconfig.checked.json"),
        "--noCheck",
        "--outDir",
        compiled,
      ],
      { cwd: root },
    );
    const js = (file: string) =>
      path.join(compiled, path.relative(fixtures, file)).replace(/\.ts$/, ".js");
    return {
      node: ["-r", path.join(root, "tests/register.js")],
      script: collectScript(folder, js(path.join(fixtures, "mocks.ts")), files.map(js)),
    };
  },
};

const collectScript = (folder: string, mocks: string, modules: string[]) => [
  path.join(fixtures, "collect-bundles.js"),
  bundler,
  mocks,
  folder,
  ...modules,
];

function check(each: Case, name: string, topic: string, found: Collected, returned: unknown): void {
  if (each.fails !== undefined) {
    assert.ok(found.error, `no error, but ${JSON.stringify(returned)}`);
    assert.ok(found.error.includes(each.fails), found.error);
    assert.equal(found.isRunError, true, "the error is a pulumi.RunError");
    const marked = fs
      .readFileSync(path.join(captures, `${topic}.ts`), "utf8")
      .split("\n")
      .findIndex((line) => line.endsWith(`// error: ${name}`));
    if (marked === -1) return;
    const place = `${path.relative(root, path.join(captures, topic))}.ts:${marked + 1}:`;
    assert.ok(found.error.startsWith(place), `${found.error} does not start with ${place}`);
    return;
  }
  assert.equal(found.error, undefined);
  const expected = [each.returns, ...("returnsThen" in each ? [each.returnsThen] : [])];
  assert.deepEqual(returned, expected);
}

for (const [kind, start] of Object.entries(kinds)) {
  describe(`Handlers in a program of ${kind}`, function () {
    this.timeout(180_000);
    let collected: Map<string, Collected>;
    let returned: Record<string, unknown>;

    before(async () => {
      const folder = workFolder(kind.replace(/\W+/g, "-"));
      const { node, script, environment } = start(folder);
      const results = await collect(folder, node, script, { environment });
      collected = new Map(results.map((each) => [each.name, each]));
      const all = Object.fromEntries(topics.flatMap((topic) => Object.entries(casesOf(topic))));
      const calls = results.flatMap(({ name, js, environment: own }) =>
        js === undefined
          ? []
          : [
              {
                name,
                js,
                environment: { ...own, ...all[name].env },
                event: all[name].event,
                times: "returnsThen" in all[name] ? 2 : 1,
              },
            ],
      );
      returned = await runBundles(folder, calls);
    });

    for (const topic of topics) {
      describe(topic, () => {
        for (const [name, each] of Object.entries(casesOf(topic))) {
          it(`${each.fails === undefined ? "captures" : "refuses"} ${name}`, () => {
            check(each, name, topic, collected.get(name) as Collected, returned[name]);
          });
        }
      });
    }

    it("leaves machine paths, secrets and unknown values out of every bundle", () => {
      for (const { name, js = "", map = "" } of collected.values()) {
        for (const text of [js, map]) {
          for (const left of [root, "s3cret-value", "orders-name", "photos-name", "04da6b54"]) {
            assert.ok(!text.includes(left), `${name} contains ${left}`);
          }
        }
      }
    });
  });
}
