/** Judges arguments by the declarations of the `@pulumi/*` packages: required, known, type, enum. */
import { createRequire } from "module";
import {
  ARCHIVE,
  ASSET,
  isEnvelope,
  isObject,
  OUTPUT,
  PackageSchemas,
  Props,
  RESOURCE,
  SECRET,
  UNKNOWN,
  Value,
} from "../../../cloud-model";
import { Failure } from "./provider";

/** What is wrong with the arguments of a resource; nothing is known of types without a package. */
export function judgeArguments(schemas: PackageSchemas, type: string, inputs: Props): Failure[] {
  const { known, inputs: members } = schemas.resource(type);
  const packageName = type.split(":")[0];
  return known ? new Judge(schemas, packageName).members(members, inputs, "") : [];
}

interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
}

class Judge {
  constructor(
    private readonly schemas: PackageSchemas,
    private readonly packageName: string,
  ) {}

  members(declared: readonly Member[], given: Props, path: string): Failure[] {
    const at = (name: string) => (path === "" ? name : `${path}.${name}`);
    const missing = declared
      .filter(({ name, optional }) => !optional && (given[name] ?? null) === null)
      .map(({ name }) => failure(at(name), "is missing, but required"));
    const judged = Object.entries(given).flatMap(([name, value]) => {
      const member = declared.find((candidate) => candidate.name === name);
      return member
        ? this.value(member.type, value, at(name))
        : [failure(at(name), "is not an argument of this resource")];
    });
    return [...missing, ...judged];
  }

  private value(type: string, given: Value, path: string): Failure[] {
    const value = uncovered(given);
    if (value === undefined || value === null) {
      return [];
    }
    const alternatives = unionOf(withoutInput(type)).filter((one) => one !== "undefined");
    if (alternatives.length === 1) {
      return this.single(withoutInput(alternatives[0]), value, path);
    }
    // `string | enums.ec2.Tenancy` is any text: those enums are not complete.
    const verdicts = alternatives.map((one) => this.single(withoutInput(one), value, path));
    return verdicts.find((failures) => failures.length === 0) ?? verdicts[0];
  }

  private single(type: string, value: Value, path: string): Failure[] {
    if (type.endsWith("[]")) {
      return Array.isArray(value)
        ? value.flatMap((item, i) => this.value(type.slice(0, -2), item, `${path}[${i}]`))
        : [wrongType(path, "a list", value)];
    }
    if (type === "{}") {
      return isObject(value) ? [] : [wrongType(path, "a map", value)];
    }
    if (type.startsWith("inputs.")) {
      const members = this.schemas.nested(this.packageName, type);
      if (!isObject(value)) {
        return [wrongType(path, "an object", value)];
      }
      return members ? this.members(members, value, path) : [];
    }
    if (type.startsWith("enums.")) {
      return this.enumeration(type, value, path);
    }
    if (type.startsWith("pulumi.asset.")) {
      const isAsset = isEnvelope(value, ASSET) || isEnvelope(value, ARCHIVE);
      return isAsset ? [] : [wrongType(path, "an asset or archive", value)];
    }
    if (/^(string|number|boolean)$/.test(type)) {
      return typeof value === type ? [] : [wrongType(path, `a ${type}`, value)];
    }
    if (/^"[^"]*"$/.test(type)) {
      return value === JSON.parse(type)
        ? []
        : [failure(path, `must be ${type}, found ${shown(value)}`)];
    }
    return []; // a resource class or something the declaration does not spell out
  }

  private enumeration(type: string, value: Value, path: string): Failure[] {
    const allowed = enumValues(this.packageName, type);
    return allowed && !allowed.includes(value)
      ? [failure(path, `must be one of ${allowed.map(String).join(", ")}, found ${shown(value)}`)]
      : [];
  }
}

/** The value itself; `undefined` for what is not known yet. */
function uncovered(value: Value): Value | undefined {
  if (value === UNKNOWN || isEnvelope(value, RESOURCE)) {
    return undefined;
  }
  if (isEnvelope(value, SECRET) || isEnvelope(value, OUTPUT)) {
    return value.value === undefined ? undefined : uncovered(value.value);
  }
  return value;
}

/** `pulumi.Input<string | undefined>` -> `string | undefined` */
function withoutInput(type: string): string {
  const inner = /^pulumi\.Input<([^]*)>$/.exec(type.trim())?.[1];
  return inner === undefined ? type.trim() : withoutInput(inner);
}

/** The alternatives of a union, brackets respected. */
function unionOf(type: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let i = 0; i < type.length; i++) {
    depth += "<({[".includes(type[i]) ? 1 : ">)}]".includes(type[i]) ? -1 : 0;
    if (depth === 0 && type[i] === "|") {
      parts.push(type.slice(from, i).trim());
      from = i + 1;
    }
  }
  return [...parts, type.slice(from).trim()];
}

const load = createRequire(__filename);

/** `enums.lambda.Runtime` -> its values, from the package's own constants. */
function enumValues(packageName: string, type: string): Value[] | undefined {
  const [, ...path] = type.split(".");
  let found: unknown = load(`@pulumi/${packageName}/types/enums`);
  for (const name of path) {
    found = (found as Record<string, unknown> | undefined)?.[name];
  }
  return found === undefined ? undefined : Object.values(found as Record<string, Value>);
}

function failure(property: string, reason: string): Failure {
  return { property, reason };
}

function wrongType(path: string, wanted: string, found: Value): Failure {
  return failure(path, `must be ${wanted}, found ${shown(found)}`);
}

function shown(value: Value): string {
  return isObject(value) ? "an object" : Array.isArray(value) ? "a list" : JSON.stringify(value);
}
