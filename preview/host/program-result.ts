/** How a program ended, and what that means as findings. */
import * as path from "path";
import { Engine } from "../engine/engine";
import { LogLine } from "./monitor";
import { SourceLine } from "../report/plan";
import { PLACEHOLDER, ruleMessage, toldBy } from "../report/rule-message";
import { framesIn, linesOf } from "./source-lines";

export interface ProgramError {
  name: string;
  message: string;
  stack: string;
}

export interface ProgramResult {
  succeeded: boolean;
  /** True where it was ended, because it took too long. */
  cutOff?: boolean;
  /** In words, where it didn't succeed. */
  ending: string;
  errors: ProgramError[];
  /** Connections that the program tried to open. */
  blocked: { target: string; stack: string }[];
  /** Secret settings that it read in the clear as something else than text, and what it got. */
  settings: { key: string; as: string; stack: string }[];
  /** Texts that it called secret, as far as the preview could listen. */
  secrets: string[];
  /** What it printed. */
  printed: string;
}

/** Starts the message of the error that a blocked connection gets; offline.js has the same text. */
const OFFLINE = "offline preview:";

/**
 * Reports errors, blocked connections and what the program logged. What it logged about the rules in
 * `judged` is left out: the policy pack was asked about them.
 */
export function reportProgram(
  engine: Engine,
  log: readonly LogLine[],
  result: ProgramResult,
  folder: string,
  judged: ReadonlySet<string>,
): void {
  for (const { name, message, stack } of result.errors) {
    if (!message.startsWith(OFFLINE)) {
      const frames = framesIn(stack, folder);
      // Compiler errors have the place in their message.
      const places = [frames.length > 0 ? frames : framesIn(message, folder)];
      const prefix = name === "Error" || name === "RunError" ? "" : `${name}: `;
      for (const finding of refusals(prefix + firstLines(message, folder))) {
        engine.findings.add({ ...finding, severity: "error", places });
      }
    }
  }
  for (const { target, stack } of result.blocked) {
    engine.findings.add({
      ...{ rule: "network-access", severity: "error", places: [framesIn(stack, folder)] },
      message: `the program tried to connect to ${target}`,
      fix: "Ask for it with a provider function, or hand it over as configuration.",
    });
  }
  for (const { key, as, stack } of result.settings) {
    engine.findings.add({
      ...{ rule: "secret-setting", severity: "info", places: [framesIn(stack, folder)] },
      message: `${key} is secret, and only the CLI can decrypt it: the program went on with ${as}`,
      fix: "Read it with getSecretObject, getSecretNumber or getSecretBoolean: it is unknown then, and stays a secret.",
    });
  }
  reportLog(engine, log, result, folder, judged);
  // A plan that was cut off lacks resources, whatever else is wrong: rules then miss what they look for.
  const isUntold = result.errors.length === 0 && !engine.findings.hasErrors();
  if (!result.succeeded && (isUntold || result.cutOff)) {
    engine.findings.add({
      ...{ rule: "program-error", severity: "error" },
      message: `${result.ending}: ${firstLines(result.printed, folder)}`,
    });
  }
}

function reportLog(
  engine: Engine,
  log: readonly LogLine[],
  result: ProgramResult,
  folder: string,
  judged: ReadonlySet<string>,
): void {
  for (const { severity, message, urn } of log) {
    const told = toldBy(message);
    if (told) {
      const { message: text, fix } = ruleMessage(message, `${told}: `);
      const placeholder = told === PLACEHOLDER ? { placeholder: true as const } : {};
      engine.findings.add({
        rule: told,
        severity: "info",
        message: text,
        fix,
        urn,
        ...placeholder,
      });
      continue;
    }
    const isReported = result.errors.some((error) => message.includes(error.message));
    if (severity === "info" || isReported) {
      continue;
    }
    const source: SourceLine | undefined =
      linesOf(framesIn(message, folder)).source ??
      linesOf(engine.resources.get(urn)?.stack ?? []).source;
    const { rule, message: text, fix } = ruleMessage(message);
    if (rule === undefined) {
      const lines = firstLines(message, folder);
      engine.findings.add({ rule: "program-log", severity, message: lines, urn, source });
    } else if (severity === "error" ? !isFound(engine, rule, urn) : !judged.has(rule)) {
      engine.findings.add({ rule, severity, message: text, fix, urn, source });
    }
  }
}

/**
 * Whether the policy pack said the same of a part of the component. An exception may have kept it
 * silent, while the component refuses to be deployed: then the component's word counts.
 */
function isFound(engine: Engine, rule: string, component: string): boolean {
  return engine.findings
    .about(rule)
    .some((urn) => urn === component || engine.resources.get(urn)?.parent === component);
}

const BROKEN_RULES = /^.* breaks (?:a rule|\d+ rules):\n/;
const FIX = /\n {2}fix: /;

/** What a component's error says: rule by rule, or what is wrong and how to mend it. */
function refusals(text: string): { rule: string; message: string; fix?: string }[] {
  const heading = BROKEN_RULES.exec(text)?.[0];
  if (heading !== undefined) {
    const lines = text.slice(heading.length).split(/\n(?= {2}[A-Z])/);
    return lines.map((line) => ({ rule: "program-error", ...ruleMessage(line.trim()) }));
  }
  const [message, fix] = text.split(FIX);
  return [{ rule: "program-error", message, ...(fix === undefined ? {} : { fix }) }];
}

/** The message without its stack and without the machine's paths. */
function firstLines(text: string, folder: string): string {
  const lines = text
    .split(folder + path.sep)
    .join("")
    .split("\n");
  const end = lines.findIndex((line) => /^\s+at /.test(line));
  return lines
    .slice(0, end < 0 ? LONGEST : Math.min(end, LONGEST))
    .join("\n")
    .trim();
}

/** Settings report all their problems in one message, one a line. */
const LONGEST = 40;
