/**
 * Removes each feature, each layer and each stack from a copy of the program, as `npm run remove` does,
 * and looks at what is left.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { apply } from "../../remove/apply";
import { planRemoval, Removal } from "../../remove/plan";
import { Refusal } from "../../remove/refusal";
import { pathsOf, thingsIn } from "../../remove/things";
import { TypeCheck } from "../../remove/type-errors";
import { copyProgram, lint, node, preview } from "./program-copy";
import { largest, root, settings, smallest, stacks } from "./shipped-stacks";

const types = new TypeCheck(root);
const things = thingsIn(root);

/** What removes it, with all that needs it; the last refusal where nothing does. */
function removalOf(...asked: string[]): { names: string[]; removal: Removal } | Refusal {
  let names = asked;
  for (;;) {
    try {
      return { names, removal: planRemoval(root, names, types) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const [, more] = /^All of it: npm run remove -- (.+)$/m.exec(error.message) ?? [];
      if (more === undefined || more === names.join(" ")) return error;
      names = more.split(" ");
    }
  }
}

/** Stacks whose files it changed, one for each list of features, those first that don't need another stack. */
function changedStacks({ changed }: Removal): string[] {
  const seen = new Set<string>();
  return [...stacks]
    .sort((a, b) => Number(hasParent(a)) - Number(hasParent(b)))
    .filter((stack) => {
      const features = settings.get(stack)!["strata:features"].join(" ");
      if (!changed.has(stackFile(stack)) || seen.has(features)) return false;
      seen.add(features);
      return true;
    });
}

const hasParent = (stack: string) => settings.get(stack)!["strata:dns"]?.parent !== undefined;
const stackFile = (stack: string) => `Pulumi.${stack}.yaml`;

/** Layers that can be taken out; by hand, so that it can't be lost unseen. */
const optional = ["cdn", "dns", "identity"];

const golden = (stack: string) => {
  const folder = path.join(__dirname, "golden", stack);
  return new Set(
    fs
      .readdirSync(folder)
      .flatMap((file) => fs.readFileSync(path.join(folder, file), "utf8").trim().split("\n")),
  );
};

describe("npm run remove", function () {
  this.timeout(900_000);

  for (const thing of things) {
    it(`takes out the ${thing.kind} ${thing.name}, or says what needs it`, async () => {
      const found = removalOf(thing.name);
      if (found instanceof Refusal) {
        assert.ok(thing.kind === "layer" && !optional.includes(thing.name), found.message);
        assert.match(
          found.message,
          /^[a-z, -]+ can't be removed, because of [^]+\n {2}\S+ imports \S/,
        );
        return;
      }
      await withoutIt(found.removal, async (copy) => {
        for (const gone of pathsOf(thing)) assert.ok(!fs.existsSync(path.join(copy, gone)), gone);
        assert.equal(await lint(types, found.removal), "");
        if (thing.kind !== "layer") return;
        const [stack = smallest] = changedStacks(found.removal).filter((each) => each !== largest);
        await previews(copy, [stack]);
        await passesItsTests(copy);
      });
    });
  }

  // So that each goes once while its neighbours stay; previews for each alone would take many minutes.
  for (const [which, half] of [
    ["odd", 1],
    ["even", 0],
  ] as const) {
    it(`takes out at once the ${which} ones of all features`, async function () {
      const names = settings
        .get(largest)!
        ["strata:features"].filter((_, index) => index % 2 === half);
      if (names.length === 0) this.skip();
      const found = removalOf(...names);
      if (found instanceof Refusal) throw found;
      await withoutIt(found.removal, async (copy) => {
        await previews(copy, changedStacks(found.removal));
        await passesItsTests(copy);
      });
    });
  }

  it("takes out at once all stacks but the smallest, which stays as it is", async function () {
    const names = stacks.filter((stack) => stack !== smallest);
    if (names.length === 0) this.skip();
    const found = removalOf(...names);
    if (found instanceof Refusal) throw found;
    assert.ok(!found.removal.changed.has(stackFile(smallest)));
    await withoutIt(found.removal, async (copy) => {
      await previews(copy, [smallest], true);
      await passesItsTests(copy);
    });
  });

  it("says which names there are", () => {
    const { status, stdout } = spawnSync("npm", ["run", "--silent", "remove"], {
      cwd: root,
      encoding: "utf8",
    });
    assert.equal(status, 2);
    for (const { name } of things) assert.match(stdout, new RegExp(`[ ,]${name}(,|$)`, "m"));
    assert.throws(() => planRemoval(root, ["fotos"], types), /fotos is no feature, layer or stack/);
  });
});

/** Does it in a copy. */
async function withoutIt(removal: Removal, look: (copy: string) => Promise<void>): Promise<void> {
  const copy = copyProgram();
  try {
    assert.ok((await apply(copy, removal)).length > 0);
    await look(copy);
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
}

/** The tests of what a removal edits: settings, exceptions, links of pages. */
async function passesItsTests(copy: string): Promise<void> {
  const { code, stdout, stderr } = await node(copy, [
    "node_modules/mocha/bin/mocha.js",
    ...["--no-config", "--require", "tests/register.js", "--exit", "--timeout", "240000"],
    ...["tests/unit/settings/*.test.ts", "tests/unit/policies/exceptions.test.ts"],
    "tests/unit/docs/links.test.ts",
  ]);
  assert.equal(code, 0, stdout + stderr);
}

/**
 * Without error or warning, also of the policy pack; nothing has another URN than before, or came, and
 * nothing went from stacks that are `unchanged`.
 */
async function previews(copy: string, names: readonly string[], unchanged = false): Promise<void> {
  const report = await preview(copy, names);
  assert.deepEqual(report.stacks.map(({ stack }) => stack).sort(), [...names].sort());
  for (const { stack, resources, findings } of report.stacks) {
    assert.deepEqual(
      findings.filter(({ severity }) => severity !== "info"),
      [],
      stack,
    );
    const kept = golden(stack);
    const others = resources.map(({ urn }) => urn).filter((urn) => !kept.has(urn));
    assert.deepEqual(others, [], stack);
    assert.ok(resources.length > 10);
    const urns = new Set(resources.map(({ urn }) => urn));
    const lost = [...kept].filter((urn) => !urns.has(urn));
    assert.deepEqual(unchanged ? lost : [], [], stack);
  }
}
