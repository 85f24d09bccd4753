/** The CLI's own reading of a stack file, which the preview imitates. */
import * as assert from "node:assert/strict";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { execFile } from "child_process";
import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { promisify } from "util";
import { bomb, refused, values } from "../preview/stack-file-values";
import { cliOrSkip } from "./cli";

const execute = promisify(execFile);

describe("a stack file, read by the CLI", () => {
  let cli: PulumiCommand;
  let folder: string;
  let salt: string;

  before(async function () {
    cli = await cliOrSkip(this);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "stack-file-"));
    fs.mkdirSync(path.join(folder, "state"));
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
    await run("stack", "init", "dev");
    salt = fs.readFileSync(file(), "utf8");
  });

  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const file = () => path.join(folder, "Pulumi.dev.yaml");
  const run = (...args: string[]) =>
    execute(cli.command, [...args, "--non-interactive"], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "passphrase",
        PULUMI_HOME: path.join(folder, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    });

  it("has the values that the preview gives", async () => {
    const lines = values.map(([yaml], i) => `  p:v${i}: ${yaml}`);
    fs.writeFileSync(file(), `${salt}config:\n${lines.join("\n")}\n`);
    const { stdout } = await run("config", "--json");
    const given = JSON.parse(stdout) as Record<string, { value: string }>;
    const read = values.map(([yaml], i) => [yaml, given[`p:v${i}`].value]);
    assert.deepEqual(read, values);
  });

  for (const yaml of [...refused.map(([text]) => text), bomb]) {
    it(`is refused: ${JSON.stringify(yaml).slice(0, 40)}`, async () => {
      fs.writeFileSync(file(), yaml.startsWith("-") ? yaml : `${salt}${yaml}\n`);
      await assert.rejects(run("config", "--json"));
    });
  }
});
