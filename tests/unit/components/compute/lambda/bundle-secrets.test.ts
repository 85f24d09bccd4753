import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { workFolder } from "./capture-runs";
import "./fixtures/mocks";

describe("A secret setting in captured data", () => {
  const folder = workFolder("secrets");
  const settings = {
    "app:password": "correct-horse",
    "app:pin": "4711",
    "app:flag": "on",
    "app:empty": "",
    "app:open": "not-secret-at-all",
    "app:database": JSON.stringify({ host: "db.internal", users: [{ password: "battery-staple" }], port: 5432 }), // prettier-ignore
  };
  const secretKeys = Object.keys(settings).filter((key) => key !== "app:open");
  let before: Record<string, string>;
  beforeEach(() => {
    before = pulumi.runtime.allConfig();
    pulumi.runtime.setAllConfig(settings, secretKeys);
  });
  afterEach(() => pulumi.runtime.setAllConfig(before));

  const bundled = (value: unknown) => bundleHandler(async () => value, { name: "h", folder });
  const refused = async (value: unknown): Promise<string> => {
    const error = await bundled(value).then(
      () => assert.fail(`no error for ${String(value)}`),
      (each: Error) => each,
    );
    assert.ok(pulumi.RunError.isInstance(error));
    const { message } = error as Error;
    assert.match(
      message,
      /^tests\/unit\/.*bundle-secrets\.test\.ts:\d+:\d+: handler "h" captures /,
    );
    assert.match(message, /: it would be readable in the function's code\. Keep it in a Secret/);
    return message.split(": it would be readable")[0].split(" captures ")[1];
  };

  it("is found as a text, in objects, lists and built-in classes", async () => {
    const password = new pulumi.Config("app").require("password");
    const is = (path: string) => `${path}, the text of the secret setting app:password`;
    assert.equal(await refused(password), is("value"));
    assert.equal(await refused({ a: [1, { b: password }] }), is("value.a.1.b"));
    assert.equal(await refused({ [password]: 1 }), is("value"));
    assert.equal(await refused(new Map([["a", new Set([password])]])), is("value.a.0"));
    assert.equal(await refused(new Headers({ "x-key": password })), is("value.x-key"));
    assert.equal(await refused(new Map([[password, 1]])), is("value"));
    assert.equal(await refused(Buffer.from(password)), is("value"));
    assert.equal(await refused(4711), is("value").replace("password", "pin"));
  });

  it("is found within longer texts", async () => {
    const within = (path: string) =>
      `${path}, which contains the text of the secret setting app:password`;
    assert.equal(await refused("postgres://app:correct-horse@db"), within("value"));
    assert.equal(await refused(["Basic app:correct-horse"]), within("value.0"));
    assert.equal(await refused(new URL("https://app:correct-horse@db/")), within("value"));
  });

  it("is found as a part of a structured setting", async () => {
    const message = await refused({ password: "battery-staple" });
    assert.equal(
      message,
      "value.password, the text of users.0.password in the secret setting app:database",
    );
  });

  it("is told apart from other texts", async () => {
    for (const value of [
      "",
      "on",
      "open",
      "PIN 4711",
      5432,
      "horse",
      "not-secret-at-all",
      "password",
    ]) {
      await bundled({ list: [value] });
    }
  });
});
