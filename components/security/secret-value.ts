/** Reads secrets where handlers run. Imports nothing of Pulumi: it is bundled into handlers. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** So that a new value is used within five minutes, and a busy function asks twelve times an hour. */
const DEFAULT_MAX_AGE_SECONDS = 300;

interface Kept {
  readonly value: Promise<string>;
  /** In milliseconds since 1970. */
  readonly until: number;
}

let client: SecretsManagerClient | undefined;
const kept = new Map<string, Kept>();

/**
 * The current value of a secret. Asked for once by all who want it at the same time, and kept; a
 * failure is not kept.
 *
 * @param id the secret's ARN or name; the function needs `secret.read()`
 * @param maxAgeSeconds how old a value may be. Default: 300
 * @throws Error if the secret has no value yet, or holds bytes instead of text
 *
 * @example
 * const key = await secretValue(labKey.arn.get());
 */
export function secretValue(id: string, maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS): Promise<string> {
  const known = kept.get(id);
  if (known && Date.now() < known.until) {
    return known.value;
  }
  const value = read(id);
  const until = Date.now() + maxAgeSeconds * 1000;
  kept.set(id, { value, until });
  value.catch(() => kept.delete(id));
  return value;
}

async function read(id: string): Promise<string> {
  client ??= new SecretsManagerClient({});
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  if (SecretString === undefined) {
    throw new Error(`secret ${id} holds bytes, not text: set it with --secret-string`);
  }
  return SecretString;
}
