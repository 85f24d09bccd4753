/** Judges requests and answers by the public API models, recorded for the operations that a release uses. */
import * as fs from "fs";
import * as path from "path";

interface Shape {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly value?: string;
}

interface Model {
  readonly operations: Readonly<
    Record<string, { input?: string; output?: string; errors: readonly string[] }>
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const models = JSON.parse(
  fs.readFileSync(path.join(__dirname, "api-models.recorded.json"), "utf8"),
) as Readonly<Record<"codedeploy" | "sts", Model>>;

export class ApiModel {
  readonly #model: Model;

  constructor(service: keyof typeof models) {
    this.#model = models[service];
  }

  /** What the model says against a request; nothing where it is right. */
  problems(operation: string, side: "input" | "output", value: unknown): string[] {
    const known = this.#model.operations[operation] as Model["operations"][string] | undefined;
    if (!known) return [`${operation} is none of the operations`];
    const shape = known[side];
    return shape === undefined ? [] : this.judge(shape, value, side);
  }

  /** True for an error that the model lists for the operation; throttling is common to all. */
  answersWith(operation: string, error: string): boolean {
    return (
      error === "ThrottlingException" || this.#model.operations[operation].errors.includes(error)
    );
  }

  private judge(name: string, value: unknown, at: string): string[] {
    const shape = this.#model.shapes[name];
    if (shape.type === "structure") return this.judgeStructure(shape, value, at);
    if (shape.type === "list") {
      if (!Array.isArray(value)) return [`${at} is no list`];
      return value.flatMap((item, i) => this.judge(shape.member ?? "", item, `${at}[${i}]`));
    }
    if (shape.type === "map") {
      const entries = Object.entries(value as Record<string, unknown>);
      return entries.flatMap(([key, item]) => this.judge(shape.value ?? "", item, `${at}.${key}`));
    }
    return judgeScalar(shape, value, at);
  }

  private judgeStructure(shape: Shape, value: unknown, at: string): string[] {
    if (typeof value !== "object" || value === null) return [`${at} is no structure`];
    const given = value as Record<string, unknown>;
    const members = shape.members ?? {};
    return [
      ...(shape.required ?? [])
        .filter((key) => !(key in given))
        .map((key) => `${at}.${key} is missing`),
      ...Object.entries(given).flatMap(([key, item]) => {
        if (!(key in members)) return [`${at}.${key} is no member`];
        return item === undefined ? [] : this.judge(members[key], item, `${at}.${key}`);
      }),
    ];
  }
}

function judgeScalar(shape: Shape, value: unknown, at: string): string[] {
  const expected: Record<string, string | undefined> = {
    string: "string",
    boolean: "boolean",
    integer: "number",
    long: "number",
    double: "number",
    timestamp: "number",
  };
  if (typeof value !== expected[shape.type]) {
    return [`${at} is ${typeof value}, not ${shape.type}`];
  }
  if (typeof value === "string") {
    if (shape.enum && !shape.enum.includes(value)) return [`${at} is "${value}"`];
    if (shape.max !== undefined && value.length > shape.max) return [`${at} is too long`];
  }
  return [];
}
