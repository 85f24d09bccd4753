// Source maps as the bundler needs them: made for slices, and cut down to the project's own files in the result.

/** [generated column, source, line, column, name], the last four only where the position has an origin. */
export type Segment =
  [number, number, number, number, number] | [number, number, number, number] | [number];

export interface RawSourceMap {
  version: 3;
  sources: string[];
  names: string[];
  mappings: string;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const digitValues = new Map([...digits].map((digit, value) => [digit, value]));

function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digitValues.get(character) ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = shift = 0;
  }
  return numbers;
}

function encodeNumber(number: number): string {
  let value = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    let digit = value & 31;
    value >>>= 5;
    if (value) digit |= 32;
    text += digits[digit];
  } while (value);
  return text;
}

/** Lines of segments with absolute numbers. */
export function decodeMappings(mappings: string): Segment[][] {
  const origin = [0, 0, 0, 0];
  return mappings.split(";").map((line) => {
    let column = 0;
    return (line ? line.split(",") : []).map((text) => {
      const [step, ...steps] = decodeNumbers(text);
      column += step;
      steps.forEach((each, index) => (origin[index] += each));
      return [column, ...origin.slice(0, steps.length)] as Segment;
    });
  });
}

export function encodeMappings(lines: readonly (readonly Segment[])[]): string {
  const before = [0, 0, 0, 0];
  return lines
    .map((segments) => {
      let column = 0;
      return segments
        .map(([at, ...origin]) => {
          let text = encodeNumber(at - column);
          column = at;
          origin.forEach((value, index) => {
            text += encodeNumber(value - before[index]);
            before[index] = value;
          });
          return text;
        })
        .join(",");
    })
    .join(";");
}

/** Text inserted (or removed, when negative) at a generated position. */
export interface Shift {
  readonly line: number;
  readonly column: number;
  readonly by: number;
}

/**
 * Keeps the mappings into the project's own files: 500 KB of map for a library become about 1 KB. Names stay out; the
 * stack shows the function's place all the same.
 */
export function trimSourceMap(
  json: string,
  sourceName: (source: string) => string | undefined,
  shifts: readonly Shift[] = [],
): string {
  const map = JSON.parse(json) as RawSourceMap;
  const sources: string[] = [];
  const newIndex = map.sources.map((source) => {
    const name = sourceName(source);
    if (name === undefined) return -1;
    const known = sources.indexOf(name);
    return known === -1 ? sources.push(name) - 1 : known;
  });
  const lines = decodeMappings(map.mappings).map((segments, line) => {
    const kept: Segment[] = [];
    for (const [column, source, ...rest] of segments) {
      const at = shifted(line, column, shifts);
      const index = source === undefined ? -1 : newIndex[source];
      if (index >= 0) kept.push([at, index, rest[0] as number, rest[1] as number]);
      // One segment without origin ends the project's own part.
      else if (kept.length > 0 && kept[kept.length - 1].length > 1) kept.push([at]);
    }
    return kept;
  });
  while (lines.length > 0 && lines[lines.length - 1].length === 0) lines.pop();
  return JSON.stringify({ version: 3, sources, names: [], mappings: encodeMappings(lines) });
}

function shifted(line: number, column: number, shifts: readonly Shift[]): number {
  return shifts
    .filter((shift) => shift.line === line && shift.column <= column)
    .reduce((sum, { by }) => sum + by, column);
}
