/** How a program ended, and what that means as findings. */
import * as path from "path";
import { Engine } from "./engine";
import { LogLine } from "./monitor";
import { SourceLine } from "./plan";
import { BUNDLE_SIZE, ruleMessage } from "./rule-message";
import { framesIn, linesOf } from "./source-lines";

export interface ProgramError {
  name: string;
  message: string;
  stack: string;
}

export interface ProgramResult {
  succeeded: boolean;
  /** In words, where it didn't succeed. */
  ending: string;
  errors: ProgramError[];
  /** Connections that the program tried to open. */
  blocked: { target: string; stack: string }[];
  /** What it printed. */
  printed: string;
}

/** Starts the message of the error that a blocked connection gets; preload.js has the same text. */
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
      const text = prefix + firstLines(message, folder);
      engine.findings.add({ rule: "program-error", severity: "error", message: text, places });
    }
  }
  for (const { target, stack } of result.blocked) {
    engine.findings.add({
      ...{ rule: "network-access", severity: "error", places: [framesIn(stack, folder)] },
      message: `the program tried to connect to ${target}`,
      fix: "Ask for it with a provider function, or hand it over as configuration.",
    });
  }
  reportLog(engine, log, result, folder, judged);
  if (!result.succeeded && result.errors.length === 0 && !engine.findings.hasErrors()) {
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
    if (message.startsWith(BUNDLE_SIZE)) {
      const weight = message.slice(BUNDLE_SIZE.length + 2);
      engine.findings.add({ rule: BUNDLE_SIZE, severity: "info", message: weight, urn });
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
    } else if (!judged.has(rule)) {
      engine.findings.add({ rule, severity, message: text, fix, urn, source });
    }
  }
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
