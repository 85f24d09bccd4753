/** Previews several stacks of one project: two at a time, each other's outputs at hand. */
import { Symbols } from "../../cloud-model";
import { PolicyPack } from "./policy-pack";
import { Project, readStack, stacksOf } from "./project";
import { SiblingStack } from "../engine/registration";
import { runProgram } from "./run-program";
import { planStack, StackPlan } from "./stack-plan";

/** Programs at a time; more would only wait for a processor. */
const AT_A_TIME = 2;

export class ProjectPreview {
  private readonly plans = new Map<string, Promise<StackPlan>>();
  private readonly finished = new Map<string, StackPlan>();
  private readonly symbols = new Map<string, Symbols>();
  /** Which stack waits for which others, and how to give up. */
  private readonly waits = new Map<string, Map<string, (reason: string) => void>>();
  private readonly slots = new Slots(AT_A_TIME);
  private readonly existing: readonly string[];

  constructor(
    private readonly project: Project,
    private readonly policies: PolicyPack | undefined,
    private readonly organization = "organization",
    /** Settings of the command line, for every stack. */
    private readonly given: Readonly<Record<string, string>> = {},
  ) {
    this.existing = stacksOf(project);
  }

  /** The plan of a stack; stacks that it refers to are previewed for it. */
  plan(stack: string): Promise<StackPlan> {
    let plan = this.plans.get(stack);
    if (!plan) {
      plan = this.slots.use(() => this.run(stack));
      this.plans.set(stack, plan);
    }
    return plan;
  }

  private async run(stack: string): Promise<StackPlan> {
    const { project, organization, policies } = this;
    const { config, secretKeys, placeholders } = readStack(project, stack, this.given);
    const symbols = new Symbols();
    this.symbols.set(stack, symbols);
    const deployment = {
      ...{ organization, project: project.name, stack, config, secretKeys },
      ...{ dryRun: true, values: "symbolic" as const, workingFolder: project.workingFolder },
      sibling: (reference: string) => this.sibling(stack, reference),
    };
    const plan = await planStack({
      ...{ deployment, placeholders, symbols, projectFolder: project.folder },
      run: (address) => runProgram(project, deployment, address),
      ...(policies ? { check: (engine, isWhole) => policies.check(engine, isWhole) } : {}),
    });
    this.finished.set(stack, plan);
    return plan;
  }

  private async sibling(asking: string, reference: string): Promise<SiblingStack | string> {
    const [stack = "", project = this.project.name] = reference.split("/").reverse();
    if (project !== this.project.name) {
      return `it is of another project, '${project}'`;
    }
    if (!this.existing.includes(stack)) {
      return `this project has no stack '${stack}'; it has: ${this.existing.join(", ")}`;
    }
    const circle = this.circle(stack, asking);
    if (circle) {
      // Who notices it is a matter of time, so all of them get the same answer.
      const reason = `${[...circle].sort().join(", ")} refer to each other`;
      for (const member of circle) {
        this.waits
          .get(member)
          ?.forEach((giveUp, other) => circle.includes(other) && giveUp(reason));
      }
      return reason;
    }
    const plan = this.finished.get(stack) ?? (await this.waitFor(stack, asking));
    if (typeof plan === "string") {
      return plan;
    }
    this.symbols.get(asking)?.include(plan.symbols);
    return { outputs: plan.outputs };
  }

  private async waitFor(stack: string, asking: string): Promise<StackPlan | string> {
    const waits = this.waits.get(asking) ?? new Map<string, (reason: string) => void>();
    this.waits.set(asking, waits);
    const givenUp = new Promise<string>((resolve) => waits.set(stack, resolve));
    try {
      return await this.slots.lend(() => Promise.race([this.plan(stack), givenUp]));
    } finally {
      waits.delete(stack);
    }
  }

  /** The stacks that would wait for each other if `asking` waited for `stack`. */
  private circle(stack: string, asking: string): string[] | undefined {
    if (stack === asking) {
      return [stack];
    }
    for (const next of this.waits.get(stack)?.keys() ?? []) {
      const rest = this.circle(next, asking);
      if (rest) {
        return [stack, ...rest];
      }
    }
    return undefined;
  }
}

/** So many things at a time; the others wait in line. */
class Slots {
  private readonly line: (() => void)[] = [];

  constructor(private free: number) {}

  async use<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.give();
    }
  }

  /** For somebody who has a slot and only waits: others may use it meanwhile. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    this.give();
    try {
      return await work();
    } finally {
      await this.take();
    }
  }

  private async take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.line.push(resolve));
  }

  private give(): void {
    const next = this.line.shift();
    if (next) {
      next();
    } else {
      this.free += 1;
    }
  }
}
