/** `npm run preview`: flags, exit codes, what goes to which stream. */
import * as path from "path";
import { parseArgs } from "util";
import { redact } from "./masking";
import { PolicyPack } from "./policy-pack";
import { readProject, stacksOf, UserError } from "./project";
import { ProjectPreview } from "./project-preview";
import { BUNDLE_SIZE } from "./rule-message";
import { jsonReport } from "./report/json";
import { textReport } from "./report/text";
import { StackPlan } from "./stack-plan";

const USAGE = `Usage: npm run preview -- [--stack NAME]... [--json]

Previews the program as Pulumi would deploy it from scratch, without AWS,
credentials or the Pulumi CLI.

  --stack NAME  only this stack; may be repeated (default: every Pulumi.NAME.yaml)
  --json        one JSON document on stdout instead of text
  --help        this text

Exit code: 0 without errors, 1 with error findings or a program that failed,
2 for wrong usage.
`;

interface Flags {
  stacks: string[];
  json: boolean;
  help: boolean;
  /** The project; only tests give another. */
  project: string;
}

/** Runs the preview and sets the exit code. */
export function main(args: readonly string[]): void {
  preview(args).then(
    (code) => {
      process.exitCode = code;
    },
    (error: Error) => {
      const isUsers = error instanceof UserError;
      process.stderr.write(`${isUsers ? error.message : (error.stack ?? error.message)}\n`);
      process.exitCode = isUsers ? 2 : 1;
    },
  );
}

async function preview(args: readonly string[]): Promise<number> {
  const flags = readFlags(args);
  if (flags.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const project = readProject(flags.project);
  const stacks = chosen(flags.stacks, stacksOf(project));
  const policies = PolicyPack.start(path.join(project.folder, "policies"));
  try {
    const run = new ProjectPreview(project, policies);
    const plans = await Promise.all(stacks.map((stack) => run.plan(stack)));
    plans.forEach(printLog);
    process.stdout.write(
      flags.json ? jsonReport(project.name, plans) : textReport(project.name, plans),
    );
    const failed = plans.some((plan) => plan.findings.some((f) => f.severity === "error"));
    return failed ? 1 : 0;
  } finally {
    await policies?.stop();
  }
}

function readFlags(args: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        project: { type: "string", default: path.resolve(__dirname, "..") },
      },
    });
    return { stacks: values.stack, json: values.json, help: values.help, project: values.project };
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE.trimEnd()}`);
  }
}

/** In alphabetical order, each once. */
function chosen(wanted: readonly string[], existing: readonly string[]): string[] {
  const list = existing.length > 0 ? existing.join(", ") : "none (no Pulumi.<stack>.yaml)";
  const unknown = wanted.filter((stack) => !existing.includes(stack));
  if (unknown.length > 0 || existing.length === 0) {
    const names = unknown.map((stack) => `'${stack}'`).join(", ");
    throw new UserError(`There is no stack ${names}; there are: ${list}`);
  }
  return wanted.length > 0 ? [...new Set(wanted)].sort() : [...existing];
}

/** What the program printed and logged is not part of the report. */
function printLog(plan: StackPlan): void {
  const printed = plan.printed.split("\n").filter((line) => line.trim() !== "");
  const logged = plan.log
    .filter(({ severity, message }) => severity === "info" && !message.startsWith(BUNDLE_SIZE))
    .map(({ message }) => message);
  for (const line of [...printed, ...logged]) {
    process.stderr.write(`[${plan.stack}] ${redact(line)}\n`);
  }
}
