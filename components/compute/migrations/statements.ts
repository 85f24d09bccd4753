/** Takes SQL apart into its statements. Imports nothing of Pulumi: it is bundled into a handler. */

export interface Statement {
  readonly text: string;
  /** Line of the file that it begins on, from 1. */
  readonly line: number;
}

export interface Dialect {
  /** `$$ … $$` and `$name$ … $name$` quote (PostgreSQL). */
  readonly dollarQuotes: boolean;
  /** A backslash escapes within quotes, `#` begins a comment (MySQL). */
  readonly backslashes: boolean;
}

export const postgresDialect: Dialect = { dollarQuotes: true, backslashes: false };
export const mysqlDialect: Dialect = { dollarQuotes: false, backslashes: true };

/**
 * The statements of a file, without the semicolons between them: those in quotes, comments and
 * dollar-quoted bodies belong to the statement. What has comments alone is none.
 *
 * @example statementsOf("SELECT 1; SELECT ';'", postgresDialect).length // 2
 */
export function statementsOf(sql: string, dialect: Dialect): Statement[] {
  const statements: Statement[] = [];
  let begin = 0;
  let first: number | undefined;
  const end = (position: number) => {
    if (first !== undefined) {
      const line = sql.slice(0, first).split("\n").length;
      statements.push({ text: sql.slice(first, position).trim(), line });
    }
    begin = position + 1;
    first = undefined;
  };
  for (let position = 0; position < sql.length;) {
    const comment = commentAt(sql, position, dialect);
    if (comment > position) {
      position = comment;
      continue;
    }
    const character = sql[position];
    if (character === ";") {
      end(position);
      position = begin;
      continue;
    }
    if (first === undefined && /\S/.test(character)) {
      first = position;
    }
    position = quotedUntil(sql, position, dialect);
  }
  end(sql.length);
  return statements;
}

/** Where the comment ends that begins here; here where none does. */
function commentAt(sql: string, position: number, { backslashes }: Dialect): number {
  const rest = sql.slice(position, position + 2);
  if (rest === "--" || (backslashes && rest[0] === "#")) {
    const newline = sql.indexOf("\n", position);
    return newline < 0 ? sql.length : newline;
  }
  // `/*!` is what MySQL runs and others don't.
  if (rest !== "/*" || (backslashes && sql[position + 2] === "!")) {
    return position;
  }
  return backslashes ? afterText(sql, position + 2, "*/") : afterNested(sql, position);
}

/** PostgreSQL's comments can hold others. */
function afterNested(sql: string, position: number): number {
  let depth = 0;
  for (const { 0: mark, index } of sql.slice(position).matchAll(/\/\*|\*\//g)) {
    depth += mark === "/*" ? 1 : -1;
    if (depth === 0) {
      return position + index + 2;
    }
  }
  return sql.length;
}

/** The position after what is quoted from here on, or after this character. */
function quotedUntil(sql: string, position: number, dialect: Dialect): number {
  const character = sql[position];
  if (dialect.dollarQuotes && character === "$" && !/[\w$]/.test(sql[position - 1] ?? "")) {
    const [mark] = /^\$([A-Za-z_]\w*)?\$/.exec(sql.slice(position, position + 70)) ?? [];
    return mark === undefined ? position + 1 : afterText(sql, position + mark.length, mark);
  }
  if (!(character === "'" || character === '"' || (dialect.backslashes && character === "`"))) {
    return position + 1;
  }
  // E'…' of PostgreSQL has backslashes, too.
  const escapes =
    character !== "`" &&
    (dialect.backslashes || /(^|[^\w])[eE]$/.test(sql.slice(Math.max(0, position - 2), position)));
  for (let next = position + 1; next < sql.length; next++) {
    if (escapes && sql[next] === "\\") {
      next++;
    } else if (sql[next] === character) {
      return next + 1; // a doubled quote begins anew at once, which comes to the same
    }
  }
  return sql.length;
}

function afterText(sql: string, position: number, text: string): number {
  const found = sql.indexOf(text, position);
  return found < 0 ? sql.length : found + text.length;
}
