/**
 * Signature Version 4, as far as tokens and requests of handlers need it. Imports nothing of Pulumi: it is
 * bundled into handlers. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from "node:crypto";

/** Who signs, as Lambda's environment says. */
export interface Signer {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** @throws Error outside Lambda, without the credentials of a role */
export function roleOfFunction(): Signer {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_REGION || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error("no credentials of a role in AWS_ACCESS_KEY_ID, as Lambda sets them");
  }
  return {
    region: AWS_REGION,
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}

/** `20260131T235959Z` */
export function signingTime(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d+/g, "");
}

/** What a signature is good for: one day, region and service. */
export function signingScope(time: string, region: string, service: string): string {
  return `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
}

/** The signature of a request in its canonical form. */
export function signature(secret: string, time: string, scope: string, request: string): string {
  const signed = ["AWS4-HMAC-SHA256", time, scope, sha256(request)].join("\n");
  const key = scope
    .split("/")
    .reduce<Buffer | string>((made, part) => hmac(made, part), `AWS4${secret}`);
  return hmac(key, signed).toString("hex");
}

/** Sorted and escaped as Signature Version 4 wants it, which escapes more than a URL does. */
export function canonical(parameters: Record<string, string>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${escaped(name)}=${escaped(parameters[name])}`)
    .join("&");
}

export function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();
