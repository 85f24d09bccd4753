/** `npm run preview`: flags, exit codes, what goes to which stream. */
import * as fs from "fs";
import * as path from "path";
import { parseArgs } from "util";
import { sorted } from "./engine/findings";
import { checkTypes } from "./host/type-check";
import { Finding } from "./report/plan";
import { redact } from "./report/masking";
import { PolicyPack } from "./host/policy-pack";
import { readProject, stacksOf, UserError } from "./host/project";
import { overStacks } from "./host/over-stacks";
import { ProjectPreview } from "./host/project-preview";
import { toldBy } from "./report/rule-message";
import { jsonReport } from "./report/json";
import { textReport } from "./report/text";
import { StackPlan } from "./host/stack-plan";

const USAGE = `Usage: npm run preview -- [--stack NAME]... [--cwd DIR] [--json]

Previews the program as Pulumi would deploy it from scratch, without AWS,
credentials or the Pulumi CLI.

  --stack NAME        only this stack; may be repeated (default: every
                      Pulumi.NAME.yaml)
  --cwd DIR           the Pulumi program in this folder (default: Strata's own)
  --config KEY=VALUE  a setting, before those of the stack files; may be repeated
  --no-types          without the compiler's check of types
  --json              one JSON document on stdout instead of text
  --help              this text

A stack without a file is previewed where the project has no stack files at all,
or with --config.

What the shipped settings leave for you to fill in (an account, a domain) is
counted as a placeholder: nothing to stop a preview, but \`pulumi up\` refuses it.

Exit code: 0 without errors, 1 with error findings or a program that failed,
2 for wrong usage.
`;

interface Flags {
  stacks: string[];
  types: boolean;
  json: boolean;
  help: boolean;
  /** The folder of the project. */
  cwd: string;
  config: Record<string, string>;
}

/** Runs the preview and sets the exit code. */
export function main(args: readonly string[]): void {
  // Whoever reads the report may have seen enough: `--json | head -c 10`.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  forgetMissingFolders();
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

/** Compilers look for the temporary folder and fail where it is not; the system has one of its own. */
function forgetMissingFolders(): void {
  for (const name of ["TMPDIR", "TEMP", "TMP"]) {
    if (!fs.existsSync(process.env[name] ?? ".")) {
      Reflect.deleteProperty(process.env, name);
    }
  }
}

async function preview(args: readonly string[]): Promise<number> {
  const flags = readFlags(args);
  if (flags.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const project = readProject(flags.cwd);
  const withoutFile = Object.keys(flags.config).length > 0;
  const stacks = chosen(flags.stacks, stacksOf(project), withoutFile);
  const types = flags.types ? checkTypes(project) : undefined;
  types?.catch(() => undefined); // told once the stacks are planned
  const policies = PolicyPack.start(path.join(project.folder, "policies"));
  try {
    const run = new ProjectPreview(project, policies, undefined, flags.config);
    const planned = overStacks(await Promise.all(stacks.map((stack) => run.plan(stack))));
    const plans = types ? withTypes(planned, await types) : planned;
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

/** A wrong type is wrong in every stack. */
function withTypes(plans: readonly StackPlan[], found: readonly Finding[]): StackPlan[] {
  return plans.map((plan) => ({
    ...plan,
    findings: sorted([...plan.findings, ...found]),
    fidelity: { ...plan.fidelity, typesChecked: true },
  }));
}

function readFlags(args: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", multiple: true, default: [] },
        "no-types": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        cwd: { type: "string", short: "C", default: path.resolve(__dirname, "..") },
        config: { type: "string", short: "c", multiple: true, default: [] },
      },
    });
    const { stack: stacks, json, help, cwd } = values;
    const types = !values["no-types"];
    return {
      stacks,
      types,
      json,
      help,
      cwd,
      config: Object.fromEntries(values.config.map(setting)),
    };
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE.trimEnd()}`);
  }
}

/** `aws:region=eu-west-1`; a value may hold more equals signs. */
function setting(text: string): [key: string, value: string] {
  const [, key, value] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
  if (key === undefined) {
    throw new Error(`--config is '${text}'; allowed: KEY=VALUE, such as aws:region=eu-west-1`);
  }
  return [key, value];
}

/** Where a project has no stack files, the stack that most have first. */
const FIRST_STACK = "dev";

/** In alphabetical order, each once. A name that is no file's may be a mistake, so it is asked for twice. */
function chosen(
  wanted: readonly string[],
  existing: readonly string[],
  withoutFile: boolean,
): string[] {
  const names = [...new Set(wanted)].sort();
  if (existing.length === 0) {
    return names.length > 0 ? names : [FIRST_STACK];
  }
  const unknown = names.filter((stack) => !existing.includes(stack));
  if (unknown.length > 0 && !withoutFile) {
    const list = unknown.map((stack) => `'${stack}'`).join(", ");
    throw new UserError(
      `There is no stack ${list}; there are: ${existing.join(", ")}. ` +
        "One without a file is previewed with --config KEY=VALUE.",
    );
  }
  return names.length > 0 ? names : [...existing];
}

/** What the program printed and logged is not part of the report. */
function printLog(plan: StackPlan): void {
  const printed = plan.printed.split("\n").filter((line) => line.trim() !== "");
  const logged = plan.log
    .filter(({ severity, message }) => severity === "info" && !toldBy(message))
    .map(({ message }) => message);
  for (const line of [...printed, ...logged]) {
    process.stderr.write(`[${plan.stack}] ${redact(line)}\n`);
  }
}
