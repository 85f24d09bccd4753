/** What a session is, and how a browser carries it. */
import { createHash, randomBytes } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** A day, from the last use on. */
export const sessionSeconds = 24 * 60 * 60;

/** A session as Valkey holds it, as JSON. */
export interface Session {
  readonly userId: string;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
}

/** Sent to the browser and kept nowhere else: who reads the cache can't be anybody. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

export const sessionHash = (secret: string): string =>
  createHash("sha256").update(secret).digest("base64url");

/** Where a session lies in the cache. */
export const sessionKey = (secret: string): string => `session:${sessionHash(secret)}`;

/**
 * The header that gives a browser its session, or takes it away. Scripts can't read it, it goes over TLS
 * alone and to nobody else, and with no request that another site makes.
 */
export const sessionCookie = (secret: string, seconds = sessionSeconds): string =>
  `__Host-session=${secret}; Max-Age=${seconds}; Path=/; Secure; HttpOnly; SameSite=Strict`;

/** The secret that a browser sent; empty where there is none. */
export function secretOf({ cookies = [] }: APIGatewayProxyEventV2): string {
  const cookie = cookies.find((each) => each.startsWith("__Host-session="));
  return cookie?.slice("__Host-session=".length) ?? "";
}
