/** In whose hands the addresses of an environment are, so that each is taken off before it is put on. */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { EnvironmentFacts } from "../base/environment-facts";
import { SharedDocument } from "../shared-document";

/** Where an address that is brought in is used. */
export interface Place {
  /** Such as `eipalloc-0123456789abcdef0`. */
  readonly allocationId: string;
  /** The zone whose traffic leaves through it. */
  readonly zone: string;
  /** Tells inventories apart; stays the same when one is renamed with an alias. */
  readonly inventory: pulumi.Output<string>;
}

/** The places of an environment; of a stack, for components without one. */
const known = new WeakMap<object, AddressPlaces>();

/**
 * AWS lets one thing at a time wear an address, and Pulumi makes the new before it deletes the old,
 * of another egress as of another VPC. What stands here belongs to the environment and is named by
 * the address alone, so it is the same resource whichever egress has the address. When that changes,
 * it is replaced delete-first, and Pulumi then deletes first what depends on it, also what the program
 * no longer has. See docs/decisions/fixed-egress-handover.md.
 *
 * Creates: 1 `RandomId` for the environment, and 1 for every address that is brought in. They are
 * nothing in AWS and cost nothing.
 *
 * Used by the inventory of an egress alone: it takes the place of each address that it brings in.
 */
export class AddressPlaces {
  /** Replaced when an address that one inventory made is brought in by another: all wearers let go. */
  readonly handover: random.RandomId;
  /** All that may be replaced delete-first: what wears an address waits until each has been. */
  readonly all: Promise<random.RandomId[]>;
  private readonly moves: SharedDocument<pulumi.Output<string | undefined>>;
  private readonly awaited: SharedDocument<random.RandomId>;
  private readonly taken = new Map<string, Place>();

  private constructor(
    private readonly owner: pulumi.Resource | undefined,
    name: string,
  ) {
    this.moves = new SharedDocument(`list of addresses that move within ${name}`);
    this.awaited = new SharedDocument(`list of address places of ${name}`);
    this.all = this.awaited.entries.then((entries) => [...entries]);
    this.handover = this.deletedFirst(`${name}-addresses`, this.moveKeepers());
  }

  static of(environment: EnvironmentFacts & { readonly logicalName?: string }): AddressPlaces {
    // The facts that stand in for an Environment are no resource, and each component has its own.
    const owner = pulumi.Resource.isInstance(environment) ? environment : undefined;
    const key: object | undefined = owner ?? pulumi.runtime.getStackResource();
    const name = (owner && environment.logicalName) ?? pulumi.getStack();
    const places = (key && known.get(key)) ?? new AddressPlaces(owner, name);
    if (key) {
      known.set(key, places);
    }
    return places;
  }

  /**
   * The place of an address that is brought in.
   *
   * @throws pulumi.RunError where another inventory of the environment has the address too.
   */
  take(place: Place): random.RandomId {
    const { allocationId, zone, inventory } = place;
    const other = this.taken.get(allocationId);
    if (other) {
      throw new pulumi.RunError(
        `addresses.${zone}.allocationId is "${allocationId}", which another egress of this environment has for zone ${other.zone}; allowed: each allocation id once\n` +
          `  fix: take it out of the addresses of the egress that gives it away, or give this one another address`,
      );
    }
    this.taken.set(allocationId, place);
    return this.deletedFirst(allocationId, { zone, inventory });
  }

  /** Says of an address that is brought in whether another inventory made it: a text that is the same from then on. */
  announce(move: pulumi.Output<string | undefined>): void {
    this.moves.add(move);
  }

  /** Lets what wears an address wait for something else that is replaced delete-first. */
  await(resource: random.RandomId): void {
    this.awaited.add(resource);
  }

  private moveKeepers(): pulumi.Output<Record<string, string>> {
    return pulumi.output(this.moves.entries).apply((entries) => {
      const moved = (entries as (string | undefined)[]).filter((entry) => entry !== undefined);
      const keepers: Record<string, string> =
        moved.length > 0 ? { moved: moved.sort().join(", ") } : {};
      return keepers;
    });
  }

  private deletedFirst(
    name: string,
    keepers: pulumi.Input<Record<string, pulumi.Input<string>>>,
  ): random.RandomId {
    const options = { parent: this.owner, deleteBeforeReplace: true };
    const made = new random.RandomId(name, { byteLength: 4, keepers }, options);
    this.await(made);
    return made;
  }
}
