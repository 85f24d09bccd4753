/** All rules: `resourceRules` judge one resource, `stackRules` judge the resources of a stack together. */
import { lambdaRules } from "./lambda";
import type { ResourceRule, StackRule } from "./rule";

export const resourceRules: readonly ResourceRule[] = [...lambdaRules];

export const stackRules: readonly StackRule[] = [];

export * from "./rule";
