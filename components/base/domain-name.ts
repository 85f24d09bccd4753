/** Names of hosts and domains, in lower case and without the dot at the end. */

/** The name of the domain itself, as zone files write it. */
export const apex = "@";

/** 63 octets a label and 255 a name, which are 253 characters of text (RFC 1035, section 2.3.4). */
const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const LENGTH = "(?=.{1,253}$)";

/** A domain with at least two labels, such as `example.com`. */
export const domainNamePattern = new RegExp(`^${LENGTH}(?:${LABEL}\\.)+${LABEL}$`);
const hostNamePattern = new RegExp(`^${LENGTH}(?:\\*\\.)?(?:${LABEL}\\.)+${LABEL}$`);

/** What a name may look like, for error messages. */
export const namesUnder = (domain: string): string =>
  `"${apex}" for ${domain} itself, or a name under it without the domain, such as "www"`;

/**
 * The whole name of `name` within `domain`; undefined where it is none. A name that already ends in the
 * domain is none either: it would stand there twice. One with a dot at the end is whole, as in zone files.
 *
 * @example
 * hostName("www", "example.com"); // "www.example.com"
 * hostName("@", "example.com"); // "example.com"
 * hostName("www.example.org.", "example.com"); // "www.example.org"
 */
export function hostName(name: string, domain: string): string | undefined {
  if (name === "" || name === apex) {
    return domain;
  }
  if (name === domain || isUnder(name, domain)) {
    return undefined;
  }
  const whole = name.endsWith(".") ? name.slice(0, -1) : `${name}.${domain}`;
  return hostNamePattern.test(whole) ? whole : undefined;
}

/** True where `name` lies below `domain`, not for the domain itself. */
export function isUnder(name: string, domain: string): boolean {
  return name.endsWith(`.${domain}`);
}

/** True where `pattern` is the host's name, or a wildcard in place of its first label. */
export function covers(pattern: string, host: string): boolean {
  return (
    pattern === host ||
    (pattern.startsWith("*.") && pattern.slice(1) === host.replace(/^[^.]+/, ""))
  );
}

/** `*.example.com` and `example.com` are both proven by owning `example.com`. */
export function withoutWildcard(name: string): string {
  return name.replace(/^\*\./, "");
}
