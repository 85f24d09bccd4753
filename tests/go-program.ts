/** Programs in Go that tests need: built once from a pinned module into the build folder. */
import { execFile } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { promisify } from "util";

const run = promisify(execFile);

export interface GoProgram {
  /** Folder with `go.mod` and `go.sum`, which pin the version. */
  readonly module: string;
  /** The package that is built. */
  readonly package: string;
  /** For the linker. */
  readonly linkerFlags: string;
  /** The file that is made. */
  readonly program: string;
  /** What it is and how long it takes, printed before it is built. */
  readonly said: string;
  /** Who needs what, for the error where it can't be built: "the engine tests need … or Go to build it". */
  readonly needed: string;
}

/**
 * Builds the program where it is not there yet.
 *
 * @throws Error with what is missing: Go itself, or what its last lines say
 */
export async function buildGoProgram(wanted: GoProgram): Promise<void> {
  const { module, program, linkerFlags } = wanted;
  if (fs.existsSync(program)) return;
  const partial = `${program}.${process.pid}`;
  console.warn(`    building ${wanted.said}`);
  fs.mkdirSync(path.dirname(program), { recursive: true });
  try {
    await run("go", [
      ...["build", "-C", module, "-buildvcs=false"],
      ...["-ldflags", linkerFlags, "-o", partial, wanted.package],
    ]);
  } catch (error) {
    fs.rmSync(partial, { force: true });
    throw new Error(whyNotBuilt(wanted, error as NodeJS.ErrnoException & { stderr?: string }));
  }
  fs.renameSync(partial, program); // whole or not at all, even if the build was interrupted
}

function whyNotBuilt(
  { needed, module }: GoProgram,
  error: NodeJS.ErrnoException & { stderr?: string },
): string {
  if (error.code === "ENOENT") {
    return `${needed}; there is no Go.`;
  }
  const lastLines = (error.stderr ?? error.message).trim().split("\n").slice(-3).join(" / ");
  const folder = path.relative(path.resolve(__dirname, ".."), module);
  return `${needed}; \`go build\` in ${folder} failed: ${lastLines}`;
}
