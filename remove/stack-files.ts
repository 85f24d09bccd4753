/** Takes features, settings and stacks out of a stack file; its comments stay. */
import { Document, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { Refusal } from "./refusal";

export interface GoneFromStacks {
  readonly features: readonly string[];
  /** Fragments of `strata:`. */
  readonly settings: readonly string[];
  /** Names of stacks that other files may refer to. */
  readonly stacks: readonly string[];
  readonly project: string;
}

/** The text without it, and what was done beside the obvious. */
export function withoutIn(
  file: string,
  text: string,
  gone: GoneFromStacks,
): { text: string; notes: string[] } {
  const document = parseDocument(text);
  const notes: string[] = [];
  const before = document.toString(layout);
  const list = document.getIn(["config", "strata:features"]);
  if (isSeq(list)) {
    list.items = list.items.filter(
      (item) => !(isScalar(item) && gone.features.includes(String(item.value))),
    );
  }
  for (const name of gone.settings) document.deleteIn(["config", `strata:${name}`]);
  for (const stack of gone.stacks) {
    const parent = ["config", "strata:dns", "parent"];
    if (document.getIn(parent) === `${gone.project}/${stack}`) {
      document.deleteIn(parent);
      const domain = String(document.getIn(["config", "strata:dns", "domain"]));
      notes.push(
        `${file}: took out strata:dns.parent, which was ${gone.project}/${stack}: delegate ${domain} where its parent zone is`,
      );
    }
    refuseMaker(file, document, stack);
  }
  const after = document.toString(layout);
  return { text: after === before ? text : after, notes };
}

/** As prettier writes them. */
const layout = { flowCollectionPadding: false, lineWidth: 0 } as const;

/** What exists once an account can't be left without its maker. */
function refuseMaker(file: string, document: Document, stack: string): void {
  const makers = document.getIn(["config", "strata:environment", "oncePerAccount"]);
  if (!isMap(makers)) return;
  for (const { key, value } of makers.items) {
    if (isScalar(value) && String(value.value).split("/").at(-1) === stack) {
      const setting = `strata:environment.oncePerAccount.${String(key)}`;
      throw new Refusal(
        `${file}: ${setting} names ${stack}: name another stack that makes it first`,
      );
    }
  }
}
