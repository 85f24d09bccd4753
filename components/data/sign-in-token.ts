/**
 * Signs in to databases and caches where handlers run, by the function's own role. Imports nothing of
 * Pulumi: it is bundled into handlers.
 */
import {
  canonical,
  roleOfFunction,
  sha256,
  signature,
  Signer,
  signingScope,
  signingTime,
} from "./signature";

export type { Signer } from "./signature";

/** A token can be used for so long; the connection that it opened stays. */
const TOKEN_SECONDS = 900;

export interface SignIn {
  /** `rds-db` for RDS, Aurora and their proxies, `elasticache` for Valkey. */
  service: "rds-db" | "elasticache";
  /** Host that is connected to; of a cache its name (`cacheName`). */
  host: string;
  /** Port that is connected to. Not for caches. */
  port?: number;
  /** Name of the user. */
  user: string;
  /** True for a serverless cache. Default: false. */
  serverless?: boolean;
}

/**
 * The password for one connection: a request to connect, signed by the function's role (Signature
 * Version 4). Made without a call, so it costs a millisecond and needs no way out of the VPC. Make one
 * for each connection.
 *
 * @param signer whose signature. Default: the function's role
 * @param now when it is signed. Default: now
 * @throws Error outside Lambda, without the credentials of a role
 * @example
 * const password = signInToken({ service: "rds-db", host: "accounts.example.com", port: 5432, user: "app" });
 */
export function signInToken(
  { service, host, port, user, serverless = false }: SignIn,
  signer: Signer = roleOfFunction(),
  now: Date = new Date(),
): string {
  const { region, accessKeyId, secretAccessKey, sessionToken } = signer;
  const time = signingTime(now);
  const scope = signingScope(time, region, service);
  const place = port === undefined ? host : `${host}:${port}`;
  const query = canonical({
    Action: "connect",
    [service === "rds-db" ? "DBUser" : "User"]: user,
    ...(serverless ? { ResourceType: "ServerlessCache" } : {}),
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${accessKeyId}/${scope}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": String(TOKEN_SECONDS),
    "X-Amz-SignedHeaders": "host",
    ...(sessionToken === undefined ? {} : { "X-Amz-Security-Token": sessionToken }),
  });
  const request = ["GET", "/", query, `host:${place}`, "", "host", sha256("")].join("\n");
  return `${place}/?${query}&X-Amz-Signature=${signature(secretAccessKey, time, scope, request)}`;
}
