/** The policy pack: every rule in `rules/` as a CrossGuard policy. */
import { PolicyPack } from "@pulumi/policy";
import { resourceRules, stackRules } from "../rules";
import { ExceptionList } from "./exception-list";
import { exceptions } from "./exceptions";
import { resourcePolicies } from "./resource-policies";
import { hideSecrets } from "./secret-values";
import { stackPolicies, unusedExceptionsPolicy } from "./stack-policies";

hideSecrets();

const list = new ExceptionList(exceptions);
const context = { today: new Date().toISOString().slice(0, 10) };

new PolicyPack("strata", {
  description: "AWS limits, contradictions and secure defaults.",
  policies: [
    ...resourcePolicies(resourceRules, list, context),
    ...stackPolicies(stackRules, list, context),
    unusedExceptionsPolicy(list),
  ],
});
