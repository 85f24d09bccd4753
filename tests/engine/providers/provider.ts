/** What a resource provider does, in plain values: `service.ts` speaks gRPC for it. */
import { Props } from "../../../cloud-model";

/** The resource a call is about. */
export interface Subject {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Arguments of the provider resource that is asked. */
  readonly configuration: Props;
}

/** An argument that the provider refuses before anything is done. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

export interface Difference {
  readonly changed: readonly string[];
  readonly replacing: readonly string[];
  /** True where old and new can't stand side by side because they have the same name. */
  readonly deleteBeforeReplace: boolean;
}

export interface State {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

export interface Provider {
  readonly version: string;
  check(subject: Subject, inputs: Props): readonly Failure[];
  diff(subject: Subject, before: Props, after: Props): Difference;
  /** The outputs that a preview can promise. */
  plan(subject: Subject, inputs: Props, before?: State): Props;
  create(subject: Subject, inputs: Props): Promise<State>;
  /** `before` is what Pulumi's state has; absent where the program reads a resource by id. */
  read(subject: Subject, id: string, before: State | undefined): Promise<State | undefined>;
  update(subject: Subject, id: string, inputs: Props): Promise<State>;
  delete(subject: Subject, id: string): Promise<void>;
  invoke(token: string, args: Props, configuration: Props): Props;
}

/** An error as AWS gives it; `code: message`, as the real provider shows it. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** The connection broke before the answer arrived. */
export class ConnectionLost extends Error {}
