/** What an environment can't be made with: arguments that are wrong, settings that nothing would read. */
import * as pulumi from "@pulumi/pulumi";
import { accountPattern, rolePattern } from "./base/environment-facts";
import { stackNamePattern } from "./base/once-per-account";
import { refusal } from "./base/refusal";
import { repeated } from "./base/repeated";
import type { EnvironmentArgs } from "./environment";
import { allowedRegion, isCommercial, isRegion } from "../rules/base/regions";
import { leastAccountConcurrency } from "../rules/stack/concurrency";
import { allowedTagValue, isTagValue } from "../rules/tags";

/** @throws pulumi.RunError for the first argument that is wrong. */
export function refuseMalformed(name: string, args: EnvironmentArgs): void {
  const { region, account, accountConcurrency, costCentre, newerRegions, role } = args;
  const { alarmEmails = [], oncePerAccount = {} } = args;
  const refuse = (argument: string, found: unknown, allowed: string, fix: string) =>
    refusal(`Environment "${name}"`, argument, found, allowed, fix);
  if (!isRegion(region, newerRegions)) {
    const fix =
      "list them with: aws ec2 describe-regions --all-regions; name a newer one in newerRegions";
    throw refuse("region", region, allowedRegion, fix);
  }
  if (!isCommercial(region)) {
    const fix = "choose another region: components write ARNs and endpoints of the partition aws";
    throw refuse("region", region, "a region of the partition aws, not of China or GovCloud", fix);
  }
  if (costCentre !== undefined && !isTagValue(costCentre)) {
    const fix = 'write it in other words, such as "and" for &';
    throw refuse("costCentre", costCentre, allowedTagValue, fix);
  }
  if (account !== undefined && !accountPattern.test(account)) {
    throw refuse(
      "account",
      account,
      "twelve digits, in quotes",
      "see: aws sts get-caller-identity",
    );
  }
  if (
    accountConcurrency !== undefined &&
    !(Number.isInteger(accountConcurrency) && accountConcurrency >= leastAccountConcurrency)
  ) {
    const fix = "see: aws lambda get-account-settings";
    const allowed = `a whole number from ${leastAccountConcurrency}`;
    throw refuse("accountConcurrency", accountConcurrency, allowed, fix);
  }
  if (role !== undefined && !rolePattern.test(role.arn)) {
    const fix = "see: aws iam get-role --role-name";
    throw refuse("role.arn", role.arn, "the ARN of an IAM role", fix);
  }
  for (const [thing, stack] of Object.entries(oncePerAccount)) {
    if (!stackNamePattern.test(stack)) {
      const fix = "list them with: pulumi stack ls";
      throw refuse(`oncePerAccount.${thing}`, stack, "the name of a stack of this project", fix);
    }
  }
  const twice = repeated(alarmEmails);
  if (twice !== undefined) {
    throw refuse("alarmEmails", twice, "each address once", "remove the second one");
  }
}

/** With an explicit provider Pulumi passes over `aws:*` keys without a word; better to say so. */
export function refuseAwsConfig(): void {
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith("aws:"));
  if (keys.length > 0) {
    const ours = (key: string) =>
      key === "aws:region"
        ? "strata:environment.region"
        : key === "aws:allowedAccountIds"
          ? "strata:environment.account"
          : "an argument of the provider in components/environment.ts";
    throw new pulumi.RunError(
      [
        `Pulumi.${pulumi.getStack()}.yaml has keys that Strata's own AWS provider would not read:`,
        ...keys.map((key) => `  ${key}: use ${ours(key)} instead`),
      ].join("\n"),
    );
  }
}
