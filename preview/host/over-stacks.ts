/** What only shows when stacks are looked at together. */
import { findingsBetween } from "../engine/claimed-twice";
import { completed, sorted } from "../engine/findings";
import { StackPlan } from "./stack-plan";

/**
 * The plans, each with what it claims that another one of them claims too, and the last of an account
 * with the default quotas that they exceed together. Stacks without an account are each of an account
 * of their own; names that are unique in the world are so for them too.
 */
export function overStacks(plans: readonly StackPlan[]): StackPlan[] {
  const between = findingsBetween(plans.map(({ claimants }) => claimants));
  return plans.map((plan) => {
    const own = between.filter(({ stack }) => stack === plan.stack).map(completed);
    return { ...plan, findings: sorted([...plan.findings, ...own]) };
  });
}
