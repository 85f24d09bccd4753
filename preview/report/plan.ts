/**
 * The JSON contract of the preview: what `--json` prints. Fields are only ever added; `version`
 * rises when one changes its meaning.
 */
import { Reference, Value } from "../../cloud-model";

export interface Report {
  version: 1;
  project: string;
  /** In alphabetical order. */
  stacks: StackReport[];
}

export interface StackReport {
  stack: string;
  /** In the order of their URNs; providers, components and the stack itself included. */
  resources: ResourceReport[];
  /** What the program exports, secrets as `[secret]`. */
  outputs: { [name: string]: Value };
  findings: Finding[];
  /** Monthly cost. Null: this version knows no prices, which is not the same as free. */
  cost: null;
  fidelity: Fidelity;
  /** Against another version of the program; absent without one. */
  changes?: never;
}

export interface ResourceReport {
  urn: string;
  type: string;
  name: string;
  /** URN, or `""` at the root. */
  parent: string;
  /** False for components. */
  custom: boolean;
  /** True for components whose children a provider creates. */
  remote: boolean;
  /** `urn::id` of the provider, or `""`. */
  provider: string;
  inputs: { [argument: string]: Value };
  outputs: { [property: string]: Value };
  /** URNs, as the engine would record them. */
  dependencies: string[];
  /** What the inputs were made from, however it was embedded; across stacks too. */
  references: Reference[];
  /** The line of the program that led to it: the first frame outside libraries and `components/`. */
  source?: SourceLine;
  /** The component's own line, where there is one in between. */
  via?: SourceLine;
}

export interface SourceLine {
  /** Relative to the project, with `/`. */
  file: string;
  line: number;
}

export type Severity = "error" | "warning" | "info";

export interface Finding {
  /** Stable id, e.g. `LAM-01` or `duplicate-urn`. */
  rule: string;
  severity: Severity;
  /** The resource, or `""` for the program as a whole. */
  urn: string;
  message: string;
  /** What to do; `""` where the message says it all. */
  fix: string;
  /** True for a setting that has to be made one's own before `pulumi up`; absent for everything else. */
  placeholder?: true;
  source?: SourceLine;
}

/** How true a plan is: counts of what a real deployment would know better. */
export interface Fidelity {
  /** Values made up by the cloud model. */
  symbolicValues: number;
  /** Outputs that stayed unknown. */
  unknownValues: number;
  /** Types with outputs that no fact of the cloud model describes, and these: they stayed unknown. */
  outputsWithoutFacts: { [type: string]: string[] };
  /** Calls of provider functions that have no fixture. */
  invokesWithoutFixture: number;
  /** Resource types that no installed package describes. */
  typesWithoutSchema: number;
  /** Remote components without a model: their children are missing. */
  opaqueComponents: number;
  /** Whether the compiler has read the program; `--no-types` leaves that out. */
  typesChecked: boolean;
}
