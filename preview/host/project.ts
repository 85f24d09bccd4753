/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml as the CLI does, without its passphrase: what is secret
 * becomes a placeholder.
 */
import * as fs from "fs";
import * as path from "path";
import { secretPlaceholder } from "../report/masking";
import { readYaml, UserError, Yaml } from "./stack-file";

export { UserError } from "./stack-file";

export interface Project {
  /** The folder with Pulumi.yaml. */
  folder: string;
  name: string;
  /** Where the program runs, and what is run there. */
  workingFolder: string;
  entry: string;
  /** `runtime.options.tsconfig`, relative to the working folder. */
  tsconfig: string | undefined;
  typescript: boolean;
  /** What Pulumi.yaml itself gives to every stack. */
  defaults: Record<string, string>;
}

export interface StackConfiguration {
  config: Record<string, string>;
  secretKeys: string[];
  /** Placeholder to the configuration key (and path in it) that it stands for. */
  placeholders: Map<string, string>;
}

/** Reads the project of a folder. */
export function readProject(folder: string): Project {
  const root = path.resolve(folder);
  const file = ["Pulumi.yaml", "Pulumi.yml"]
    .map((name) => path.join(root, name))
    .find(fs.existsSync);
  const content = file === undefined ? undefined : readYaml(file);
  if (!isMap(content) || typeof content.name !== "string") {
    throw new UserError(`${root}: no Pulumi.yaml with a project name`);
  }
  const runtime = isMap(content.runtime) ? content.runtime : { name: content.runtime ?? null };
  if (runtime.name !== "nodejs") {
    throw new UserError(`Pulumi.yaml: runtime is ${String(runtime.name)}; allowed: nodejs`);
  }
  const options = isMap(runtime.options) ? runtime.options : {};
  const main = typeof content.main === "string" ? path.resolve(root, content.main) : root;
  const isFolder = fs.existsSync(main) && fs.statSync(main).isDirectory();
  const defaults: Record<string, string> = {};
  for (const [key, declared] of Object.entries(isMap(content.config) ? content.config : {})) {
    const value = isMap(declared) ? (declared.value ?? declared.default) : declared;
    if (value !== undefined && value !== null) {
      defaults[qualified(content.name, key)] = textOf(value);
    }
  }
  return {
    folder: root,
    name: content.name,
    workingFolder: isFolder ? main : root,
    entry: isFolder ? "." : main,
    tsconfig: typeof options.tsconfig === "string" ? options.tsconfig : undefined,
    typescript: options.typescript !== false,
    defaults,
  };
}

/** `main` of the folder's package.json, where it says one. */
export function packageMain(folder: string): string | undefined {
  const description = path.join(folder, "package.json");
  return fs.existsSync(description)
    ? (JSON.parse(fs.readFileSync(description, "utf8")) as { main?: string }).main
    : undefined;
}

/** The stacks that have a file, in alphabetical order. */
export function stacksOf(project: Project): string[] {
  const names = fs.readdirSync(project.folder).map((file) => STACK_FILE.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

const STACK_FILE = /^Pulumi\.([\w.-]+)\.ya?ml$/;

/**
 * The configuration of one stack; a stack without a file has the project's defaults only. `given` comes
 * from the command line and goes before both.
 */
export function readStack(
  project: Project,
  stack: string,
  given: Readonly<Record<string, string>> = {},
): StackConfiguration {
  const names = ["yaml", "yml"].map((end) => path.join(project.folder, `Pulumi.${stack}.${end}`));
  const file = names.find(fs.existsSync);
  const content = file === undefined ? undefined : readYaml(file);
  const result: StackConfiguration = {
    config: { ...project.defaults },
    secretKeys: [],
    placeholders: new Map(),
  };
  for (const [key, value] of Object.entries(configOf(content ?? null, path.basename(file ?? "")))) {
    const name = qualified(project.name, key);
    let isSecret = false;
    const open = withoutSecrets(value, name, (at) => {
      isSecret = true;
      const placeholder = secretPlaceholder(at);
      result.placeholders.set(placeholder, at);
      return placeholder;
    });
    result.config[name] = textOf(open);
    if (isSecret) {
      result.secretKeys.push(name);
    }
  }
  for (const [key, value] of Object.entries(given)) {
    const name = qualified(project.name, key);
    result.config[name] = value;
    result.secretKeys = result.secretKeys.filter((secret) => secret !== name);
  }
  return result;
}

function configOf(content: Yaml, file: string): { [key: string]: Yaml } {
  const found = (what: string, value: Yaml): string =>
    `${file}: ${what} is ${Array.isArray(value) ? "a list" : JSON.stringify(value)}; allowed: a map`;
  if (content === null) {
    return {};
  }
  if (!isMap(content)) {
    throw new UserError(`${found("the file", content)}, with the settings under config`);
  }
  const { config = null } = content;
  if (config !== null && !isMap(config)) {
    throw new UserError(`${found("config", config)} of keys to values`);
  }
  return config ?? {};
}

/** `key` with its namespace: the project's unless it has one. */
export function qualified(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function withoutSecrets(value: Yaml, at: string, placeholder: (at: string) => string): Yaml {
  if (Array.isArray(value)) {
    return value.map((item, i) => withoutSecrets(item, `${at}[${i}]`, placeholder));
  }
  if (!isMap(value)) {
    return value;
  }
  if (typeof value.secure === "string" && Object.keys(value).length === 1) {
    return placeholder(at);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withoutSecrets(item, `${at}.${key}`, placeholder),
    ]),
  );
}

/** A value as programs get it: null is the empty text, as in the CLI. */
function textOf(value: Yaml): string {
  if (value === null) {
    return "";
  }
  return typeof value === "object" ? JSON.stringify(value, asTheCli) : String(value);
}

/** With keys in order. The CLI writes large numbers out; whoever parses it as JSON gets this all the same. */
function asTheCli(_key: string, value: Yaml): unknown {
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return typeof value === "bigint" ? Number(value) : value;
}

function isMap(value: Yaml | undefined): value is { [key: string]: Yaml } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
