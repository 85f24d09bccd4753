import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { newerNode, skipUnless } from "../../../../handlers/newer-node";
import { collect, Collected, fixtures, root, runBundles, workFolder } from "./capture-runs";

type Found = Collected & { event?: unknown; returns?: unknown; fails?: string };

const sources = path.join(fixtures, "es-modules");
const topics = ["cases", "values", "code", "modules", "errors"];

/** Makes a program of the topics' files. */
interface Kind {
  readonly topics: readonly string[];
  /** The Node.js to run with; undefined where none is new enough. */
  command(): string | undefined;
  /** The file of a topic that Node.js loads. */
  modules(folder: string): (topic: string) => string;
}

const kinds: Record<string, Kind> = {
  "types stripped by Node.js": {
    topics, // without the enums, namespaces and parameter properties of compiled-only.ts
    command: newerNode,
    modules: () => (topic) => path.join(sources, `${topic}.ts`),
  },
  "compiled with source maps": {
    topics: [...topics, "compiled-only"],
    command: () => process.execPath,
    modules: (folder) => {
      const compiled = compile(folder);
      return (topic) => path.join(compiled, `${topic}.js`);
    },
  },
};

function compile(folder: string): string {
  const compiled = path.join(folder, "compiled");
  const options = "--noCheck --sourceMap --resolveJsonModule --rewriteRelativeImportExtensions";
  execFileSync(
    process.execPath,
    [
      path.join(root, "node_modules/typescript/bin/tsc"),
      ...options.split(" "),
      ...["--module", "nodenext", "--target", "es2022", "--types", "node"],
      ...["--rootDir", sources, "--outDir", compiled],
      ...[...topics, "compiled-only"].map((topic) => path.join(sources, `${topic}.ts`)),
    ],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  fs.copyFileSync(path.join(sources, "package.json"), path.join(compiled, "package.json"));
  return compiled;
}

const linesOf = (topic: string) =>
  fs.readFileSync(path.join(sources, `${topic}.ts`), "utf8").split("\n");

/** Read from the text: this test is CommonJS, and Node.js 20 can't import the files. */
const namesOf = (topic: string) =>
  linesOf(topic).flatMap((line) => /^ {2}"([^"]+)": \{/.exec(line)?.[1] ?? []);

for (const [kind, { topics: ofKind, command: commandOf, modules }] of Object.entries(kinds)) {
  describe(`Handlers in an ES-module program, ${kind}`, function () {
    this.timeout(180_000);
    const found = new Map<string, Found>();
    let returned: Record<string, unknown>;

    before(async function () {
      const command = commandOf();
      skipUnless(command !== undefined, this);
      const folder = workFolder(`es-modules-${kind.replace(/\W+/g, "-")}`);
      const script = [
        path.join(sources, "collect.mjs"),
        path.join(root, "components/compute/lambda/bundle.ts"),
        folder,
        ...ofKind.map(modules(folder)),
      ];
      const results = await collect(folder, ["-r", path.join(root, "tests/register.js")], script, {
        command,
        environment: { AWS_REGION: "us-west-2" }, // another one than where the bundles run
      });
      for (const each of results) found.set(each.name, each);
      const calls = results.flatMap(({ name, js, environment = {}, event }: Found) =>
        js === undefined ? [] : [{ name, js, environment, event, times: 1 }],
      );
      returned = await runBundles(folder, calls);
    });

    for (const topic of ofKind) {
      describe(topic, () => {
        for (const name of namesOf(topic)) {
          it(name, () => {
            const { fails, returns, error, isRunError } = found.get(name) as Found;
            if (fails === undefined) {
              assert.equal(error, undefined);
              assert.deepEqual(returned[name], [returns]);
              return;
            }
            assert.ok(error?.includes(fails), error ?? `no error, but ${returned[name]}`);
            assert.equal(isRunError, true, "the error is a pulumi.RunError");
            assertPlace(String(error), topic, name);
          });
        }
      });
    }

    it("has every case as a test", () => {
      assert.deepEqual([...found.keys()].sort(), ofKind.flatMap(namesOf).sort());
    });
  });
}

/** The error starts with the line that is marked for the case. */
function assertPlace(error: string, topic: string, name: string): void {
  const marked = linesOf(topic).findIndex((line) => line.endsWith(`// error: ${name}`));
  if (marked === -1) return;
  const place = `${path.relative(root, path.join(sources, topic))}.ts:${marked + 1}:`;
  assert.ok(error.startsWith(place), `${error} does not start with ${place}`);
}
