/** One small component of each kind, in an environment of its own for production. */
import type { Component } from "../../../components/component";
import type { Alarmed } from "../../../components/contracts";
import { Environment } from "../../../components/environment";
import { classes, made as kinds } from "./all-components";
import { record } from "./record";
import { Inside } from "./sample";
import { samples } from "./samples";

/** What `ask` says of each, by kind in the order of the alphabet; `watched` is what its environment was told of. */
export async function withEachComponent<Answer>(
  ask: (kind: string, made: Component, watched: readonly Alarmed[]) => Answer,
  more: (kind: string, inside: Inside) => object = () => ({}),
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const kind of [...kinds].sort()) {
    await record(() => {
      const parent = new Environment("e", {
        ...{ region: "eu-west-1", account: "123456789012", production: true },
      });
      const given = more(kind, { parent });
      const made = samples[kind](classes[kind], "one", { parent }, given);
      answers.push(ask(kind, made, parent.watched()));
    });
  }
  return answers;
}
