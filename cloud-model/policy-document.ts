/** `aws.iam.getPolicyDocument`, computed as the provider does, so that policies are readable before a deployment. */
import { isObject, Props, Value } from "./wire-values";

/** The arguments plus `json` and `minifiedJson`. */
export function policyDocument(args: Props): Props {
  const statements = [
    ...documents(args.sourceJson, args.sourcePolicyDocuments).flatMap(statementsOf),
    ...list(args.statements).filter(isObject).map(statement),
  ];
  const overrides = documents(args.overrideJson, args.overridePolicyDocuments).flatMap(
    statementsOf,
  );
  const document: Props = { Version: args.version ?? "2012-10-17" };
  if (typeof args.policyId === "string") {
    document.Id = args.policyId;
  }
  document.Statement = override(statements, overrides);
  const json = JSON.stringify(document, null, 2);
  return { ...args, id: "policy-document", json, minifiedJson: JSON.stringify(document) };
}

function statement(given: Props): Props {
  const result: Props = {};
  if (typeof given.sid === "string" && given.sid !== "") {
    result.Sid = given.sid;
  }
  result.Effect = given.effect ?? "Allow";
  setUnlessEmpty(result, "Action", given.actions);
  setUnlessEmpty(result, "NotAction", given.notActions);
  setUnlessEmpty(result, "Resource", given.resources);
  setUnlessEmpty(result, "NotResource", given.notResources);
  setPrincipals(result, "Principal", given.principals);
  setPrincipals(result, "NotPrincipal", given.notPrincipals);
  const condition: { [test: string]: Props } = {};
  for (const entry of list(given.conditions).filter(isObject)) {
    const test = String(entry.test);
    condition[test] = {
      ...condition[test],
      [String(entry.variable)]: oneOrMany(list(entry.values), false),
    };
  }
  if (Object.keys(condition).length > 0) {
    result.Condition = condition;
  }
  return result;
}

function setUnlessEmpty(into: Props, key: string, values: Value | undefined): void {
  if (list(values).length > 0) {
    into[key] = oneOrMany(list(values), true);
  }
}

function setPrincipals(into: Props, key: string, given: Value | undefined): void {
  const principals: { [type: string]: Value[] } = {};
  for (const entry of list(given).filter(isObject)) {
    const type = String(entry.type);
    principals[type] = [...(principals[type] ?? []), ...list(entry.identifiers)];
  }
  const types = Object.keys(principals);
  if (types.length === 1 && types[0] === "*" && principals["*"][0] === "*") {
    into[key] = "*";
  } else if (types.length > 0) {
    into[key] = Object.fromEntries(types.map((type) => [type, oneOrMany(principals[type], true)]));
  }
}

/** The provider writes a single value without a list, and sorts lists backwards. */
function oneOrMany(values: Value[], sorted: boolean): Value {
  if (values.length === 1) {
    return values[0];
  }
  return sorted ? values.map(String).sort().reverse() : values;
}

function documents(single: Value | undefined, several: Value | undefined): Props[] {
  return [single, ...list(several)].flatMap((text) => {
    try {
      const parsed = typeof text === "string" && text !== "" ? (JSON.parse(text) as Value) : null;
      return isObject(parsed) ? [parsed] : [];
    } catch {
      return [];
    }
  });
}

function statementsOf(document: Props): Props[] {
  const statements = document.Statement;
  return (Array.isArray(statements) ? statements : [statements ?? null]).filter(isObject);
}

/** A statement with the Sid of an earlier one takes its place. */
function override(statements: Props[], overrides: Props[]): Props[] {
  const result = [...statements];
  for (const item of overrides) {
    const at = result.findIndex((other) => item.Sid !== undefined && other.Sid === item.Sid);
    result.splice(at < 0 ? result.length : at, at < 0 ? 0 : 1, item);
  }
  return result;
}

function list(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}
