/**
 * Writes what public models of AWS's APIs say of the arguments that rules speak of:
 *
 *     node --require ./tests/register.js tests/unit/rules/api-limits/record.ts
 *
 * The models come with the Go module below, which Go's own client fetches. Nothing newer is public in
 * this form: the module ended in 2025.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { resourceRules } from "../../../../rules";
import type { NameForm } from "../../../../rules/base/name-form";
import { nameForms } from "../../../../rules/names";
import { operationOf } from "./operations";

const MODULE = "github.com/aws/aws-sdk-go";
const VERSION = "v1.55.8";

/** What a model says of a member. */
export interface ApiLimit {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface RecordedLimits {
  readonly module: string;
  readonly version: string;
  /** Type token to argument to what the model says. */
  readonly limits: { readonly [type: string]: { readonly [argument: string]: ApiLimit } };
}

export const recordedPath = path.join(__dirname, "api-limits.recorded.json");

interface Shape extends ApiLimit {
  readonly members?: { readonly [name: string]: { readonly shape: string } };
  readonly member?: { readonly shape: string };
}

interface Model {
  readonly operations: { readonly [name: string]: { readonly input?: { readonly shape: string } } };
  readonly shapes: { readonly [name: string]: Shape };
}

/** The folder of models, fetched where it is not there yet. */
function modelFolder(): string {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "strata-models-"));
  try {
    fs.writeFileSync(path.join(work, "go.mod"), "module models\n\ngo 1.21\n");
    const args = ["mod", "download", "-json", `${MODULE}@${VERSION}`];
    const answer = execFileSync("go", args, { cwd: work, encoding: "utf8" });
    return path.join((JSON.parse(answer) as { Dir: string }).Dir, "models/apis");
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

/** The newest version of a service's model. */
function modelOf(folder: string, service: string): Model | undefined {
  const place = path.join(folder, service);
  const newest = fs.existsSync(place) ? fs.readdirSync(place).sort().at(-1) : undefined;
  if (newest === undefined) return undefined;
  return JSON.parse(fs.readFileSync(path.join(place, newest, "api-2.json"), "utf8")) as Model;
}

/** The provider's `memorySize` is the API's `MemorySize`, and its `subnetIds` may be `SubnetIDs`. */
const sameName = (ours: string) => (theirs: string) => {
  const plain = (name: string) => name.replaceAll(/[_-]/g, "").toLowerCase();
  return plain(ours) === plain(theirs);
};

/** What the argument at a path of the operation's input is; lists are gone into. */
function shapeAt(model: Model, from: string, argument: string): Shape | undefined {
  const parts = argument.split(".").filter((part) => part !== "*");
  let shape: Shape | undefined = model.shapes[from];
  parts.forEach((part) => {
    while (shape?.member) shape = model.shapes[shape.member.shape];
    const name = Object.keys(shape?.members ?? {}).find(sameName(part));
    shape = name === undefined ? undefined : model.shapes[shape!.members![name].shape];
  });
  const entry = argument.endsWith("*") ? shape?.member : undefined;
  return entry ? model.shapes[entry.shape] : shape;
}

function limitOf({ type, min, max, pattern, enum: values }: Shape): ApiLimit | undefined {
  const limit = { type, min, max, pattern, enum: values };
  const says = [min, max, pattern, values].some((value) => value !== undefined);
  return says ? (JSON.parse(JSON.stringify(limit)) as ApiLimit) : undefined;
}

function recorded(folder: string): RecordedLimits {
  const limits: Record<string, Record<string, ApiLimit>> = {};
  const asked = [
    ...resourceRules.flatMap(({ type, argument, allowed }) =>
      argument !== undefined && allowed
        ? [type].flat().map((each) => ({ type: each, argument }))
        : [],
    ),
    ...Object.entries(nameForms as { readonly [type: string]: NameForm }).map(([type, form]) => ({
      type,
      argument: form.property,
    })),
  ];
  const models = new Map<string, Model | undefined>();
  for (const { type, argument } of asked) {
    const operation = operationOf(type);
    if (!operation) continue;
    const { service, names, pathOf } = operation;
    if (!models.has(service)) models.set(service, modelOf(folder, service));
    const model = models.get(service);
    if (!model) continue; // younger than the models, or of no API of its own
    const operations = Object.keys(model.operations);
    const made = names.map((name) => operations.find(sameName(name))).find((name) => name);
    if (made === undefined) continue;
    const input = model.operations[made].input?.shape;
    const shape = input && shapeAt(model, input, pathOf(argument));
    const limit = shape && limitOf(shape);
    if (limit) (limits[type] ??= {})[argument] = limit;
  }
  const sorted = Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1));
  return { module: MODULE, version: VERSION, limits: Object.fromEntries(sorted) };
}

if (require.main === module) {
  fs.writeFileSync(recordedPath, `${JSON.stringify(recorded(modelFolder()), null, 2)}\n`);
}
