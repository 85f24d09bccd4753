/** Reads secrets where handlers run. Imports nothing of Pulumi: it is bundled into handlers. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { traced } from "../base/traced";

/** So that a new value is used within five minutes, and a busy function asks twelve times an hour. */
const DEFAULT_MAX_AGE_SECONDS = 300;

interface Kept {
  readonly value: Promise<string>;
  /** When it was asked for, in milliseconds since 1970. */
  readonly asked: number;
}

let client: SecretsManagerClient | undefined;
const kept = new Map<string, Kept>();

/**
 * The current value of a secret. Asked for once by all who want it at the same time, and kept; a
 * failure is not kept.
 *
 * @param id the secret's ARN or name; the function needs `secret.read()`
 * @param maxAgeSeconds how old a value may be for this caller, whoever asked for it. 0 asks anew. Default: 300
 * @throws Error if the secret has no value yet, or holds bytes instead of text
 *
 * @example
 * const key = await secretValue(labKey.arn.get());
 */
export function secretValue(id: string, maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS): Promise<string> {
  const now = Date.now();
  const known = kept.get(id);
  if (known && now - known.asked < maxAgeSeconds * 1000) {
    return known.value;
  }
  const entry = { value: read(id), asked: now };
  kept.set(id, entry);
  entry.value.catch(() => {
    // Someone with less patience may have a newer one by now.
    if (kept.get(id) === entry) {
      kept.delete(id);
    }
  });
  return entry.value;
}

async function read(id: string): Promise<string> {
  client ??= traced(new SecretsManagerClient({}));
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  if (SecretString === undefined) {
    throw new Error(`secret ${id} holds bytes, not text: set it with --secret-string`);
  }
  return SecretString;
}
