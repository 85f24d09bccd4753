/**
 * Remote components: their children are created by a provider plugin (awsx), not by the program. A
 * model registers the same children - types, names, parents, dependencies, inputs - and gives the
 * same outputs, so that a preview, mocks and the engine tests' provider need no plugin.
 */
import { image } from "./awsx-image";
import { vpc } from "./awsx-vpc";
import { Props, Value } from "./wire-values";

/** A child that was registered. */
export interface Child {
  urn: string;
  id: string;
  outputs: Props;
}

export interface RemoteComponentRequest {
  name: string;
  urn: string;
  /** The arguments, output values included. */
  args: Props;
  region: string;
  /** Registers a child; its own dependencies on other children come from its inputs and `dependsOn`. */
  register(
    type: string,
    name: string,
    parent: string,
    inputs: Props,
    dependsOn: readonly string[],
  ): Promise<Child>;
  /** A child as the value of an output. */
  reference(child: Child): Value;
}

export interface RemoteComponent {
  outputs: Props;
  /** URNs of the children that each output is made from: the consumers' dependencies follow from it. */
  outputDependencies: Record<string, string[]>;
}

type Model = (request: RemoteComponentRequest) => Promise<RemoteComponent>;

/** By type token. */
export const remoteComponents: Readonly<Record<string, Model | undefined>> = {
  "awsx:ec2:Vpc": vpc,
  "awsx:ecr:Image": image,
};
