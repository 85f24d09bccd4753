/** Every command of docs/deploying.md that asks nobody but the engine, one by one, as the page has them. */
import * as assert from "node:assert/strict";
import * as fs from "fs";
import * as path from "path";
import { parse } from "yaml";
import { placeholdersIn } from "../../settings/placeholders";
import { Checkout } from "./checkout";
import { cliOrSkip } from "./cli";
import { commandsOf, mentionsOf } from "./page-commands";
import { REPOSITORY } from "./project-folder";
import { Cloud } from "./providers";
import { shippedStacks } from "./stacks";

const page = fs.readFileSync(path.join(REPOSITORY, "docs", "deploying.md"), "utf8");
const commands = commandsOf(page);

const ourAccount = "111122223333";

/** Elastic IP addresses by stack, as the page has them: it asks for a quota of so many. */
const addresses = new Map(
  [...page.matchAll(/`(\w+)`(?: takes)? (\d+)(?=[,.])/g)].map(([, stack, n]) => [stack, Number(n)]),
);
const quota = [...addresses.values()].reduce((sum, n) => sum + n, 0);

/** The placeholders of the stack files, as someone would set them. */
const ourOwn: readonly (readonly [RegExp, string])[] = [
  [/123456789012/g, ourAccount],
  [/example\.com/g, "gallery.test"],
];

const stackFiles = shippedStacks.map(({ stack }) => `Pulumi.${stack}.yaml`);

function placeholdersOf(file: string): string[] {
  const { config } = parse(fs.readFileSync(path.join(REPOSITORY, file), "utf8")) as {
    config: Record<string, object>;
  };
  const settings = Object.entries(config).map(([key, value]) => [key.split(":")[1], value]);
  return placeholdersIn(Object.fromEntries(settings) as object).map(({ key }) => key);
}

describe("docs/deploying.md", () => {
  it("names every placeholder of the stack files", () => {
    const named = new Set(stackFiles.flatMap(placeholdersOf));
    assert.deepEqual(
      [...named].filter((key) => !page.includes(`\`${key}\``)),
      [],
    );
  });

  it("mentions no command in its text that is in none of its blocks", () => {
    const all = commands.map(({ text }) => text);
    const loose = mentionsOf(page).filter((text) => !all.some((one) => startsAlike(one, text)));
    assert.deepEqual(loose, []);
  });

  it("says of every command that is not run why", () => {
    const asking = commands.filter(({ notRun }) => notRun !== undefined);
    assert.ok(asking.length > 0 && asking.length < commands.length / 3);
  });

  it("says of no stack that it takes fewer addresses than it does", () => {
    for (const { stack } of shippedStacks) {
      const folder = path.join(REPOSITORY, "tests/stacks/golden", stack);
      const text = fs
        .readdirSync(folder)
        .map((file) => fs.readFileSync(path.join(folder, file), "utf8"))
        .join("");
      const taken = text.match(/\$aws:ec2\/eip:Eip::/g)?.length ?? 0;
      assert.ok(taken <= (addresses.get(stack) ?? 0), `${stack} takes ${taken}`);
    }
  });

  describe("its commands", () => {
    let clone: Checkout;
    let failed: string | undefined;

    before(async function () {
      const cloud = new Cloud(undefined, { AddressLimitExceeded: quota });
      clone = await Checkout.make(await cliOrSkip(this), ourAccount, cloud);
      for (const file of stackFiles) {
        clone.edit(file, (text) =>
          ourOwn.reduce((edited, [placeholder, own]) => edited.replace(placeholder, own), text),
        );
      }
    });

    after(() => clone?.stop());

    for (const { text, notRun } of commands) {
      if (notRun !== undefined) {
        it.skip(`${text} (${notRun})`);
        continue;
      }
      it(text, async function () {
        if (failed !== undefined) {
          this.skip(); // it would only say so again
        }
        if (text.includes("--policy-pack") && !clone.startsPolicyPacks) {
          this.skip();
        }
        failed = text;
        await clone.run(text);
        failed = undefined;
      });
    }

    it("leave what the page says is retained, and nothing else", function () {
      if (failed !== undefined) {
        this.skip();
      }
      const left = clone.cloud.live.map(({ urn }) => urn.split("::")[3]);
      const kept = shippedStacks.flatMap(({ keeps, leaves }) => [...keeps, ...leaves]);
      assert.deepEqual(left.sort(), kept.sort());
    });
  });
});

/** True where all words of `mention` are words of the command, in their order: options may stand between. */
function startsAlike(command: string, mention: string): boolean {
  const words = command.split(" ");
  return mention.split(" ").every((word) => {
    const at = words.indexOf(word);
    words.splice(0, at + 1);
    return at >= 0;
  });
}
