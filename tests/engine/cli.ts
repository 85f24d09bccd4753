/**
 * The Pulumi CLI that the engine tests drive: the one on PATH if it is recent enough, else one
 * built from the Go module in `cli/`, kept in the build folder by version.
 */
import { PulumiCommand } from "@pulumi/pulumi/automation";
import * as fs from "fs";
import * as path from "path";
import { buildGoProgram } from "../go-program";

/** The version that the tests are known to pass with; `cli/go.mod` pins the same. */
export const TESTED_VERSION = "3.250.0";

const REPOSITORY = path.resolve(__dirname, "..", "..");
const MODULE = path.join(__dirname, "cli");
const INSTALLATION = path.join(REPOSITORY, "build", `pulumi-${TESTED_VERSION}`);
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Says to the test processes why there is no CLI, so that each does not try to build one. */
const MISSING = "STRATA_PULUMI_MISSING";

/** Run by mocha once before all suites, without its time limit. */
export async function mochaGlobalSetup(): Promise<void> {
  try {
    await findCli();
  } catch (error) {
    process.env[MISSING] = (error as Error).message;
  }
}

let found: Promise<PulumiCommand> | undefined;

/** The CLI; built at most once a process. Rejects with what is missing. */
export function findCli(): Promise<PulumiCommand> {
  const missing = process.env[MISSING];
  found ??= missing
    ? Promise.reject(new Error(missing))
    : onPath().then((command) => command ?? built());
  return found;
}

/**
 * The CLI for a suite. Where there is none and none can be built, the suite is skipped and the
 * reason printed; with `STRATA_REQUIRE_ENGINE=1`, as in CI, that is a failure.
 *
 * @example before(async function () { cli = await cliOrSkip(this); });
 */
export async function cliOrSkip(suite: Mocha.Context): Promise<PulumiCommand> {
  try {
    return await findCli();
  } catch (error) {
    if (process.env.STRATA_REQUIRE_ENGINE === "1") {
      throw error;
    }
    console.warn(`    skipped: ${(error as Error).message}`);
    return suite.skip();
  }
}

async function onPath(): Promise<PulumiCommand | undefined> {
  try {
    const command = await PulumiCommand.get({ skipVersionCheck: true });
    return command.version && command.version.compare(TESTED_VERSION) >= 0 ? command : undefined;
  } catch {
    return undefined;
  }
}

async function built(): Promise<PulumiCommand> {
  const program = path.join(INSTALLATION, "bin", "pulumi");
  await build(program);
  writeLaunchers(path.dirname(program));
  return PulumiCommand.get({ root: INSTALLATION });
}

/** About five minutes on two cores the first time, seconds when Go still has its own cache. */
function build(program: string): Promise<void> {
  return buildGoProgram({
    module: MODULE,
    package: PACKAGE,
    linkerFlags: `-s -w -X ${VERSION_VARIABLE}=v${TESTED_VERSION}`,
    program,
    said: `the Pulumi CLI v${TESTED_VERSION} (once, some minutes)`,
    needed: `the engine tests need pulumi v${TESTED_VERSION} or later on PATH, or Go to build it`,
  });
}

/** Pulumi's own launchers of dynamic resources and policy packs, which a released CLI carries along and a build does not. */
function writeLaunchers(folder: string): void {
  for (const [name, entry] of [
    ["pulumi-resource-pulumi-nodejs", "dynamic-provider"],
    ["pulumi-analyzer-policy-nodejs", "run-policy-pack"],
  ]) {
    const script = [
      "#!/bin/sh",
      `exec node "$(node -p "require.resolve('@pulumi/pulumi/cmd/${entry}')")" "$@"`,
    ];
    fs.writeFileSync(path.join(folder, name), `${script.join("\n")}\n`, { mode: 0o755 });
  }
}
