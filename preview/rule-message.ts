/** What a broken rule says, in the program's log or in a policy's report. */

/** `SQS-02: message`, and behind it perhaps `Fix: what to do`. */
const RULE_MESSAGE = /^(SEC-[A-Z0-9]+[\w-]*|[A-Z][A-Z0-9]*-\d[\w-]*): ([^]*?)(?:\s+Fix: ([^]*))?$/;

/** Starts the line in which a component tells what a handler's bundle weighs; also the rule's name. */
export const BUNDLE_SIZE = "bundle-size";

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
