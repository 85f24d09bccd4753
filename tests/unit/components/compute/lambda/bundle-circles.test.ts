import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { fixtures, root, workFolder } from "./capture-runs";

const run = promisify(execFile);

const program = `
import * as pulumi from "@pulumi/pulumi";
require(process.env.MOCKS!);
const { bundleHandler } = require(process.env.BUNDLER!);
class Part extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;
  constructor(name: string, args: object) {
    super("test:index:Part", name, { arn: undefined, ...args });
  }
}
const bundle = bundleHandler(async () => url.arn.get(), { name: "circle" });
const fn: Part = new Part("fn", { environment: bundle.then((made: any) => made.environment) });
const url: Part = new Part("url", { target: fn.arn });
`;

describe("A handler that captures what waits for its own function", () => {
  it("ends, and names the capture with its line", async () => {
    const folder = workFolder("circle");
    fs.writeFileSync(path.join(folder, "index.ts"), program);
    const ended = await run(
      process.execPath,
      ["-r", path.join(root, "tests/register.js"), path.join(folder, "index.ts")],
      {
        cwd: root,
        timeout: 60_000,
        env: {
          ...process.env,
          MOCKS: path.join(fixtures, "mocks.ts"),
          BUNDLER: path.join(root, "components/compute/lambda/bundle"),
        },
      },
    ).catch((error: { stderr: string; killed: boolean }) => error);
    assert.ok(!("killed" in ended && ended.killed), "it hangs");
    assert.match(
      ended.stderr,
      /circle\/index\.ts:11:42: handler "circle" captures url\.arn, which never got a value\./,
    );
  }).timeout(60_000);
});
