/**
 * Signs requests to a search domain where handlers run, by the function's own role. Imports nothing of
 * Pulumi: it is bundled into handlers.
 */
import {
  canonical,
  escaped,
  roleOfFunction,
  sha256,
  signature,
  Signer,
  signingScope,
  signingTime,
} from "./signature";

export interface RequestToSign {
  /** `es` for OpenSearch. */
  service: "es";
  method: string;
  /** Host name, without `https://`. */
  host: string;
  /** Begins with `/`; its parts are not escaped yet. */
  path: string;
  query?: Record<string, string>;
  body?: string;
}

/**
 * The headers that make a request the role's own, good for five minutes.
 *
 * @param signer whose signature. Default: the function's role
 * @param now when it is signed. Default: now
 * @throws Error outside Lambda, without the credentials of a role
 * @example
 * const headers = signedHeaders({ service: "es", method: "GET", host, path: "/photos/_doc/1" });
 * await fetch(`https://${host}/photos/_doc/1`, { headers });
 */
export function signedHeaders(
  { service, method, host, path, query = {}, body = "" }: RequestToSign,
  signer: Signer = roleOfFunction(),
  now: Date = new Date(),
): Record<string, string> {
  const { region, accessKeyId, secretAccessKey, sessionToken } = signer;
  const time = signingTime(now);
  const scope = signingScope(time, region, service);
  const headers: Record<string, string> = {
    "x-amz-content-sha256": sha256(body),
    "x-amz-date": time,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const signed: Record<string, string> = { host, ...headers };
  const names = Object.keys(signed).sort();
  const request = [
    method,
    // Every service but S3 wants a path escaped twice, once as it is sent.
    requestPath(requestPath(path)),
    canonical(query),
    ...names.map((name) => `${name}:${signed[name]}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  return {
    ...headers,
    authorization:
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, ` +
      `Signature=${signature(secretAccessKey, time, scope, request)}`,
  };
}

/** A path as it is sent: every part escaped. */
export function requestPath(path: string): string {
  return path.split("/").map(escaped).join("/");
}
