/** What AWS would answer: computed outputs of resources and results of functions. */
import { dataSources, knownMembers, Place } from "./data-sources";
import { PackageSchemas } from "./schema";
import { identified } from "./identifiers";
import { Shape, Subject } from "./shapes";
import { sha256, Symbols } from "./symbols";
import { Props, UNKNOWN } from "./wire-values";

/** Used where the provider does not say which account it is: easy to recognise, and nobody's. */
export const PREVIEW_ACCOUNT = "000000000000";

/** Used where neither the resource, nor its provider, nor the configuration names a region. */
export const DEFAULT_REGION = "us-east-1";

/** A resource to be created. */
export interface NewResource extends Partial<Place> {
  type: string;
  name: string;
  urn: string;
  inputs: Props;
  /** Of a resource that is there already: what can be read off its id is not made up. */
  id?: string;
}

export interface Created {
  /** `""` where no fact says what it looks like. */
  id: string;
  /** Inputs included, as a provider returns them. */
  outputs: Props;
}

export interface Invocation extends Partial<Place> {
  token: string;
  args: Props;
}

export interface Answer {
  result: Props;
  /** `fixture`: as AWS answers. `shape`: symbolic values of the right types. `nothing`: not known. */
  from: "fixture" | "shape" | "nothing";
}

/** One stack's cloud. Equal questions get equal answers, on every machine and in every run. */
export class CloudModel {
  constructor(
    readonly symbols: Symbols = new Symbols(),
    readonly schemas: PackageSchemas = sharedSchemas(),
  ) {}

  /** The id and outputs of a created resource, as symbolic values; what no fact says stays unknown. */
  create(created: NewResource): Created {
    const resource = created.id === undefined ? created : readOff(created, created.id);
    const { type, inputs } = resource;
    const schema = this.schemas.resource(type);
    const shape = new Shape(subject(resource), this.symbols, this.schemas);
    const outputs: Props = { ...inputs };
    if (created.id !== undefined && created.inputs.id === undefined) {
      Reflect.deleteProperty(outputs, "id"); // known to the templates, but no output of its own
    }
    const fill = (property: string, text: string) => {
      const value = outputs[property] === undefined ? shape.value(text, property) : undefined;
      if (value !== undefined) {
        outputs[property] = value;
      }
    };
    // First the optional arguments that always have a value afterwards, such as automatic names:
    // where an id is the same text as a name, the name is the better word for it.
    for (const { name } of schema.inputs) {
      if (schema.outputTypes.get(name) === "string") {
        fill(name, "string");
      }
    }
    for (const property of schema.computed) {
      fill(property, schema.outputTypes.get(property) ?? "string");
    }
    return { id: created.id ?? shape.id(), outputs };
  }

  /** What a provider can promise before a deployment: everything computed is unknown. */
  plan({ type, inputs }: Pick<NewResource, "type" | "inputs">): Props {
    const unknowns = this.schemas.resource(type).computed.map((name) => [name, UNKNOWN] as const);
    return { ...inputs, ...Object.fromEntries(unknowns) };
  }

  /** The result of a provider function. */
  invoke(call: Invocation): Answer {
    const { token, args, region = DEFAULT_REGION, account = PREVIEW_ACCOUNT } = call;
    const fixture = dataSources[token];
    if (fixture) {
      return { result: fixture(args, { region, account }), from: "fixture" };
    }
    const members = this.schemas.functionResult(token);
    if (!members) {
      return { result: {}, from: "nothing" };
    }
    // Other arguments, other values.
    const urn = `${token}#${sha256(JSON.stringify(args)).slice(0, 8)}`;
    const name = token.split(":").pop() ?? token;
    const given = subject({ type: token, name, urn, inputs: args, region, account });
    const shape = new Shape(given, this.symbols, this.schemas);
    return { result: { ...shape.object(members), ...knownMembers[token] }, from: "shape" };
  }
}

/** The resource with what its id says; what the program says of it goes first. */
function readOff(resource: NewResource, id: string): NewResource {
  const { values, place } = identified(resource.type, id);
  return { ...resource, ...place, inputs: { ...values, ...resource.inputs } };
}

function subject(resource: NewResource): Subject {
  return { region: DEFAULT_REGION, account: PREVIEW_ACCOUNT, ...withoutUndefined(resource) };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

let schemas: PackageSchemas | undefined;

/** The packages of this repository, read once a process. */
function sharedSchemas(): PackageSchemas {
  schemas ??= new PackageSchemas();
  return schemas;
}
