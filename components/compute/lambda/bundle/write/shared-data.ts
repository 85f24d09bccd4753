// Objects that several places in the captured data hold: written once, in a module of their own, so that they stay one
// object in Lambda too.
import { writeData } from "../live/plain-data";
import {
  capturedValues,
  CapturedValue,
  Frame,
  ImportedName,
  ModuleSlice,
  Plan,
} from "../plan/plan";

/** The name under which the slice's modules import them. */
export const sharedModule = "shared-data";

/** Where an object was found first. */
export interface SharedPlace {
  readonly frame: Frame;
  readonly captured: CapturedValue;
  readonly path: readonly string[];
}

interface Shared {
  readonly name: string;
  readonly place: SharedPlace;
}

export class SharedData {
  /** In the order in which they are found. */
  private readonly objects = new Map<object, Shared>();

  constructor(private readonly plan: Plan) {
    const first = new Map<object, SharedPlace>();
    for (const { frame, captured } of capturedValues(plan)) {
      visitObjects(captured, (value, path) => {
        const place = first.get(value);
        if (!place) first.set(value, { frame, captured, path });
        else if (!this.objects.has(value)) {
          this.objects.set(value, { name: `shared${this.objects.size}`, place });
        }
        return place !== undefined;
      });
    }
  }

  /** The names that a module of the slice needs of it. */
  importsOf(module: ModuleSlice): ImportedName[] {
    const found: ImportedName[] = [];
    for (const each of capturedValues(this.plan).filter((one) => one.module === module)) {
      visitObjects(each.captured, (value) => {
        const imported = this.objects.get(value)?.name;
        if (imported === undefined) return false;
        found.push({ local: module.unusedName(imported), from: `slice:${sharedModule}`, imported });
        return true;
      });
    }
    return [...new Map(found.map((each) => [each.local, each])).values()];
  }

  /** The name of a shared object in a module of the slice. */
  nameIn(module: ModuleSlice, value: object): string | undefined {
    const name = this.objects.get(value)?.name;
    return name && module.unusedName(name);
  }

  /** The text of the module with the shared objects; undefined where there are none. */
  text(
    write: (
      value: object,
      place: SharedPlace,
      object: (part: object) => string | undefined,
    ) => string | undefined,
  ): string | undefined {
    const written = new Map<object, string>();
    const add = (value: object, { name, place }: Shared): string => {
      if (written.has(value)) return name;
      const nameOf = (part: object) => {
        const shared = part === value ? undefined : this.objects.get(part);
        return shared && add(part, shared);
      };
      const text = write(value, place, nameOf);
      written.set(value, `export const ${name} = ${text};\n`);
      return name;
    };
    this.objects.forEach((shared, value) => add(value, shared));
    return written.size > 0 ? [...written.values()].join("") : undefined;
  }
}

/** Every object in a captured value; not what is in it where `visit` says so. */
function visitObjects(
  { value, path }: CapturedValue,
  visit: (value: object, path: readonly string[]) => boolean,
): void {
  const object = (part: object, at: readonly string[]) => (visit(part, at) ? "0" : undefined);
  writeData(value, { output: () => "0", object }, path);
}
