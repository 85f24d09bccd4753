/** Keeps what a test makes the handlers log, and off the screen. */

const levels = ["info", "warn", "error"] as const;

export interface LogLine {
  level: string;
  message: string;
  [field: string]: unknown;
}

/** Call inside `describe`; gives the lines that the running test has logged so far. */
export function captureLog(): () => LogLine[] {
  const originals = levels.map((level) => [level, console[level]] as const);
  let lines: unknown[] = [];
  beforeEach(() => {
    lines = [];
    for (const level of levels) {
      console[level] = (line: unknown) => void lines.push(line);
    }
  });
  afterEach(() => {
    for (const [level, original] of originals) {
      console[level] = original;
    }
  });
  return () => lines.map((line) => JSON.parse(String(line)) as LogLine);
}
