/** Asks the providers that a program itself writes for their `check`, in a process apart. */
import { ChildProcess, fork } from "child_process";
import { Props } from "../../cloud-model";
import { Checked } from "../engine/dynamic-check";
import { Deployment } from "../engine/registration";
import { hostFile } from "../folders";
import { configOf } from "../engine/provider-config";
import { inheritedEnvironment } from "./run-program";

/** A check that takes longer waits for something that never comes. */
const TIMEOUT_SECONDS = 60;

export class DynamicProvider {
  private child?: ChildProcess;
  private count = 0;
  private readonly waiting = new Map<number, (answer: Checked) => void>();

  constructor(private readonly deployment: Deployment) {}

  /** Started when it is first needed: few programs have resources of their own. */
  check(text: string, news: Props): Promise<Checked> {
    const child = (this.child ??= this.start());
    const id = ++this.count;
    return new Promise<Checked>((resolve) => {
      const timer = setTimeout(() => {
        this.end(child, `check did not end within ${TIMEOUT_SECONDS} s`);
      }, TIMEOUT_SECONDS * 1000);
      this.waiting.set(id, (answer) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(answer);
      });
      child.send({ id, text, news });
    });
  }

  stop(): void {
    if (this.child) this.end(this.child, "the preview has ended");
  }

  private start(): ChildProcess {
    const { deployment } = this;
    const config = JSON.stringify(configOf("pulumi-nodejs", deployment));
    const child = fork(hostFile("dynamic-checks.js"), [deployment.project, config], {
      cwd: deployment.workingFolder,
      env: { ...inheritedEnvironment(), PULUMI_NODEJS_PROJECT: deployment.project },
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (piece: string) => (said += piece));
    child.on("message", (answer: Checked & { id: number }) =>
      this.waiting.get(answer.id)?.(answer),
    );
    child.on("error", (error) => this.end(child, error.message));
    child.on("close", () => this.end(child, `its process ended: ${said.trim().slice(0, 500)}`));
    return child;
  }

  /** What still waits is told why nothing comes; the next check begins anew. */
  private end(child: ChildProcess, reason: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    child.kill("SIGKILL");
    [...this.waiting.values()].forEach((tell) => tell({ error: reason, refused: [] }));
  }
}
