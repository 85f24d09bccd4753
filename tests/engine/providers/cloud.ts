/** The account behind the providers: what lives in it, and how it answers. */
import { CloudModel, factsOf, plain, Props, reveal } from "../../../cloud-model";
import {
  displacedBy,
  LiveResource,
  refusalToCreate,
  refusalToDelete,
} from "../../../cloud-model/conflicts";
import type { Quotas } from "../../../cloud-model/quotas";
import { AwsError, State, Subject } from "./provider";
import { Call, Faults, Operation, THROTTLING, Trouble } from "./faults";

/** What the AWS provider does by default: `max_retries`. */
const MOST_ATTEMPTS = 25;

/** A resource that lives in the account. */
export interface Standing extends LiveResource, State {
  readonly urn: string;
  readonly name: string;
  readonly values: { readonly [property: string]: unknown };
  /** Its own, and those that its provider gives to all. */
  readonly tags: Props;
  /** How many resources of this URN were made before it: their ids must differ. */
  readonly generation: number;
}

/** Where a resource stands. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** Outputs that count the changes of anything but tags: those that have to, raised by one. */
export function countedUp(type: string, before: State, inputs: Props): { [key: string]: string } {
  const withoutTags = (values: Props) => JSON.stringify({ ...values, tags: null, tagsAll: null });
  const changed = withoutTags(before.inputs) !== withoutTags(inputs);
  const counting = Object.entries(factsOf(type).counts ?? {}).filter(([, when]) => when(inputs));
  return Object.fromEntries(
    counting.map(([output]) => {
      const last = Number(before.outputs[output]);
      return [output, String((Number.isNaN(last) ? 0 : last) + (changed ? 1 : 0))];
    }),
  );
}

export class Cloud {
  readonly faults = new Faults();
  private standing: Standing[] = [];
  private readonly generations = new Map<string, number>();

  constructor(
    readonly model = new CloudModel(),
    private readonly quotas: Quotas = {},
  ) {}

  get live(): readonly Standing[] {
    return this.standing;
  }

  /** Ids are not always unique in an account: a stage's is its name. */
  find({ type, urn }: Pick<Subject, "type" | "urn">, id: string): Standing | undefined {
    const found = this.standing.filter((resource) => resource.type === type && resource.id === id);
    const stackOf = (resource: { urn: string }) => resource.urn.split("::", 2).join();
    return (
      found.find((resource) => resource.urn === urn) ??
      found.find((resource) => stackOf(resource) === stackOf({ urn })) ?? // moved by an alias
      found[0]
    );
  }

  create(subject: Subject, inputs: Props, place: Place): Promise<Standing> {
    return this.call("create", subject, () => {
      const generation = this.generations.get(subject.urn) ?? 0;
      const made = this.made(subject, inputs, place, generation);
      const refusal = refusalToCreate(made, this.standing, this.quotas);
      if (refusal) {
        throw new AwsError(refusal.code, refusal.message);
      }
      this.generations.set(subject.urn, generation + 1);
      const gone = new Set(displacedBy(made, this.standing));
      this.standing = [...this.standing.filter((resource) => !gone.has(resource)), made];
      return made;
    });
  }

  read(subject: Subject, id: string): Promise<Standing | undefined> {
    return this.call("read", subject, () => this.find(subject, id));
  }

  update(subject: Subject, id: string, inputs: Props, place: Place): Promise<Standing> {
    return this.call("update", subject, () => {
      const before = this.find(subject, id);
      if (!before) {
        throw new AwsError("ResourceNotFoundException", `${id} does not exist`);
      }
      // Its URN may be new, if it has moved; its identity is that of its creation.
      const identity = { ...subject, urn: before.urn, name: before.name };
      const made = this.made(identity, inputs, place, before.generation);
      const counted = countedUp(subject.type, before, inputs);
      const after = {
        ...{ ...made, id, outputs: { ...made.outputs, ...counted } },
        values: { ...made.values, ...counted },
      };
      const others = this.standing.filter((resource) => resource !== before);
      const refusal = refusalToCreate(after, others, this.quotas);
      if (refusal) {
        throw new AwsError(refusal.code, refusal.message);
      }
      this.standing = this.standing.map((resource) => (resource === before ? after : resource));
      return after;
    });
  }

  /** Deleting what is gone already succeeds, as the AWS provider sees to. */
  delete(subject: Subject, id: string): Promise<void> {
    return this.call("delete", subject, () => {
      const leaving = this.find(subject, id);
      const refusal = leaving && refusalToDelete(leaving, this.standing);
      if (refusal) {
        throw new AwsError(refusal.code, refusal.message);
      }
      this.standing = this.standing.filter((resource) => resource !== leaving);
    });
  }

  /** Somebody else deletes a resource. */
  lose(type: string, name: string): void {
    this.standing = this.standing.filter((r) => r.type !== type || r.name !== name);
  }

  private made(subject: Subject, inputs: Props, place: Place, generation: number): Standing {
    const { type, name, urn } = subject;
    const seed = generation === 0 ? urn : `${urn}#${generation}`;
    const { id: known, outputs } = this.model.create({ type, name, urn: seed, inputs, ...place });
    // What lives has an id, whether or not a fact says what it looks like.
    const id = known || `${name}-${this.model.symbols.digits(seed, "id", 17)}`;
    const values = plain(outputs) as Standing["values"];
    const given = plain(inputs) as Standing["values"];
    const tags = { ...defaultTags(subject.configuration), ...(reveal(inputs.tags ?? {}) as Props) };
    return { type, name, urn, id, inputs, outputs, values, given, tags, ...place, generation };
  }

  private async call<Answer>(
    operation: Operation,
    { type, name }: Subject,
    act: () => Answer,
  ): Promise<Answer> {
    const call: Call = { operation, type, name };
    for (let attempt = 1; ; attempt++) {
      const trouble: Trouble = this.faults.meet(call);
      try {
        await trouble.before?.();
        const answer = act();
        await trouble.after?.();
        return answer;
      } catch (error) {
        const again = error instanceof AwsError && error.code === THROTTLING;
        if (!again || attempt === MOST_ATTEMPTS) {
          throw error;
        }
      }
    }
  }
}

/** A provider's own arguments that are no texts are JSON in the engine's protocol. */
function defaultTags({ defaultTags: given }: Props): Props {
  const revealed = reveal(given ?? "{}");
  const { tags = {} } = (typeof revealed === "string" ? JSON.parse(revealed) : revealed) as {
    tags?: Props;
  };
  return tags;
}
