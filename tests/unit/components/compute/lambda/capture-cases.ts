// Capture cases in a program of some kind: what their bundles return, or the error and its line. One kind runs all of
// them; of what hardly depends on the kind the others run a tenth, each another one.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { skipUnless } from "../../../../handlers/newer-node";
import { captures, collect, Collected, root, runBundles, workFolder } from "./capture-runs";
import type { Case, Cases } from "./fixtures/captures/case";

/** Files of cases. `import a = require()` isn't there in ES modules; Node.js can't strip the types of `compiled-syntax`. */
export const topics = [
  "commonjs-syntax",
  "outputs",
  "values",
  "identity",
  "code",
  "filled",
  "kept",
  "reassigned",
  "modules",
  "names",
  "errors",
  "compiled-syntax",
];

/** How a program was compiled decides these. */
const ofEveryKind = ["commonjs-syntax", "names", "compiled-syntax"];

export interface Program {
  /** The Node.js to run with. Default: this one. */
  readonly command?: string;
  /** Its parameters, which make it a program of some kind. */
  readonly node: readonly string[];
  /** How the program loads its files. */
  readonly load: "require" | "import";
  /** The file of a topic that Node.js loads. */
  readonly file: (topic: string) => string;
  /** The folder that errors name: where the files were written. */
  readonly sources: string;
  readonly environment?: Record<string, string>;
}

export interface Kind {
  /** Default: all of them. */
  readonly topics?: readonly string[];
  /** Which tenth of the cases, from 0. Default: all of them. */
  readonly tenth?: number;
  /** Makes the program in an empty folder; undefined where this machine can't run it. */
  readonly start: (folder: string) => Program | undefined;
}

const casesOf = (topic: string) => (require(path.join(captures, topic)) as { cases: Cases }).cases; // eslint-disable-line @typescript-eslint/no-require-imports

/** The cases of each topic that a kind runs. */
function chosenCases(ofKind: readonly string[], tenth?: number): ReadonlyMap<string, Cases> {
  let index = 0;
  const isChosen = (topic: string) =>
    ofEveryKind.includes(topic) || tenth === undefined || index++ % 10 === tenth;
  const chosen = (topic: string) =>
    Object.fromEntries(Object.entries(casesOf(topic)).filter(() => isChosen(topic)));
  return new Map(ofKind.map((topic) => [topic, chosen(topic)]));
}

export function describeCaptures(
  title: string,
  { start, topics: ofKind = topics, tenth }: Kind,
): void {
  const chosen = chosenCases(ofKind, tenth);
  const all: Cases = Object.assign({}, ...chosen.values());
  describe(title, function () {
    this.timeout(600_000); // every bundle is loaded once, on a machine that may be busy
    let sources: string;
    let collected: Map<string, Collected>;
    let returned: Record<string, unknown>;

    before(async function () {
      const folder = workFolder(title.replace(/\W+/g, "-").toLowerCase());
      const program = start(folder);
      skipUnless(program !== undefined, this);
      if (!program) return;
      sources = program.sources;
      const results = await collect(folder, program, ofKind, Object.keys(all));
      collected = new Map(results.map((each) => [each.name, each]));
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

    for (const [topic, cases] of chosen) {
      describe(topic, () => {
        for (const [name, each] of Object.entries(cases)) {
          it(`${each.fails === undefined ? "captures" : "refuses"} ${name}`, () => {
            const found = collected.get(name) as Collected;
            const place = placeOf(name, topic, sources);
            const inFolder = (text: string) =>
              text.replaceAll("<folder>", path.relative(root, sources));
            if (each.fails !== undefined) checkError(inFolder(each.fails), place, found);
            else {
              checkReturned(each, found, returned[name]);
              checkWarning(each.warns && inFolder(each.warns), place, found);
            }
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

/** The line that is marked for a case, as errors and warnings start. */
function placeOf(name: string, topic: string, sources: string): string {
  const marked = fs
    .readFileSync(path.join(captures, `${topic}.ts`), "utf8")
    .split("\n")
    .findIndex((line) => / \/\/ (error|warning): /.test(line) && line.endsWith(`: ${name}`));
  return marked === -1 ? "" : `${path.relative(root, sources)}/${topic}.ts:${marked + 1}:`;
}

function checkReturned(each: Case, found: Collected, returned: unknown): void {
  assert.equal(found.error, undefined);
  assert.equal(found.notCompared, undefined);
  const expected = [each.returns, ...("returnsThen" in each ? [each.returnsThen] : [])];
  assert.deepEqual(returned, expected);
}

function checkWarning(text: string | undefined, place: string, { warnings = [] }: Collected): void {
  const [warning, ...more] = warnings;
  assert.deepEqual(more, []);
  if (text === undefined) assert.equal(warning, undefined);
  else assert.ok(warning?.startsWith(place) && warning.includes(text), warning);
}

function checkError(text: string, place: string, { error, isRunError }: Collected): void {
  assert.ok(error !== undefined, "no error");
  assert.ok(error.includes(text), error);
  assert.equal(isRunError, true, "the error is a pulumi.RunError");
  assert.ok(error.startsWith(place), `${error} does not start with ${place}`);
}
