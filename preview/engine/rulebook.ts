/** Runs the rulebook in this process, as the policy pack does in one of its own. */
import { actionTable } from "../../policies/action-table";
import { ExceptionList } from "../../policies/exception-list";
import { allExceptions } from "../../policies/all-exceptions";
import { withoutSecrets } from "../../policies/secret-values";
import {
  actionRules,
  checkResource,
  checkStack,
  describe,
  resourceRules,
  RuleContext,
  StackResource,
  stackRules,
  unknown,
  Violation,
} from "../../rules";
import { Props } from "../../cloud-model";
import { Engine } from "./engine";
import { judgedProps } from "./judged-values";
import { isJudged, RegisteredResource } from "./registration";

const ownRules = [...resourceRules, ...actionRules(actionTable)];

/**
 * Adds what the rules say about each resource and about the stack to the findings; returns the rules'
 * ids. Exceptions of `policies/exceptions.ts` and of features hold; that one excuses nothing is no finding here. What archives
 * hold is not looked at: where tests run, a package may not be built yet.
 */
export function checkRules(engine: Engine): ReadonlySet<string> {
  const context: RuleContext = { today: new Date().toISOString().slice(0, 10) };
  const excused = new ExceptionList(allExceptions);
  const report = (urn: string, violation: Violation) => {
    const { rule, severity, fix } = violation;
    if (excused.excuses(rule, urn)) return;
    const places = [engine.resources.get(urn)?.stack ?? []];
    engine.findings.add({ rule, severity, urn, message: describe(violation), fix, places });
  };
  const resources = [...engine.resources.values()].filter(isJudged);
  for (const { urn, type, name, inputs } of resources) {
    const plain = plainValues(inputs, engine);
    checkResource(ownRules, type, plain, context, name).forEach((found) => report(urn, found));
  }
  const whole = resources.map((resource) => stackResource(resource, engine));
  checkStack(stackRules, whole, context).forEach((found) => report(found.urn, found));
  return new Set([...ownRules, ...stackRules].map(({ id }) => id));
}

function stackResource(resource: RegisteredResource, engine: Engine): StackResource {
  const { urn, type, name, parent, id, inputs, outputs, options } = resource;
  const values: Props = { ...inputs, ...(id === "" ? outputs : { id, ...outputs }) };
  const secrets: string[] = [];
  withoutSecrets(values, "", secrets);
  return {
    ...{ urn, type, name, secrets },
    ...(parent !== "" && { parent }),
    ...(options.protect !== undefined && { protect: options.protect }),
    ignoreChanges: options.ignoreChanges,
    values: plainValues(values, engine),
    dependencies: resource.dependencies,
    propertyDependencies: resource.propertyDependencies,
  };
}

const plainValues = (props: Props, { model }: Engine) => judgedProps(props, model.symbols, unknown);
