/** The policy pack: every rule in `rules/` as a CrossGuard policy. */
import * as path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { actionRules, resourceRules, stackRules } from "../rules";
import { actionTable } from "./action-table";
import { claimPolicies } from "./claim-policies";
import { ExceptionList } from "./exception-list";
import { allExceptions } from "./all-exceptions";
import { resourcePolicies } from "./resource-policies";
import { hideSecrets } from "./secret-values";
import { stackPolicies, unusedExceptionsPolicy } from "./stack-policies";

hideSecrets(path.resolve(__dirname, ".."));

const list = new ExceptionList(allExceptions);
const context = { today: new Date().toISOString().slice(0, 10) };

new PolicyPack("strata", {
  description: "AWS limits, contradictions and secure defaults.",
  policies: [
    ...resourcePolicies([...resourceRules, ...actionRules(actionTable)], list, context),
    ...stackPolicies(stackRules, list, context),
    ...claimPolicies(),
    unusedExceptionsPolicy(list),
  ],
});
