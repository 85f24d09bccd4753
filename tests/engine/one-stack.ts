/** One stack in a backend of its own, for the tests of a `describe`. */
import { cliOrSkip } from "./cli";
import { Backend, StackLife } from "./stack-life";

export interface OneStack {
  backend: Backend;
  stack: StackLife;
}

/** Call inside `describe`: its fields are there from the first test to the last. Nothing is brought up yet. */
export function useStack(project: string, stack: string, program: () => void): OneStack {
  const made = {} as OneStack;
  before(async function () {
    made.backend = await Backend.start(await cliOrSkip(this));
    const settings = "config:\n  strata:none: 0\n";
    made.stack = await made.backend.stack({
      ...{ project, stack, settings },
      program: async () => program(),
    });
  });
  after(() => made.backend?.stop());
  return made;
}

/** `replace aws:sqs/queue:Queue::jobs` of each step, in their order by name. */
export function titles(steps: ReadonlyMap<string, string>): string[] {
  return [...steps].map(([urn, step]) => `${step} ${urn.split("$").pop() ?? ""}`).sort();
}
