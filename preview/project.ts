/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml as the CLI does, without its passphrase: what is secret
 * becomes a placeholder.
 */
import * as fs from "fs";
import * as path from "path";
import { parseDocument } from "yaml";
import { secretPlaceholder } from "./masking";

type Yaml = null | boolean | number | string | Yaml[] | { [key: string]: Yaml };

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

/** A mistake in how the preview was called, or in a project file: the message is all there is to say. */
export class UserError extends Error {}

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

/** The stacks that have a file, in alphabetical order. */
export function stacksOf(project: Project): string[] {
  const names = fs.readdirSync(project.folder).map((file) => STACK_FILE.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

const STACK_FILE = /^Pulumi\.([\w.-]+)\.ya?ml$/;

/** The configuration of one stack; a stack without a file has the project's defaults only. */
export function readStack(project: Project, stack: string): StackConfiguration {
  const names = ["yaml", "yml"].map((end) => path.join(project.folder, `Pulumi.${stack}.${end}`));
  const file = names.find(fs.existsSync);
  const content = file === undefined ? undefined : readYaml(file);
  const result: StackConfiguration = {
    config: { ...project.defaults },
    secretKeys: [],
    placeholders: new Map(),
  };
  const entries = isMap(content) && isMap(content.config) ? content.config : {};
  for (const [key, value] of Object.entries(entries)) {
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
  return result;
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

function textOf(value: Yaml): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isMap(value: Yaml | undefined): value is { [key: string]: Yaml } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readYaml(file: string): Yaml {
  const document = parseDocument(fs.readFileSync(file, "utf8"));
  const problem = document.errors[0] as Error | undefined;
  if (problem) {
    throw new UserError(`${path.basename(file)}: ${problem.message}`);
  }
  return document.toJS() as Yaml;
}
