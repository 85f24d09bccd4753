/**
 * A clone of the repository as its user has it before the first command: a shell with the CLI, and an
 * account behind it. The commands are taken as they are; only what they reach is ours.
 */
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { execFile } from "child_process";
import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { linkRepository, REPOSITORY } from "./project-folder";
import { Cloud, Providers, startProviders } from "./providers";
import { Apart, startApart } from "./providers/process-apart";
import { aliasesOf, ReleaseServices } from "./release/release-services";
import { savedAtTheEnd } from "./stack-life";

/** A command that takes this long hangs, in milliseconds; `exec` lets its end reach the CLI itself. */
const LONGEST = 600_000;

export class Checkout {
  private constructor(
    private readonly cli: PulumiCommand,
    private readonly folder: string,
    readonly cloud: Cloud,
    private readonly providers: Providers,
    private readonly language: Apart,
    private readonly releases: ReleaseServices,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** @param account the account that its credentials belong to */
  static async make(cli: PulumiCommand, account: string, cloud = new Cloud()): Promise<Checkout> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-checkout-"));
    const project = path.join(folder, "strata");
    fs.mkdirSync(project);
    fs.mkdirSync(path.join(folder, "state"));
    linkRepository(project);
    for (const file of fs.readdirSync(REPOSITORY).filter((name) => name.startsWith("Pulumi."))) {
      fs.copyFileSync(path.join(REPOSITORY, file), path.join(project, file));
    }
    const providers = await startProviders(cloud);
    const language = await startApart(path.join(__dirname, "language-process.ts"));
    const releases = await new ReleaseServices(account).start(aliasesOf(cloud));
    const environment = {
      ...releases.environment,
      ...savedAtTheEnd,
      ...{ HOME: folder, PULUMI_HOME: path.join(folder, "home") },
      // `pulumi login --local` would keep its state in the home folder of whoever runs the tests.
      PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
      PATH: [path.dirname(cli.command), process.env.PATH].join(path.delimiter),
      TMPDIR: os.tmpdir(),
      PULUMI_CONFIG_PASSPHRASE: "engine tests",
      PULUMI_DEBUG_LANGUAGES: `nodejs:${language.port}`,
      PULUMI_DEBUG_PROVIDERS: providers.addresses,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    return new Checkout(cli, folder, cloud, providers, language, releases, environment);
  }

  /** Runs a command in the clone's folder and gives what it prints. */
  run(command: string): Promise<string> {
    // Nobody is there to answer; where nothing is asked, the CLI refuses to be told so.
    const answer = command.includes("--preview-only") ? "false" : "true";
    const options = {
      cwd: this.project,
      env: { ...this.environment, PULUMI_SKIP_CONFIRMATIONS: answer },
      maxBuffer: 2 ** 26,
      timeout: LONGEST,
    };
    return new Promise((resolve, reject) =>
      execFile("sh", ["-c", `exec ${command}`], options, (error, stdout, stderr) =>
        error ? reject(new Error(`${command}\n${stdout}${stderr}`)) : resolve(stdout),
      ),
    );
  }

  /** Changes a file of the clone, as its user would. */
  edit(file: string, change: (text: string) => string): void {
    const place = path.join(this.project, file);
    fs.writeFileSync(place, change(fs.readFileSync(place, "utf8")));
  }

  /**
   * False for a released CLI: it starts policy packs through the plugin that our language host stands
   * in for, and that runs programs alone.
   */
  get startsPolicyPacks(): boolean {
    const { command } = this.cli;
    const beside = path.join(path.dirname(command), "pulumi-language-nodejs");
    return path.isAbsolute(command) && !fs.existsSync(beside);
  }

  stop(): void {
    this.providers.stop();
    this.language.stop();
    this.releases.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private get project(): string {
    return path.join(this.folder, "strata");
  }
}
