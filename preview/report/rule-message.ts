/** What a broken rule says, in the program's log or in a policy's report. */

/** `SQS-02: message`, and behind it perhaps `Fix: what to do`. */
const RULE_MESSAGE = /^(SEC-[A-Z0-9]+[\w-]*|[A-Z][A-Z0-9]*-\d[\w-]*): ([^]*?)(?:\s+Fix: ([^]*))?$/;

/** Starts the line in which a component tells what a handler's bundle weighs; also the rule's name. */
export const BUNDLE_SIZE = "bundle-size";
/** The same for a bundle that could not be loaded here, with the reason. */
export const BUNDLE_CHECK = "bundle-check";

/** Starts the line in which the Environment tells of a setting to be made one's own; also the rule's name. */
export const PLACEHOLDER = "placeholder";

const told = [BUNDLE_SIZE, BUNDLE_CHECK, PLACEHOLDER] as const;

/** What a line that a component wrote for the preview alone is about, if it is such a line. */
export function toldBy(message: string): (typeof told)[number] | undefined {
  return told.find((rule) => message.startsWith(`${rule}: `));
}

export interface RuleMessage {
  rule?: string;
  message: string;
  fix?: string;
}

/** Takes a message apart; `prefix` is the rule's name where it is known. */
export function ruleMessage(text: string, prefix?: string): RuleMessage {
  if (prefix !== undefined && text.startsWith(prefix)) {
    const [message, fix] = text.slice(prefix.length).split(/\s+Fix: /);
    return { message, ...(fix ? { fix: fix.trim() } : {}) };
  }
  const match = RULE_MESSAGE.exec(text);
  if (!match) {
    return { message: text };
  }
  const [, rule, message, fix] = match;
  return { rule, message, ...(fix ? { fix: fix.trim() } : {}) };
}
