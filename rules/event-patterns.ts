/** Patterns that choose events, wherever a resource holds one. */
import { custom } from "./base/checks";
import { patternProblems, type PatternForm } from "./base/event-pattern";
import { cloudwatch } from "./base/types/cloudwatch";
import { lambda } from "./base/types/lambda";
import { sns } from "./base/types/sns";
import type { Inputs, ResourceRule } from "./base/rule";
import { isAbsent, equals, jsonOf, valuesAt } from "./base/values";

export const resourceRules: readonly ResourceRule[] = [
  pattern(
    "SQS-10-values",
    lambda.eventSourceMapping,
    "filterCriteria.filters.*.pattern",
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
  ),
  pattern(
    "SNS-05",
    sns.subscription,
    "filterPolicy",
    "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html",
    (inputs) => ({
      nested: !(
        isAbsent(inputs, "filterPolicyScope") ||
        equals(inputs, "filterPolicyScope", "MessageAttributes")
      ),
    }),
  ),
  pattern(
    "EVB-04",
    cloudwatch.eventRule,
    "eventPattern",
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
  ),
];

/** The pattern at `path` has lists, of values and of operators that there are. */
function pattern(
  id: string,
  type: string,
  path: string,
  source: string,
  formOf: (inputs: Inputs) => PatternForm = () => ({}),
): ResourceRule {
  const text = {
    limit: 'a pattern whose values are lists, such as {"kind":["photo"]}',
    source,
    fix: "Put the value into a list: the values of one are alternatives.",
  };
  return custom(id, type, text, (inputs) =>
    valuesAt(inputs, path).flatMap(({ path: place, value }) =>
      patternProblems(jsonOf(value), formOf(inputs)).map(({ at, found, allowed }) => ({
        argument: `${place}: ${at}`,
        found,
        limit: allowed,
      })),
    ),
  );
}
