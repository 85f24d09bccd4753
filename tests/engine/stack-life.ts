/** A stack under the real engine: a file backend, a cloud of our own, and the CLI between them. */
import {
  EngineEvent,
  InlineProgramArgs,
  LocalWorkspace,
  PulumiCommand,
  PulumiFn,
  Stack,
} from "@pulumi/pulumi/automation";
import { execFile } from "child_process";
import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { promisify } from "util";
import { Document, parseDocument } from "yaml";
import "./programs-here";
import { linkRepository } from "./project-folder";
import { Cloud, Providers, startProviders } from "./providers";
import { aliasesOf, ReleaseServices } from "./release/release-services";

/** The `name` in the repository's Pulumi.yaml. */
const OUR_PROJECT = "strata";

/** The organization of every stack in a file backend. */
const ORGANIZATION = "organization";

export interface StackProgram {
  readonly project: string;
  readonly stack: string;
  readonly program: PulumiFn;
  /** Text of the stack file, `Pulumi.<stack>.yaml`. Default: no settings. */
  readonly settings?: string;
}

/** A resource in the exported state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly external?: boolean;
  readonly delete?: boolean;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] };
  readonly inputs?: { readonly [property: string]: unknown };
  readonly outputs?: { readonly [property: string]: unknown };
}

/** What an operation did: steps by URN, without those that changed nothing. */
export interface Outcome {
  /** `create`, `update`, `replace`, `delete` ...: the logical steps, by URN. */
  readonly steps: ReadonlyMap<string, string>;
  /** Everything the CLI printed. */
  readonly text: string;
  readonly summary: { readonly [operation: string]: number };
}

/**
 * The CLI saves the state after each update alone, not after each of its steps, which costs the more the more
 * resources there are (the life of `dev`: 73 s of processor time with it, 62 s without).
 */
export const savedAtTheEnd = { PULUMI_SKIP_CHECKPOINTS: "true" };

/**
 * After each update the Automation API asks the CLI for the outputs, twice, and for the history: three more processes,
 * almost a second of processor time. The events say what was done, and `outputs()` is for those who want them.
 */
const withoutQuestions: Pick<Stack, "info" | "outputs"> = {
  info: () => Promise.resolve(undefined),
  outputs: () => Promise.resolve({}),
};

/** As the CLI does by itself: for tests in which something cuts an update off. */
export const savedAtEachStep = {};

/** Several stacks on one file backend, so that StackReferences between them work. */
export class Backend {
  private constructor(
    private readonly cli: PulumiCommand,
    private readonly folder: string,
    readonly cloud: Cloud,
    private readonly providers: Providers,
    readonly releases: ReleaseServices,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /** @param variables further variables of the CLI's environment */
  static async start(
    cli: PulumiCommand,
    cloud = new Cloud(),
    releases = new ReleaseServices(),
    variables: Readonly<Record<string, string>> = savedAtTheEnd,
  ): Promise<Backend> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-engine-"));
    fs.mkdirSync(path.join(folder, "state"));
    await releases.start(aliasesOf(cloud));
    return new Backend(cli, folder, cloud, await startProviders(cloud), releases, variables);
  }

  /** A new stack, or a second hold of one that exists. */
  async stack(given: StackProgram): Promise<StackLife> {
    const { project, stack, program, settings = "" } = given;
    const folder = this.projectFolder(project);
    const stackFile = path.join(folder, `Pulumi.${stack}.yaml`);
    if (!fs.existsSync(stackFile)) {
      fs.writeFileSync(stackFile, settings);
    }
    const args: InlineProgramArgs = { projectName: project, stackName: qualified(given), program };
    const options = {
      pulumiCommand: this.cli,
      pulumiHome: path.join(this.folder, "home"),
      envVars: this.environment(),
    };
    const made = await LocalWorkspace.createOrSelectStack(args, { ...options, workDir: folder });
    return new StackLife(Object.assign(made, withoutQuestions), stackFile, this.cli);
  }

