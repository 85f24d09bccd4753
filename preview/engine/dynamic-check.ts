/** What `check` of a dynamic resource's own provider makes of its inputs, as the engine has it done. */
import {
  fromOutputValues,
  isEnvelope,
  isObject,
  Props,
  RESOURCE,
  rewrite,
  secret,
  SECRET,
  Symbols,
  UNKNOWN,
  Value,
  containsSecret,
} from "../../cloud-model";
import type { Engine } from "./engine";
import { NewFinding } from "./findings";
import { RegisteredResource } from "./registration";

/** The answer of a provider; nothing but `refused` where it has no `check`. */
export interface Checked {
  readonly inputs?: Props;
  readonly failures?: readonly { readonly property: string; readonly reason: string }[];
  /** Why there is no answer. */
  readonly error?: string;
  /** Connections that it was refused, because this preview is offline. */
  readonly refused: readonly string[];
}

/** Asks the provider that is written in `text`. */
export type AskProvider = (text: string, news: Props) => Promise<Checked>;

const PROVIDER = "__provider";
const DYNAMIC = /^pulumi-nodejs:dynamic[:/]/;

/** Gives the resource the inputs that the engine would keep, and adds what is wrong with the program's. */
export async function checkDynamic(
  resource: RegisteredResource,
  { model, findings, askProvider }: Pick<Engine, "model" | "findings" | "askProvider">,
): Promise<void> {
  if (!DYNAMIC.test(resource.type) || !askProvider) return;
  const found = await checked(resource, model.symbols, askProvider);
  resource.inputs = found.inputs;
  found.findings.forEach((finding) => findings.add(finding));
}

async function checked(
  resource: RegisteredResource,
  symbols: Symbols,
  ask: AskProvider,
): Promise<{ inputs: Props; findings: NewFinding[] }> {
  const given = resource.inputs;
  const news = asSent(given);
  const text = news[PROVIDER];
  if (typeof text !== "string" || text === UNKNOWN) {
    return { inputs: given, findings: [] };
  }
  const answer = await ask(text, news);
  const inputs = answer.inputs ? withSecrets(answer.inputs, given) : given;
  const problems = problemsOf(answer);
  if (problems.length === 0) return { inputs, findings: [] };
  // A value that is made up here may be what it stumbles over: then only AWS's own will tell.
  const known = rewrite(news, (node) => (isMadeUp(node, symbols) ? UNKNOWN : node)) as Props;
  const surely = problemsOf(await ask(text, { ...known, [PROVIDER]: text }));
  const about = { urn: resource.urn, places: [resource.stack] };
  const findings = problems.map((message): NewFinding => {
    if (answer.refused.length > 0) {
      const why = `it asked ${answer.refused.join(", ")}, and this preview is offline`;
      return {
        ...{ rule: "check-unanswered", severity: "info", ...about },
        message: `check of this resource's provider has no answer here, its inputs are as given: ${why}`,
      };
    }
    return surely.includes(message)
      ? {
          ...{ rule: "check", severity: "error", ...about },
          message,
          fix: "Give what the provider's check asks for, or mend the check.",
        }
      : {
          ...{ rule: "check-unanswered", severity: "info", ...about },
          message: `check of this resource's provider may refuse what is made up here: ${message}`,
        };
  });
  return { inputs, findings };
}

/** In the engine's words. */
function problemsOf({ failures = [], error }: Checked): string[] {
  if (error !== undefined) return [`check failed: ${error}`];
  return failures.map(({ property, reason }) =>
    property === "" ? `has a problem: ${reason}` : `property ${property} has a problem: ${reason}`,
  );
}

function isMadeUp(node: Value, symbols: Symbols): boolean {
  const isPlain = typeof node === "string" || typeof node === "number";
  return isPlain && symbols.references(node).length > 0;
}

/** Dynamic providers say that they take no secrets: they get the values, and for a resource its id. */
function asSent(props: Props): Props {
  return rewrite(fromOutputValues(props), (node) => {
    if (isEnvelope(node, SECRET)) return node.value;
    return isEnvelope(node, RESOURCE) ? (node.id ?? node.urn) : node;
  }) as Props;
}

/** What was secret stays so under its name, and what has a secret within is one as a whole where it is no object. */
function withSecrets(inputs: Props, given: Props): Props {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => {
      const was = given[key] as Value | undefined;
      if (was === undefined) return [key, value];
      const both = isObject(value) && isObject(was) && !isEnvelope(was, SECRET);
      if (both) return [key, withSecrets(value, was)];
      return [key, containsSecret(was) ? secret(value) : value];
    }),
  );
}
