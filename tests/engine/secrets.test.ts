/** Secrets are encrypted wherever the engine keeps them, and nowhere in what it prints. */
import * as assert from "node:assert/strict";
import { cliOrSkip } from "./cli";
import { Backend, StackLife } from "./stack-life";
import { smallStack } from "./stacks";

const PEPPER = "pepper-of-the-database";

describe("secrets", () => {
  let backend: Backend;
  let stack: StackLife;
  let printed: string;
  let password: string;

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
    stack = await backend.stack(smallStack);
    await stack.setSecret("shop:pepper", PEPPER);
    printed = [await stack.preview(), await stack.up(), await stack.refresh()]
      .map(({ text }) => text)
      .join("\n");
    const made = backend.cloud.live.find(({ type }) => type.endsWith(":RandomPassword"));
    password = String(made?.values.result);
  });

  after(() => backend?.stop());

  it("reach AWS as they are", () => {
    const version = backend.cloud.live.find(({ type }) => type.endsWith(":SecretVersion"));
    assert.equal(version?.values.secretString, `${password}/${PEPPER}`);
  });

  it("are encrypted in the stack file and in the exported state", async () => {
    const state = await stack.exportText();
    assert.match(state, /"ciphertext": ?"[\w+/=:]+"/);
    for (const text of [state, stack.stackFileText()]) {
      assert.ok(!text.includes(PEPPER), "the secret setting stands in clear text");
      assert.ok(!text.includes(password), "the generated password stands in clear text");
    }
  });

  it("are not in the logs", () => {
    assert.ok(!printed.includes(PEPPER), "the secret setting is printed");
    assert.ok(!printed.includes(password), "the generated password is printed");
  });
});
