import type { Inputs, Plain } from "./rule";
import { isRecord, jsonAt } from "./values";

/** A statement of an IAM or resource policy, with lists made of what may be one value. */
export interface Statement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** True where the principal is everyone. */
  readonly everyone: boolean;
  readonly conditional: boolean;
}

/** The statements of the policy at `path`; nothing where it is absent, unknown or unreadable. */
export function statementsAt(inputs: Inputs, path: string): Statement[] {
  const policy = jsonAt(inputs, path);
  if (!isRecord(policy)) return [];
  return asList(policy["Statement"]).flatMap((statement) =>
    isRecord(statement)
      ? [
          {
            allows: statement["Effect"] === "Allow",
            actions: textsOf(statement["Action"]),
            resources: textsOf(statement["Resource"]),
            everyone: isEveryone(statement["Principal"]),
            conditional: statement["Condition"] !== undefined,
          },
        ]
      : [],
  );
}

/** Statements that allow everyone something, with no condition. */
export function openStatements(inputs: Inputs, path: string): Statement[] {
  return statementsAt(inputs, path).filter(
    ({ allows, everyone, conditional }) => allows && everyone && !conditional,
  );
}

/** True where an action such as `s3:PutObject` is covered by a pattern such as `s3:Put*`. */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}

function isEveryone(principal: Plain): boolean {
  if (principal === "*") return true;
  return isRecord(principal) && asList(principal["AWS"]).includes("*");
}

function asList(value: Plain): readonly Plain[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Plain[]) : [value];
}

function textsOf(value: Plain): string[] {
  return asList(value).filter((item) => typeof item === "string");
}
