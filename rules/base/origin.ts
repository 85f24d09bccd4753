/** Origins as browsers send them: scheme, host and port, and nothing behind them. */
import { custom } from "./checks";
import type { ResourceRule } from "./rule";
import { valuesAt } from "./values";

/** Where a pattern of origins may have a `*`: S3 takes it within the host, others as the whole host alone. */
export type OriginPattern = "within-host" | "whole-host";

/** What an origin is, for error messages. */
export const allowedOrigin =
  "an origin as browsers send it: scheme, host in lower case, and a port other than the scheme's own, such as https://www.example.com, with no path and no slash at the end";

const HOST = "([a-z0-9_*-]+(\\.[a-z0-9_*-]+)*|\\[[0-9a-f:.]+\\])";
const ORIGIN = new RegExp(`^[a-z][a-z0-9+.-]*://(?<host>${HOST})(:(\\d{1,5}|\\*))?$`);
/** Ports that browsers leave out. */
const OWN_PORT = /^(https:.*:443|http:.*:80)$/;

/**
 * True for what a browser may send as `Origin`, and for a pattern of such: `*`, `https://*`. Anything
 * else matches no request, so that pages of the origin are refused without a word.
 */
export function isOrigin(text: string, pattern: OriginPattern): boolean {
  if (text === "*" || text === "null") return true;
  const host = ORIGIN.exec(text)?.groups?.["host"];
  if (host === undefined || OWN_PORT.test(text)) return false;
  return pattern === "within-host" || host === "*" || !host.includes("*");
}

/** The origins at `path` are such. */
export function origins(
  id: string,
  type: string,
  path: string,
  pattern: OriginPattern,
  source: string,
): ResourceRule {
  const star =
    pattern === "within-host"
      ? "; * stands for any text in the host"
      : "; * stands for every origin, https://* for every host, and no * for a part of one";
  const fix = "Write scheme and host alone, without a slash at the end; name each host.";
  return custom(id, type, { limit: `${allowedOrigin}${star}`, source, fix }, (inputs) =>
    valuesAt(inputs, path)
      .filter(({ value }) => typeof value === "string" && !isOrigin(value, pattern))
      .map(({ path: argument, value }) => ({ argument, found: value })),
  );
}
