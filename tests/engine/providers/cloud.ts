/** The account behind the providers: what lives in it, and how it answers. */
import { CloudModel, plain, Props } from "../../../cloud-model";
import {
  LiveResource,
  Quotas,
  refusalToCreate,
  refusalToDelete,
} from "../../../cloud-model/conflicts";
import { AwsError, State, Subject } from "./provider";
import { Call, Faults, Operation, THROTTLING, Trouble } from "./faults";

/** What the AWS provider does by default: `max_retries`. */
const MOST_ATTEMPTS = 25;

/** A resource that lives in the account. */
export interface Standing extends LiveResource, State {
  readonly urn: string;
  readonly name: string;
  readonly values: { readonly [property: string]: unknown };
  /** How many resources of this URN were made before it: their ids must differ. */
  readonly generation: number;
}

/** Where a resource stands. */
export interface Place {
  readonly region: string;
  readonly account: string;
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
      this.standing.push(made);
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
      const after = { ...this.made(identity, inputs, place, before.generation), id };
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
    const { id, outputs } = this.model.create({ type, name, urn: seed, inputs, ...place });
    const values = plain(outputs) as Standing["values"];
    return { type, name, urn, id, inputs, outputs, values, region: place.region, generation };
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
