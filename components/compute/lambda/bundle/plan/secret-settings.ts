// A setting that the stack keeps as a secret is plain text once it is read with get() instead of getSecret(): captured
// like that it would be readable in the function's code. So what is captured is compared with the secret settings.
import * as pulumi from "@pulumi/pulumi";
import { secretConfigurationKeys } from "../../../../base/secret-configuration";
import { isOutput } from "../live/plain-data";
import { captureError, capturedValues, Plan } from "./plan";

/** Shorter secrets ("on", "dev") are left out: a captured text may well be the same by chance, and nothing tells which. */
const shortestSecret = 4;
/**
 * From this length on, a setting is looked for within longer texts too, such as the address of a database: it is in
 * none by chance. A part of a structured setting may be something known to all, such as a region or a host's name.
 */
const shortestWithin = 8;
const shortestPartWithin = 16;

interface Secret {
  readonly text: string;
  /** The setting, or its part. */
  readonly name: string;
  /** True where longer texts are searched for it. */
  readonly within: boolean;
}

/** @throws CaptureError for the first captured value that holds the text of a secret setting. */
export function refuseSecretSettings(plan: Plan): void {
  const secrets = secretSettings();
  if (secrets.length === 0) return;
  for (const { module, captured } of capturedValues(plan)) {
    const found = find(captured.value, captured.path, secrets);
    if (found) {
      throw captureError(
        plan,
        module,
        captured.reference,
        `captures ${found}: ${secretFix("code")}`,
      );
    }
  }
}

/** Which part of a value, if any, is the text of which secret setting. */
export const secretSettingIn = (value: unknown, path: readonly string[]): string | undefined =>
  find(value, path, secretSettings());

/** What to do instead; what is in the code or the environment, everyone sees who may look at the function. */
export const secretFix = (where: "code" | "environment"): string =>
  `it would be readable in the function's ${where}. Keep it in a Secret, give the function access with ` +
  "access: [secret.read()], and fetch it at run time.";

function secretSettings(): Secret[] {
  const settings = pulumi.runtime.allConfig();
  const ofSettings = secretConfigurationKeys().flatMap((key) => secretsIn(key, settings[key]));
  return [...secretVariables(), ...ofSettings];
}

function secretsIn(key: string, text: string): Secret[] {
  const name = `the secret setting ${key}`;
  const whole: Secret = { text, name, within: text.length >= shortestWithin };
  // Which part of a structured setting is the secret one, Pulumi doesn't tell: each text may be.
  const parts = [...leaves(structured(text), [])]
    .filter(({ leaf, isKey }) => typeof leaf === "string" && !isKey)
    .map(({ leaf, path }) => ({
      text: String(leaf),
      name: `${path.join(".")} in ${name}`,
      within: String(leaf).length >= shortestPartWithin,
    }));
  return [whole, ...parts].filter((secret) => secret.text.length >= shortestSecret);
}

const secretName = /SECRET|TOKEN|PASSWORD|PASSPHRASE|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY/i;

/** What the shell of this machine keeps for itself, as its names tell: `AWS_SECRET_ACCESS_KEY`, `PULUMI_ACCESS_TOKEN`. */
const secretVariables = (): Secret[] =>
  Object.entries(process.env)
    .map(([name, text = ""]) => ({ name, text }))
    .filter(({ name, text }) => secretName.test(name) && text.length >= shortestWithin)
    .map(({ name, text }) => ({
      text,
      name: `${name} in this machine's environment`,
      within: text.length >= shortestPartWithin,
    }));

function structured(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}

function find(
  value: unknown,
  path: readonly string[],
  secrets: readonly Secret[],
): string | undefined {
  for (const { leaf, path: at } of leaves(value, path)) {
    const text = String(leaf);
    const same = secrets.find((secret) => secret.text === text);
    if (same) return `${at.join(".")}, the text of ${same.name}`;
    const within = secrets.find((secret) => secret.within && text.includes(secret.text));
    if (within) return `${at.join(".")}, which contains the text of ${within.name}`;
  }
  return undefined;
}

interface Leaf {
  readonly leaf: string | number;
  readonly path: readonly string[];
  /** True for the key of a property; its path is the object's, because a message must not show the secret. */
  readonly isKey?: boolean;
}

/** Every text and number in plain data. */
function* leaves(value: unknown, path: readonly string[]): Generator<Leaf> {
  if (typeof value === "string" || typeof value === "number") yield { leaf: value, path };
  if (typeof value !== "object" || value === null || isOutput(value)) return;
  if (ArrayBuffer.isView(value)) {
    yield { leaf: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString(), path };
  } else if (value instanceof RegExp || value instanceof URL) yield { leaf: String(value), path };
  else if (Array.isArray(value) || value instanceof Set) {
    for (const [index, part] of [...value].entries()) yield* leaves(part, [...path, `${index}`]);
  } else {
    // Maps, Headers and URLSearchParams give their entries.
    const entries = Symbol.iterator in value ? (value as Map<unknown, unknown>) : Object.entries(value); // prettier-ignore
    for (const [key, part] of entries) {
      for (const { leaf } of leaves(key, path)) yield { leaf, path, isKey: true };
      yield* leaves(part, [...path, String(key)]);
    }
  }
}
