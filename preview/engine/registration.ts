/** The engine's words: what a program registers and what is kept of it. */
import { Props, Value } from "../../cloud-model";

export interface Position {
  /** Relative to the project folder, with `/`. */
  file: string;
  line: number;
  column: number;
}

export interface AliasSpec {
  urn?: string;
  name?: string;
  type?: string;
  stack?: string;
  project?: string;
  parent?: string;
  noParent?: boolean;
}

/** Resource options as they travel. Absent texts are `""`, as in the protocol. */
export interface Options {
  dependsOn: string[];
  protect?: boolean;
  retainOnDelete?: boolean;
  deleteBeforeReplace?: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  hideDiffs: string[];
  replaceWith: string[];
  aliases: AliasSpec[];
  provider: string;
  providers: Record<string, string>;
  version: string;
  pluginDownloadUrl: string;
  deletedWith: string;
  import: string;
  customTimeouts: Record<string, string>;
  hooks: Record<string, string[]>;
  replacementTrigger?: Value;
}

export const NO_OPTIONS: Options = {
  dependsOn: [],
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  hideDiffs: [],
  replaceWith: [],
  aliases: [],
  provider: "",
  providers: {},
  version: "",
  pluginDownloadUrl: "",
  deletedWith: "",
  import: "",
  customTimeouts: {},
  hooks: {},
};

/** What a transform sees and may change. */
export interface TransformSubject {
  type: string;
  name: string;
  custom: boolean;
  parent: string;
  props: Props;
  options: Options;
}

export type Transform = (subject: TransformSubject) => Promise<{ props: Props; options: Options }>;

export interface Registration extends TransformSubject {
  remote: boolean;
  propertyDependencies: Map<string, Set<string>>;
  transforms: Transform[];
  packageRef: string;
  /** Innermost frame first. */
  stack: Position[];
}

/** A resource as the engine would keep it. */
export interface RegisteredResource {
  urn: string;
  type: string;
  name: string;
  kind: "custom" | "component" | "read" | "provider";
  /** A component whose children a provider creates. */
  remote: boolean;
  /** Made by the model of a remote component, not by the program. */
  modelled: boolean;
  parent: string;
  provider: string;
  id: string;
  inputs: Props;
  outputs: Props;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** URNs under which an older deployment may know this resource. */
  aliases: string[];
  options: Options;
  /** Top-level inputs that a transform changed. */
  transformed: string[];
  /** Of a remote component: the program's arguments, which the engine itself does not keep. */
  remoteArgs?: Props;
  stack: Position[];
}

/** The answer to a registration. */
export interface Registered {
  urn: string;
  id: string;
  outputs: Props;
  outputDependencies: Record<string, string[]>;
}

/** Another stack, as a StackReference sees it. */
export interface SiblingStack {
  outputs: Props;
}

/** What a program runs under. */
export interface Deployment {
  organization: string;
  project: string;
  stack: string;
  config: Record<string, string>;
  secretKeys: readonly string[];
  dryRun: boolean;
  /** `symbolic`: computed values are made up. `unknown`: they are unknown, as in a first `pulumi preview`. */
  values: "symbolic" | "unknown";
  /** Where the program runs; relative asset paths start here. */
  workingFolder: string;
  /** Resolves a StackReference; a text says why it can't be. */
  sibling(reference: string): Promise<SiblingStack | string>;
}

export const STACK_TYPE = "pulumi:pulumi:Stack";
export const STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference";

/** True for what checks are asked about: not the stack itself, and not what is only read. */
export function isJudged({ type, kind }: RegisteredResource): boolean {
  return type !== STACK_TYPE && ["custom", "component", "provider"].includes(kind);
}
