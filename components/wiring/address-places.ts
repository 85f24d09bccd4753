/** In whose hands the addresses of an environment are, so that each is taken off before it is put on. */
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { EnvironmentFacts } from "../base/environment-facts";
import { SharedDocument } from "../shared-document";

/** Where an address that is brought in is used. */
export interface Place {
  /** Such as `eipalloc-0123456789abcdef0`. */
  readonly allocationId: string;
  /** The argument that brings it in, for errors. */
  readonly argument: string;
  /** Who has it, for errors, such as `another egress of this environment has for zone eu-west-1a`. */
  readonly holder: string;
  /** What makes the place another one when it changes. */
  readonly keepers: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A component of the stack that made an address, as the address' tags tell. */
export interface AddressMaker {
  /** The address' own name. */
  readonly name: string;
  readonly layer: "network" | "web";
}

/** An address of this stack that is brought in by another component than made it. */
interface Move {
  readonly allocationId: string;
  readonly maker: AddressMaker;
}

/** The places of an environment; of a stack, for components without one. */
const known = new WeakMap<object, AddressPlaces>();

/**
 * AWS lets one thing at a time wear an address, and Pulumi makes the new before it deletes the old,
 * of another egress as of another VPC. What stands here belongs to the environment and is named by
 * the address alone, so it is the same resource whatever has the address. When that changes,
 * it is replaced delete-first, and Pulumi then deletes first what depends on it, also what the program
 * no longer has. See docs/decisions/fixed-egress-handover.md.
 *
 * Creates: 1 `RandomId` for the environment, and 1 for every address that is brought in. They are
 * nothing in AWS and cost nothing.
 *
 * Used by what has addresses, the inventory of an egress and `ElasticIp`: each takes the place of the
 * address that it brings in.
 */
export class AddressPlaces {
  /** Replaced when an address that an inventory made is brought in elsewhere: all gateways let go. */
  readonly handover: random.RandomId;
  /** All that may be replaced delete-first: what wears an address waits until each has been. */
  readonly all: Promise<random.RandomId[]>;
  private readonly moves: SharedDocument<pulumi.Output<Move | undefined>>;
  private readonly awaited: SharedDocument<random.RandomId>;
  private readonly taken = new Map<string, Place>();
  /** Those of single addresses that were made here, by the address' name. */
  private readonly handovers = new Map<string, random.RandomId>();

  private constructor(
    private readonly owner: pulumi.Resource | undefined,
    name: string,
  ) {
    this.moves = new SharedDocument(`list of addresses that move within ${name}`);
    this.awaited = new SharedDocument(`list of address places of ${name}`);
    this.all = this.awaited.entries.then((entries) => [...entries]);
    this.handover = this.deletedFirst(
      `${name}-addresses`,
      this.movesOf(({ layer }) => layer === "network"),
    );
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
   * @throws pulumi.RunError where something else of the environment has the address too.
   */
  take(place: Place): random.RandomId {
    const { allocationId, argument, keepers } = place;
    const other = this.taken.get(allocationId);
    if (other) {
      throw new pulumi.RunError(
        `${argument} is "${allocationId}", which ${other.holder}; allowed: each allocation id once\n` +
          `  fix: take it out where it is given away, or give this one another address`,
      );
    }
    this.taken.set(allocationId, place);
    return this.deletedFirst(allocationId, keepers);
  }

  /** Says of an address that is brought in whether another component made it. */
  announce(move: pulumi.Output<Move | undefined>): void {
    this.moves.add(move);
  }

  /** Lets what wears an address wait for something else that is replaced delete-first. */
  await(resource: random.RandomId): void {
    this.awaited.add(resource);
  }

  /** Registers the hand-over of one address that was made here, whose keepers are `movesOf` it. */
  handOver(name: string, handover: random.RandomId): void {
    this.handovers.set(name, handover);
    this.await(handover);
  }

  /** Known in a preview, never changes: what brings in the maker's address depends on it, so that it lets go when the address is given back. */
  handoverOf({ name, layer }: AddressMaker): pulumi.Output<number> | undefined {
    return (layer === "network" ? this.handover : this.handovers.get(name))?.byteLength;
  }

  /** Keepers of a hand-over: the addresses of these makers that others bring in. They stay the same from then on. */
  movesOf(isMaker: (maker: AddressMaker) => boolean): pulumi.Output<Record<string, string>> {
    return pulumi.output(this.moves.entries).apply((entries) => {
      const moved = (entries as (Move | undefined)[])
        .flatMap((move) => (move && isMaker(move.maker) ? [move] : []))
        .map(({ allocationId, maker }) => `${allocationId} of ${maker.name}`);
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

/**
 * The same value, for an argument that replaces what has it: makes it depend on the hand-overs of the
 * addresses that are worn. Their length is known also in a preview, and never changes.
 */
export function movedWith<Value>(
  value: pulumi.Input<Value>,
  handovers: readonly pulumi.Input<unknown>[],
): pulumi.Output<pulumi.Unwrap<Value>> {
  return pulumi
    .all([value, pulumi.all([...handovers])])
    .apply(([own]) => own as pulumi.Unwrap<Value>);
}
