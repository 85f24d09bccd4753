/** The aws and random providers: the cloud model and the rulebook behind Pulumi's interface. */
import {
  compareArguments,
  factsOf,
  placeOf,
  Props,
  reveal,
  UNKNOWN,
  Value,
} from "../../../cloud-model";
import { checkResource, describe, Inputs, Plain, resourceRules, unknown } from "../../../rules";
import { Cloud, countedUp } from "./cloud";
import { judgeArguments } from "./declarations";
import { lookups } from "./lookups";
import { AwsError, Difference, Failure, Provider, State, Subject } from "./provider";

export class ModelledProvider implements Provider {
  readonly version: string;

  constructor(
    readonly packageName: string,
    private readonly cloud: Cloud,
  ) {
    this.version = cloud.model.schemas.version(packageName);
  }

  check({ type, name }: Subject, inputs: Props): readonly Failure[] {
    const declared = judgeArguments(this.cloud.model.schemas, type, inputs);
    const today = new Date().toISOString().slice(0, 10);
    const broken = checkResource(resourceRules, type, plainInputs(inputs), { today }, name)
      .filter(({ severity }) => severity === "error")
      .map((found) => ({
        property: found.argument,
        reason: `${found.rule}: ${describe(found)}. Fix: ${found.fix}`,
      }));
    return [...declared, ...broken];
  }

  diff({ type }: Subject, before: Props, after: Props): Difference {
    const [old, wanted] = [reveal(before) as Props, reveal(after) as Props];
    const { changed, replacing } = compareArguments(type, old, wanted);
    // As the AWS provider does: a name of the program's own can't be had twice, one made up can.
    const name = factsOf(type).unique?.key.at(-1);
    const sameName = name !== undefined && old[name] !== undefined && old[name] === wanted[name];
    return { changed, replacing, deleteBeforeReplace: replacing.length > 0 && sameName };
  }

  plan({ type }: Subject, inputs: Props, before?: State): Props {
    // An update keeps what it does not change: only a new resource's outputs are all unknown.
    if (!before) return this.cloud.model.plan({ type, inputs });
    const counted = Object.keys(countedUp(type, before, inputs)).map((key) => [key, UNKNOWN]);
    return { ...before.outputs, ...inputs, ...(Object.fromEntries(counted) as Props) };
  }

  async create(subject: Subject, inputs: Props): Promise<State> {
    return this.cloud.create(subject, inputs, this.place(subject, inputs));
  }

  async read(subject: Subject, id: string, before: State | undefined): Promise<State | undefined> {
    const found = await this.cloud.read(subject, id);
    if (found || before) {
      return found;
    }
    // Read by id: something that others have made.
    const { type, name, urn } = subject;
    const place = this.place(subject, {});
    const { outputs } = this.cloud.model.create({ type, name, urn, inputs: {}, ...place });
    return { id, inputs: {}, outputs };
  }

  async update(subject: Subject, id: string, inputs: Props): Promise<State> {
    return this.cloud.update(subject, id, inputs, this.place(subject, inputs));
  }

  async delete(subject: Subject, id: string): Promise<void> {
    return this.cloud.delete(subject, id);
  }

  invoke(token: string, args: Props, configuration: Props): Props {
    const { result, from } = this.cloud.model.invoke({
      token,
      args,
      ...placeOf(args, configuration, undefined),
    });
    if (from === "nothing") {
      throw new AwsError("UnknownFunction", `no package declares ${token}`);
    }
    const id = [args.id, args.name].find((given) => typeof given === "string") ?? "";
    return { ...result, ...lookups[token]?.(id, this.cloud.live) };
  }

  private place({ configuration }: Subject, inputs: Props) {
    return placeOf(inputs, configuration, undefined);
  }
}

/** Arguments as the rules read them. */
function plainInputs(inputs: Props): Inputs {
  return plainValue(reveal(inputs)) as Inputs;
}

function plainValue(value: Value): Plain {
  if (value === UNKNOWN) {
    return unknown;
  }
  if (Array.isArray(value)) {
    return value.map(plainValue);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainValue(item)]));
  }
  return value;
}
