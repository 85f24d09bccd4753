/** The order in which a listener asks its rules. */
import type { Refuse } from "../../component";
import { rulePriority } from "../../../rules/load-balancing";

/** Gives every rule of one listener a priority of its own. */
export class Priorities {
  readonly #taken = new Map<number, string>();

  constructor(private readonly refuse: Refuse) {}

  /**
   * @param rule the rule in words, such as `rule "admin"`
   * @throws pulumi.RunError for one that is missing or taken
   */
  take(rule: string, priority: number | undefined, isSelective: boolean): number {
    if (priority === undefined && isSelective) {
      throw this.refuse(
        `${rule} priority`,
        undefined,
        `${rulePriority.min} to ${rulePriority.max}, which a rule with conditions must say: the order of calls never counts`,
        "give it a number with room around it, such as 100",
      );
    }
    const wanted = priority ?? rulePriority.max;
    const other = this.#taken.get(wanted);
    if (other !== undefined) {
      throw this.refuse(
        `${rule} priority`,
        wanted,
        `a number that no other rule has; ${other} has this one`,
        priority === undefined
          ? "say with when which requests go to each of the two"
          : "choose another",
      );
    }
    this.#taken.set(wanted, rule);
    return wanted;
  }
}