  stop(): void {
    this.providers.stop();
    this.releases.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * A project folder of the test's own, because several commands write the encryption salt into the
   * stack file next to Pulumi.yaml, `--config-file` or not. That of our own project is the repository's.
   */
  private projectFolder(project: string): string {
    const folder = path.join(this.folder, project);
    if (!fs.existsSync(folder)) {
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
      if (project === OUR_PROJECT) {
        linkRepository(folder);
      }
    }
    return folder;
  }

  private environment(): Record<string, string> {
    return {
      PULUMI_BACKEND_URL: `file://${path.join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "engine tests",
      PULUMI_DEBUG_PROVIDERS: this.providers.addresses,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...this.releases.environment,
      ...this.variables,
    };
  }
}

function qualified({ project, stack }: StackProgram): string {
  return `${ORGANIZATION}/${project}/${stack}`;
}

export class StackLife {
  constructor(
    private readonly stack: Stack,
    private readonly stackFile: string,
    private readonly cli: PulumiCommand,
  ) {}

  async preview(): Promise<Outcome> {
    const events = new Events();
    const { stdout, stderr } = await told(this.stack.preview(events.options()));
    return events.outcome(stdout + stderr);
  }

  async up(options: { signal?: AbortSignal; program?: PulumiFn } = {}): Promise<Outcome> {
    const events = new Events();
    const { stdout, stderr } = await told(this.stack.up({ ...events.options(), ...options }));
    return events.outcome(stdout + stderr);
  }

  async refresh(): Promise<Outcome> {
    const events = new Events();
    const { stdout, stderr } = await told(this.stack.refresh(events.options()));
    return events.outcome(stdout + stderr);
  }

  /**
   * As on the command line: with a preview first, which is where protected resources are noticed
   * before anything is deleted. (The Automation API skips it, and the engine then deletes all the
   * others.)
   */
  destroy(): Promise<string> {
    return this.run("destroy", "--yes", "--color", "never");
  }

  /** The text of an operation that must fail. */
  async failure(operation: () => Promise<unknown>): Promise<string> {
    try {
      await operation();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("the operation succeeded, though it must fail");
  }

  /** The state as it is stored and as `pulumi stack export` gives it: secrets encrypted. */
  exportText(): Promise<string> {
    return this.run("stack", "export");
  }

  /** The resources in the state; secrets are shown. */
  async resources(): Promise<readonly StateResource[]> {
    const { deployment } = (await this.stack.exportStack()) as {
      deployment: { resources?: StateResource[] };
    };
    return deployment.resources ?? [];
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs = await this.stack.workspace.stackOutputs(this.stack.name);
    const values = Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]);
    return Object.fromEntries(values) as Record<string, unknown>;
  }

  /** Clears the lock of an update that was cut off. */
  cancel(): Promise<void> {
    return this.stack.cancel();
  }

  async unprotectAll(): Promise<void> {
    await this.run("state", "unprotect", "--all", "--yes");
  }

  /** The value of a setting in the stack file, e.g. of `["strata:web", "throttlingRateLimit"]`. */
  setting(path: readonly string[]): unknown {
    return this.settings().getIn(["config", ...path]);
  }

  /** Edits the stack file. */
  changeSetting(path: readonly string[], value: unknown): void {
    const settings = this.settings();
    settings.setIn(["config", ...path], value);
    fs.writeFileSync(this.stackFile, settings.toString());
  }

  /** Set as `pulumi config set --secret` does: encrypted in the stack file. */
  setSecret(key: string, value: string): Promise<void> {
    return this.stack.setConfig(key, { value, secret: true });
  }

  stackFileText(): string {
    return fs.readFileSync(this.stackFile, "utf8");
  }

  private settings(): Document {
    return parseDocument(this.stackFileText());
  }

  private async run(...args: string[]): Promise<string> {
    const { workDir, envVars, pulumiHome } = this.stack.workspace;
    const env = { ...process.env, ...envVars, PULUMI_HOME: pulumiHome };
    const all = [...args, "--non-interactive", "--stack", this.stack.name];
    try {
      const options = { cwd: workDir, env, maxBuffer: 2 ** 26 };
      return (await execute(this.cli.command, all, options)).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(diagnosticsIn(stdout + stderr));
    }
  }
}

const execute = promisify(execFile);

/** The Automation API's errors have all that the CLI printed, twice. */
async function told<Result>(operation: Promise<Result>): Promise<Result> {
  try {
    return await operation;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(diagnosticsIn(/ stderr: ([^]*?)\n err\?: /.exec(message)?.[1] ?? message));
  }
}

/** What the CLI says under "Diagnostics" is what went wrong; before it stands every step. */
function diagnosticsIn(text: string): string {
  const diagnostics = text.indexOf("\nDiagnostics:");
  return diagnostics < 0 ? text : text.slice(diagnostics + 1);
}

/** Steps that change nothing; a StackReference is read in every update. */
const QUIET: ReadonlySet<string> = new Set(["same", "refresh", "read"]);

/** Collects the engine's events of one operation. */
class Events {
  private readonly steps = new Map<string, string>();
  private readonly diagnostics: string[] = [];
  private summary: Outcome["summary"] = {};

  options() {
    return { onEvent: (event: EngineEvent) => this.take(event), color: "never" as const };
  }

  outcome(text: string): Outcome {
    const all = [text, ...this.diagnostics].join("\n");
    return { steps: this.steps, text: all, summary: this.summary };
  }

  private take(event: EngineEvent): void {
    this.summary = event.summaryEvent?.resourceChanges ?? this.summary;
    const step = event.resourcePreEvent?.metadata;
    // A refresh shows itself as one step a resource; what it found is in the event after it.
    const done = event.resOutputsEvent?.metadata;
    if (step && !QUIET.has(step.op)) {
      // Replacing is several steps of one resource: the one that names it is kept.
      const known = this.steps.get(step.urn);
      this.steps.set(step.urn, known === "replace" ? known : step.op);
    } else if (done && !QUIET.has(done.op) && !this.steps.has(done.urn)) {
      this.steps.set(done.urn, done.op);
    }
    // What the SDK traces about itself is for `--debug` only.
    if (event.diagnosticEvent && String(event.diagnosticEvent.severity) !== "debug") {
      this.diagnostics.push(event.diagnosticEvent.message);
    }
  }
}
