import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { newerNode, skipUnless } from "../../../../handlers/newer-node";
import { collect, Collected, fixtures, root, runBundles, workFolder } from "./capture-runs";

type Found = Collected & { returns?: unknown; fails?: string };

const names = fs
  .readFileSync(path.join(fixtures, "es-modules/cases.ts"), "utf8")
  .matchAll(/^ {2}"([^"]+)": \{/gm);

describe("Handlers in an ES-module program, types stripped by Node.js", function () {
  this.timeout(120_000);
  const found = new Map<string, Found>();
  let returned: Record<string, unknown>;

  before(async function () {
    const command = newerNode();
    skipUnless(command !== undefined, this);
    const folder = workFolder("es-modules");
    const script = [
      path.join(fixtures, "es-modules/collect.mjs"),
      path.join(root, "components/compute/lambda/bundle.ts"),
      folder,
    ];
    const results = await collect(folder, ["-r", path.join(root, "tests/register.js")], script, {
      command,
    });
    for (const each of results) found.set(each.name, each);
    const calls = results.flatMap(({ name, js, environment = {} }) =>
      js === undefined ? [] : [{ name, js, environment, times: 1 }],
    );
    returned = await runBundles(folder, calls);
  });

  for (const [, name] of names) {
    it(name, () => {
      const { fails, returns, error } = found.get(name) as Found;
      if (fails === undefined) {
        assert.equal(error, undefined);
        assert.deepEqual(returned[name], [returns]);
      } else {
        assert.ok(error?.includes(fails), error);
        assert.match(error ?? "", /^tests\/unit\/.*\/es-modules\/cases\.ts:\d+:\d+: handler /);
      }
    });
  }
});
